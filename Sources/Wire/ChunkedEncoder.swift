public import NIOCore

/// Writes a body in chunks (RFC 9112 §7.1): for each chunk its line, its bytes and ``chunkEnd``, then the last chunk.
public enum ChunkedEncoder {
    /// The line end behind the bytes of each chunk.
    public static let chunkEnd: StaticString = "\r\n"

    /// Writes the line before a chunk of `size` bytes, which must not be 0: a chunk of 0 bytes is the last one.
    public static func writeChunkLine(size: Int, into out: inout ByteBuffer) {
        precondition(size > 0, "a chunk holds at least one byte")
        var digits = (64 - size.leadingZeroBitCount + 3) / 4
        while digits > 0 {
            digits -= 1
            let digit = UInt8(truncatingIfNeeded: size >> (digits * 4)) & 15
            out.writeInteger(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
        out.writeStaticString("\r\n")
    }

    /// Writes one whole chunk; nothing when there are no bytes.
    public static func writeChunk(_ bytes: ByteBuffer, into out: inout ByteBuffer) {
        guard bytes.readableBytes > 0 else { return }
        writeChunkLine(size: bytes.readableBytes, into: &out)
        out.writeImmutableBuffer(bytes)
        out.writeStaticString(chunkEnd)
    }

    /// Writes the last chunk and the trailer section with the bytes it was received with, less the hop-by-hop fields
    /// among them.
    public static func writeEnd(trailers: FieldSection = .empty, into out: inout ByteBuffer) {
        out.writeStaticString("0\r\n")
        for index in trailers.lines.indices where !trailers.isHopByHop(trailers.lines[index]) {
            out.writeBytes(of: trailers.bytes, trailers.lineRange(index))
        }
        out.writeStaticString("\r\n")
    }
}
