import NIOCore
import Wire

/// Writes a body on with the framing it came in, chunk by chunk as it came.
struct BodyRelay {
    private let isChunked: Bool
    private var leftInChunk = 0

    /// `unchunked` takes the chunked coding off, for a recipient that does not know it.
    init(_ framing: BodyFraming, unchunked: Bool = false) {
        isChunked = framing == .chunked && !unchunked
    }

    /// A chunk of `size` bytes starts.
    mutating func chunk(size: Int, into out: inout OutgoingBytes) {
        guard isChunked else { return }
        leftInChunk = size
        out.write { ChunkedEncoder.writeChunkLine(size: size, into: &$0) }
    }

    /// Content came.
    mutating func body(_ bytes: ByteBuffer, into out: inout OutgoingBytes) {
        out.append(bytes)
        guard isChunked else { return }
        leftInChunk -= bytes.readableBytes
        if leftInChunk == 0 { out.write { $0.writeStaticString(ChunkedEncoder.chunkEnd) } }
    }

    /// The body is whole.
    func end(trailers: FieldSection, into out: inout OutgoingBytes) {
        guard isChunked else { return }
        out.write { ChunkedEncoder.writeEnd(trailers: trailers, into: &$0) }
    }
}
