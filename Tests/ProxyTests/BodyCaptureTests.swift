import Capture
import NIOCore
import Testing
import Wire

@testable import Proxy

@Suite("Gathering bodies")
struct BodyCaptureTests {
    @Test(
        "A body up to the limit is kept, a longer one is its length",
        arguments: [(9, true), (10, true), (11, false)]
    )
    func limit(count: Int, isKept: Bool) {
        var capture = BodyCapture(.length(count), limit: 10)
        for _ in 0..<count { capture.append(ByteBuffer(string: "x")) }
        #expect(capture.isOverLimit == !isKept)
        #expect(
            capture.body.content
                == (isKept
                    ? .bytes(Array(repeating: UInt8(ascii: "x"), count: count))
                    : .withheld(length: count, reason: .overLimit))
        )
        #expect(capture.body.framing == (framing == .untilClose ? .untilClose : .length))
    }

    @Test("Bytes cross a relay chunk by chunk as they came, in however many pieces")
    func chunks() {
        var relay = BodyRelay(.chunked)
        var out = OutgoingBytes()
        relay.chunk(size: 10, into: &out)
        relay.body(ByteBuffer(string: "01234"), into: &out)
        relay.body(ByteBuffer(string: "56789"), into: &out)
        relay.end(trailers: .empty, into: &out)
        let text = out.buffers.map { String(buffer: $0) }.joined()
        #expect(text == "a\r\n0123456789\r\n0\r\n\r\n")
        #expect(out.count == text.utf8.count)
    }

    @Test("Small pieces are gathered, large ones are not copied")
    func gathering() {
        var out = OutgoingBytes()
        out.write { $0.writeString("head") }
        out.append(ByteBuffer(string: "small"))
        out.append(ByteBuffer(repeating: 0, count: 100_000))
        out.append(ByteBuffer(string: "tail"))
        #expect(out.buffers.map(\.readableBytes) == [9, 100_000, 4])
        #expect(out.take().count == 100_013)
        #expect(out.isEmpty)
    }
}
