/// DEFLATE (RFC 1951) as HTTP wraps it.
enum Deflate {
    /// Whether the bytes begin with a zlib header (RFC 1950 §2.2).
    static func hasZlibHeader(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 2 && bytes[0] & 0x0F == 8 && bytes[0] >> 4 <= 7
            && (Int(bytes[0]) << 8 | Int(bytes[1])).isMultiple(of: 31)
    }

    /// All members of a gzip file (RFC 1952 §2.2); what follows the last one is ignored.
    static func gunzip(_ bytes: [UInt8], limit: Int) throws(ContentCodingError) -> [UInt8] {
        var stream = try ZlibStream.inflating(.gzip)
        var output: [UInt8] = []
        var position = 0
        repeat {
            position = try stream.inflate(bytes, from: position, into: &output, limit: limit)
        } while bytes[position...].starts(with: [0x1F, 0x8B])
        return output
    }

    /// What HTTP calls `deflate`: zlib-wrapped, or raw as many servers send it.
    static func inflate(_ bytes: [UInt8], limit: Int) throws(ContentCodingError) -> [UInt8] {
        // Raw data may by chance begin like a zlib header.
        if hasZlibHeader(bytes) {
            do {
                return try inflate(bytes, .zlib, limit: limit)
            } catch .malformed {}
        }
        return try inflate(bytes, .raw, limit: limit)
    }

    private static func inflate(
        _ bytes: [UInt8],
        _ wrapper: ZlibStream.Wrapper,
        limit: Int
    ) throws(ContentCodingError) -> [UInt8] {
        var stream = try ZlibStream.inflating(wrapper)
        var output: [UInt8] = []
        _ = try stream.inflate(bytes, from: 0, into: &output, limit: limit)
        return output
    }

    /// The compressed form, with nothing in it that could differ from run to run.
    static func deflate(_ bytes: [UInt8], _ wrapper: ZlibStream.Wrapper) throws(ContentCodingError) -> [UInt8] {
        var stream = try ZlibStream.deflating(wrapper)
        return try stream.deflate(bytes)
    }
}
