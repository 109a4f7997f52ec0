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
        into output: inout DecodedOutput
    ) throws(ContentCodingError) -> Int {
        guard inflateReset(state) == Z_OK else { throw .malformed }
        let state = state
        return try output.add(bytes, from: start) { input, room in
            let (status, consumed, produced) = Self.step(state, input, room) { CZlib.inflate($0, Z_NO_FLUSH) }
            return DecodedOutput.Step(
                state: status == Z_STREAM_END ? .ended : status == Z_OK || status == Z_BUF_ERROR ? .running : .failed,
                consumed: consumed,
                produced: produced
            )
        }
    }

    /// Compresses all of `bytes`.
    mutating func deflate(_ bytes: [UInt8]) throws(ContentCodingError) -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        var output: [UInt8] = []
        var position = 0
        while true {
            let flush = bytes.count - position <= Self.maximumInput ? Z_FINISH : Z_NO_FLUSH
            let (status, consumed, produced) = bytes.withUnsafeBufferPointer { input in
                chunk.withUnsafeMutableBufferPointer { room in
                    Self.step(state, UnsafeBufferPointer(rebasing: input[position...]), room) {
                        CZlib.deflate($0, flush)
                    }
                }
            }
            position += consumed
            output += chunk[..<produced]
            if status == Z_STREAM_END { return output }
            guard status == Z_OK || status == Z_BUF_ERROR else { throw .malformed }
        }
    }

    /// The most bytes that libz is offered in one call.
    private static let maximumInput = Int(Int32.max)

    /// One call into libz.
    private static func step(
        _ state: UnsafeMutablePointer<z_stream>,
        _ input: UnsafeBufferPointer<UInt8>,
        _ room: UnsafeMutableBufferPointer<UInt8>,
        _ call: (UnsafeMutablePointer<z_stream>) -> Int32
    ) -> (status: Int32, consumed: Int, produced: Int) {
        let offered = min(input.count, maximumInput)
        // libz does not write to its input; its type only lacks the const.
        state.pointee.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0) }
        state.pointee.avail_in = UInt32(offered)
        state.pointee.next_out = room.baseAddress
        state.pointee.avail_out = UInt32(room.count)
        let status = call(state)
        return (status, offered - Int(state.pointee.avail_in), room.count - Int(state.pointee.avail_out))
    }
}
