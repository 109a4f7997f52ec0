import Capture
import NIOCore
import Testing
import Wire

@testable import Proxy

@Suite("Gathering bodies")
struct BodyCaptureTests {
    @Test(
        "A body up to the limit is kept, a longer one is its length",
        arguments: [(9, true), (10, true), (11, false)],
        [true, false]
    )
    func limit(size: (count: Int, isKept: Bool), isAnnounced: Bool) {
        var capture = BodyCapture(isAnnounced ? .length(size.count) : .untilClose, limit: 10)
        #expect(capture.isOverLimit == (isAnnounced && !size.isKept), "an announced length is enough to know")
        for _ in 0..<size.count { capture.append(ByteBuffer(string: "x")) }
        #expect(capture.isOverLimit == !size.isKept)
        let bytes = Array(repeating: UInt8(ascii: "x"), count: size.count)
        let content: Body.Content =
            size.isKept ? .bytes(bytes) : .withheld(length: size.count, reason: .overLimit)
        #expect(capture.body == Body(content, framing: isAnnounced ? .length : .untilClose))
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

    @Test("Of a body that ends with its connection one byte is held back, but of a live stream none")
    func holdsBack() {
        for (isLive, seen) in [(false, ["0", "012", "0123"]), (true, ["01", "0123", "0123"])] {
            var relay = BodyRelay(.untilClose, isLive: isLive)
            var out = OutgoingBytes()
            var text: [String] = []
            for piece in ["01", "23"] {
                relay.body(ByteBuffer(string: piece), into: &out)
                text.append(out.buffers.map { String(buffer: $0) }.joined())
            }
            relay.end(trailers: .empty, into: &out)
            text.append(out.buffers.map { String(buffer: $0) }.joined())
            #expect(text == seen)
        }
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

    @Test("A body of which the rest did not come has its announced length, and that of a stream is what came")
    func cutOff() {
        var announced = BodyCapture(.length(100), limit: 1_000)
        announced.append(ByteBuffer(string: "part"))
        #expect(announced.cutOff.content == .withheld(length: 100, reason: .cutOff))
        var stream = BodyCapture(.untilStreamEnd, limit: 1_000)
        stream.append(ByteBuffer(string: "part"))
        #expect(stream.cutOff.bytes == Array("part".utf8))
    }
}
