import Capture
import NIOCore
import NIOHPACK
import NIOHTTP2
import Testing
import Wire

@testable import Proxy

@Suite("Frames of one stream, and the parts of a message")
struct FramesTests {
    private func text(_ events: [ResponseEvent]) -> [String] {
        events.map { event in
            switch event {
            case .interim(let head): "interim \(head.status)"
            case .head(let head, let framing): "head \(head.status) \(framing)"
            case .chunk: "chunk"
            case .body(let bytes): String(buffer: bytes)
            case .end(let trailers): "end " + trailers.headerFields.map(\.name).joined(separator: ",")
            }
        }
    }

    private func data(_ text: String, end: Bool = false) -> HTTP2Frame.FramePayload {
        .data(.init(data: .byteBuffer(ByteBuffer(string: text)), endStream: end))
    }

    private func headers(_ headers: HPACKHeaders, end: Bool = false) -> HTTP2Frame.FramePayload {
        .headers(.init(headers: headers, endStream: end))
    }

    @Test("A response in parts")
    func response() throws {
        var frames = ResponseFrames(to: .other, limits: Limits())
        #expect(text(try frames.receive(headers([":status": "103"]))) == ["interim 103"])
        #expect(text(try frames.receive(headers([":status": "200"]))) == ["head 200 untilStreamEnd"])
        #expect(text(try frames.receive(data("a"))) == ["a"])
        #expect(text(try frames.receive(data(""))) == [])
        #expect(text(try frames.receive(headers(["x": "y"], end: true))) == ["end x"])
    }

    @Test("The last bytes of a known length come with the end", arguments: ["data", "trailers"])
    func lastBytes(ending: String) throws {
        var frames = ResponseFrames(to: .other, limits: Limits())
        _ = try frames.receive(headers([":status": "200", "content-length": "4"]))
        #expect(text(try frames.receive(data("ab"))) == ["ab"])
        #expect(text(try frames.receive(data("cd"))) == [])
        let last = ending == "data" ? data("", end: true) : headers(["x": "y"], end: true)
        #expect(text(try frames.receive(last)) == ["cd", ending == "data" ? "end " : "end x"])
    }

    @Test("A head can be the end")
    func headOnly() throws {
        var frames = ResponseFrames(to: .other, limits: Limits())
        #expect(text(try frames.receive(headers([":status": "204"], end: true))) == ["head 204 none", "end "])
    }

    @Test("Trailers that are none, and a head that is none, are refused")
    func refused() throws {
        var frames = RequestFrames(limits: Limits())
        #expect(throws: WireError.self) { try frames.receive(headers([":method": "GET"])) }
        _ = try frames.receive(headers(.request("POST", "h", "/")))
        #expect(throws: WireError.self) { try frames.receive(headers([":path": "/"], end: true)) }
    }

    @Test("The last frame of a message says that it is")
    func outgoing() {
        var frames = OutgoingFrames()
        frames.append([":status": "200"])
        frames.end(trailers: [:])
        #expect(ends(frames.take()) == [true])
        frames.append([":status": "200"])
        frames.append(ByteBuffer(string: "a"))
        frames.end(trailers: [:])
        #expect(ends(frames.take()) == [false, true])
        frames.append(ByteBuffer(string: "a"))
        frames.end(trailers: ["x": "y"])
        #expect(ends(frames.take()) == [false, true])
        frames.end(trailers: [:])
        #expect(ends(frames.take()) == [true])
        #expect(frames.isEmpty)
    }

    private func ends(_ payloads: [HTTP2Frame.FramePayload]) -> [Bool] {
        payloads.map { payload in
            switch payload {
            case .headers(let frame): frame.endStream
            case .data(let frame): frame.endStream
            default: false
            }
        }
    }

    @Test("A GOAWAY with an error code is found, and nothing else is")
    func goAway() {
        let preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
        let settings: [UInt8] = [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0]
        let lookAlike: [UInt8] = [0, 0, 17, 0, 0, 0, 0, 0, 1] + goAwayFrame(1)
        let graceful = goAwayFrame(0)
        var scanner = GoAwayScanner()
        scanner.scan(ByteBuffer(string: preface))
        scanner.scan(ByteBuffer(bytes: settings + lookAlike + graceful))
        // A header, and its content in a buffer of its own.
        scanner.scan(ByteBuffer(bytes: lookAlike.prefix(9)))
        scanner.scan(ByteBuffer(bytes: lookAlike.dropFirst(9)))
        #expect(!scanner.hasFoundError)
        scanner.scan(ByteBuffer(bytes: goAwayFrame(1)))
        #expect(scanner.hasFoundError)
    }

    private func goAwayFrame(_ code: UInt8) -> [UInt8] {
        [0, 0, 8, 7, 0, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, code]
    }
}
