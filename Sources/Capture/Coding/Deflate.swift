/// DEFLATE (RFC 1951) as HTTP wraps it.
enum Deflate {
    /// Whether the bytes begin with a zlib header (RFC 1950 §2.2).
    static func hasZlibHeader(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 2 && bytes[0] & 0x0F == 8 && bytes[0] >> 4 <= 7
            && (Int(bytes[0]) << 8 | Int(bytes[1])).isMultiple(of: 31)
    }

    /// Adds the content of all members of a gzip file (RFC 1952 §2.2); the offset after the last one.
    static func gunzip(_ bytes: [UInt8], into output: inout DecodedOutput) throws(ContentCodingError) -> Int {
        var stream = try ZlibStream.inflating(.gzip)
        var position = 0
        repeat {
            position = try stream.inflate(bytes, from: position, into: &output)
        } while bytes[position...].starts(with: [0x1F, 0x8B])
        return position
    }

    /// Adds the content of what HTTP calls `deflate`: zlib-wrapped, or raw as many servers send it; the offset after it.
    static func inflate(_ bytes: [UInt8], into output: inout DecodedOutput) throws(ContentCodingError) -> Int {
        // Raw data may by chance begin like a zlib header.
        if hasZlibHeader(bytes) {
            var wrapped = output
            do {
                let end = try inflate(bytes, .zlib, into: &wrapped)
                output = wrapped
                return end
            } catch .malformed {
            } catch {
                output = wrapped
                throw error
            }
        }
        return try inflate(bytes, .raw, into: &output)
    }

    private static func inflate(
        _ bytes: [UInt8],
        _ wrapper: ZlibStream.Wrapper,
        into output: inout DecodedOutput
    ) throws(ContentCodingError) -> Int {
        var stream = try ZlibStream.inflating(wrapper)
        return try stream.inflate(bytes, from: 0, into: &output)
    }

    /// The compressed form, with nothing in it that could differ from run to run.
    static func deflate(_ bytes: [UInt8], _ wrapper: ZlibStream.Wrapper) throws(ContentCodingError) -> [UInt8] {
        var stream = try ZlibStream.deflating(wrapper)
        return try stream.deflate(bytes)
    }
}
