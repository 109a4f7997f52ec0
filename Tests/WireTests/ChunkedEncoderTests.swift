import NIOCore
import Testing
import Wire

@Suite struct ChunkedEncoderTests {
    @Test(arguments: [(1, "1"), (15, "f"), (16, "10"), (255, "ff"), (4096, "1000"), (Int.max, "7fffffffffffffff")])
    func writesChunkLines(size: Int, digits: String) {
        var out = ByteBuffer()
        ChunkedEncoder.writeChunkLine(size: size, into: &out)
        #expect(latin1(out) == "\(digits)\r\n")
    }

    @Test func anEmptyChunkIsNotWritten() {
        var out = ByteBuffer()
        ChunkedEncoder.writeChunk(ByteBuffer(), into: &out)
        #expect(out.readableBytes == 0)
    }

    @Test func whatIsDecodedIsWrittenAgain() throws {
        let body = "4\r\nwiki\r\n1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nX-A:  1 \r\nx-a:\u{e9}\r\n\r\n"
        var decoder = RequestDecoder()
        decoder.receive(bytes("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + body))
        var out = ByteBuffer()
        while let event = try decoder.next() {
            switch event {
            case .head, .chunk: break
            case .body(let content): ChunkedEncoder.writeChunk(content, into: &out)
            case .end(let trailers): ChunkedEncoder.writeEnd(trailers: trailers, into: &out)
            }
        }
        #expect(latin1(out) == body)
    }

    @Test func hopByHopTrailersAreLeftOut() throws {
        let transcript = "0\r\nKeep-Alive: 1\r\nA: b\r\nProxy-Authenticate: x\r\n\r\n"
        var decoder = RequestDecoder()
        decoder.receive(bytes("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + transcript))
        _ = try decoder.next()
        guard case .end(let trailers) = try decoder.next() else { throw Unexpected() }
        var out = ByteBuffer()
        ChunkedEncoder.writeEnd(trailers: trailers, into: &out)
        #expect(latin1(out) == "0\r\nA: b\r\n\r\n")
    }
}
