import CZlib

/// A stream of libz and the memory it works in. libz keeps the address of its state, so that has a fixed one here.
struct ZlibStream: ~Copyable {
    /// What is around the compressed data; the raw value is libz's `windowBits`.
    enum Wrapper: Int32 {
        /// RFC 1952
        case gzip = 31
        /// RFC 1950
        case zlib = 15
        /// Nothing: RFC 1951 alone.
        case raw = -15
    }

    private let state: UnsafeMutablePointer<z_stream>
    private let isDeflating: Bool
    private var chunk = [UInt8](repeating: 0, count: 64 * 1024)

    /// A stream that decompresses.
    static func inflating(_ wrapper: Wrapper) throws(ContentCodingError) -> ZlibStream {
        let stream = ZlibStream(isDeflating: false)
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(stream.state, wrapper.rawValue, ZLIB_VERSION, size) == Z_OK else { throw .malformed }
        return stream
    }

    /// A stream that compresses at level 6.
    static func deflating(_ wrapper: Wrapper) throws(ContentCodingError) -> ZlibStream {
        let stream = ZlibStream(isDeflating: true)
        let size = Int32(MemoryLayout<z_stream>.size)
        let status = deflateInit2_(
            stream.state,
            6,
            Z_DEFLATED,
            wrapper.rawValue,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            size
        )
        guard status == Z_OK else { throw .malformed }
        return stream
    }

    private init(isDeflating: Bool) {
        state = .allocate(capacity: 1)
        state.initialize(to: z_stream())
        self.isDeflating = isDeflating
    }

    deinit {
        _ = isDeflating ? deflateEnd(state) : inflateEnd(state)
        state.deallocate()
    }

    /// Decompresses what begins at `start` onto `output`; the offset after its end. Can be called again.
    mutating func inflate(
        _ bytes: [UInt8],
        from start: Int,
        into output: inout [UInt8],
        limit: Int
    ) throws(ContentCodingError) -> Int {
        guard inflateReset(state) == Z_OK else { throw .malformed }
        var position = start
        while true {
            let offered = min(bytes.count - position, Int(Int32.max))
            let (status, consumed, produced) = step(bytes, position, offered) { CZlib.inflate($0, Z_NO_FLUSH) }
            position += consumed
            guard output.count + produced <= limit else { throw .tooLarge(limit: limit) }
            output += chunk[..<produced]
            if status == Z_STREAM_END { return position }
            guard status == Z_OK || status == Z_BUF_ERROR else { throw .malformed }
            if consumed == 0, produced == 0 { throw .truncated }
        }
    }

    /// Compresses all of `bytes`.
    mutating func deflate(_ bytes: [UInt8]) throws(ContentCodingError) -> [UInt8] {
        var output: [UInt8] = []
        var position = 0
        while true {
            let offered = min(bytes.count - position, Int(Int32.max))
            let flush = offered == bytes.count - position ? Z_FINISH : Z_NO_FLUSH
            let (status, consumed, produced) = step(bytes, position, offered) { CZlib.deflate($0, flush) }
            position += consumed
            output += chunk[..<produced]
            if status == Z_STREAM_END { return output }
            guard status == Z_OK || status == Z_BUF_ERROR else { throw .malformed }
        }
    }

    /// One call into libz with `offered` bytes of input and all of the chunk for the output.
    private mutating func step(
        _ bytes: [UInt8],
        _ position: Int,
        _ offered: Int,
        _ call: (UnsafeMutablePointer<z_stream>) -> Int32
    ) -> (status: Int32, consumed: Int, produced: Int) {
        let state = state
        return bytes.withUnsafeBufferPointer { input in
            chunk.withUnsafeMutableBufferPointer { room in
                // libz does not write to its input; its type only lacks the const.
                state.pointee.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0 + position) }
                state.pointee.avail_in = UInt32(offered)
                state.pointee.next_out = room.baseAddress
                state.pointee.avail_out = UInt32(room.count)
                let status = call(state)
                return (status, offered - Int(state.pointee.avail_in), room.count - Int(state.pointee.avail_out))
            }
        }
    }
}
