import NIOCore
import Wire

/// Writes a body on with the framing it came in, chunk by chunk as it came; one of HTTP/2 whose length is not announced, in
/// a chunk for each piece.
struct BodyRelay {
    private let isChunked: Bool
    /// Whether each slice becomes a chunk, because the body came in none.
    private let makesChunks: Bool
    /// Whether the recipient takes the end of the connection for the end of the body.
    private let endsByClose: Bool
    private var leftInChunk = 0
    /// The last byte that came, held back: without it a connection that breaks would make a body look whole.
    private var last: ByteBuffer?

    /// `unchunked` takes the chunked coding off, for a recipient that does not know it. Of a stream that `isLive` nothing is
    /// held back: its reader waits for the end of each event, not for the end of the body.
    init(_ framing: BodyFraming, unchunked: Bool = false, isLive: Bool = false) {
        makesChunks = framing == .untilStreamEnd && !unchunked
        isChunked = framing == .chunked && !unchunked || makesChunks
        endsByClose = (framing == .untilClose || unchunked) && !isLive
    }

    /// A chunk of `size` bytes starts.
    mutating func chunk(size: Int, into out: inout OutgoingBytes) {
        guard isChunked, !makesChunks else { return }
        leftInChunk = size
        out.write { ChunkedEncoder.writeChunkLine(size: size, into: &$0) }
    }

    /// Content came.
    mutating func body(_ bytes: ByteBuffer, into out: inout OutgoingBytes) {
        guard !endsByClose else { return holdBack(bytes, into: &out) }
        if makesChunks {
            out.write { ChunkedEncoder.writeChunkLine(size: bytes.readableBytes, into: &$0) }
            leftInChunk = bytes.readableBytes
        }
        out.append(bytes)
        guard isChunked else { return }
        leftInChunk -= bytes.readableBytes
        if leftInChunk == 0 { out.write { $0.writeStaticString(ChunkedEncoder.chunkEnd) } }
    }

    /// The body is whole.
    mutating func end(trailers: FieldSection, into out: inout OutgoingBytes) {
        if let last { out.append(last) }
        last = nil
        guard isChunked else { return }
        out.write { ChunkedEncoder.writeEnd(trailers: trailers, into: &$0) }
    }

    private mutating func holdBack(_ bytes: ByteBuffer, into out: inout OutgoingBytes) {
        var bytes = bytes
        guard let first = bytes.readSlice(length: bytes.readableBytes - 1) else { return }
        if let last { out.append(last) }
        if first.readableBytes > 0 { out.append(first) }
        last = bytes
    }
}
