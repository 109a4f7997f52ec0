import Capture
import NIOCore
import NIOHPACK
import NIOHTTP2
import Testing
import Wire

@testable import Proxy

/// What h2spec tries on a server, as far as it depends on how the library is set up and used here.
@Suite("Rules of HTTP/2 that a client breaks")
struct RuleTests {
    private static let origin = "127.0.0.1:1"
    private static let headers = RawFrames.frame(1, 5, 1, RawFrames.block(RawFrames.get(origin)))

    private static func request(_ stream: UInt32, _ fields: [(String, String)], flags: UInt8 = 5) -> [UInt8] {
        RawFrames.frame(1, flags, stream, RawFrames.block(fields))
    }

    /// Frames, and the code of the GOAWAY that has to follow (RFC 9113 §7).
    private static let connectionErrors: [(String, [UInt8], [UInt8])] = [
        ("DATA on stream 0", RawFrames.frame(0, 0, 0, [1]), [1]),
        ("DATA on an idle stream", RawFrames.frame(0, 0, 1, [1]), [1]),
        ("HEADERS on stream 0", RawFrames.frame(1, 5, 0, RawFrames.block(RawFrames.get(origin))), [1]),
        ("HEADERS on an even stream", request(2, RawFrames.get(origin)), [1]),
        ("a stream below the last one", request(5, RawFrames.get(origin)) + request(3, RawFrames.get(origin)), [1, 5]),
        ("a frame that is too long", RawFrames.frame(0, 0, 1, [], length: 16_385), [6]),
        ("CONTINUATION out of place", RawFrames.frame(9, 4, 1, []), [1]),
        (
            "a frame inside a field block",
            request(1, RawFrames.get(origin), flags: 1) + RawFrames.frame(6, 0, 0, [UInt8](repeating: 0, count: 8)), [1]
        ),
        ("a broken field block", RawFrames.frame(1, 5, 1, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF]), [9, 1]),
        ("RST_STREAM on an idle stream", RawFrames.frame(3, 0, 1, [0, 0, 0, 8]), [1]),
        ("RST_STREAM of a wrong length", headers + RawFrames.frame(3, 0, 1, [0, 0, 8]), [6]),
        ("SETTINGS on a stream", RawFrames.frame(4, 0, 1, []), [1]),
        ("SETTINGS of a wrong length", RawFrames.frame(4, 0, 0, [0, 3, 0]), [6]),
        ("an acknowledgement with settings", RawFrames.frame(4, 1, 0, [0, 3, 0, 0, 0, 1]), [6]),
        ("ENABLE_PUSH of 2", RawFrames.frame(4, 0, 0, [0, 2, 0, 0, 0, 2]), [1]),
        ("a window of 2^31", RawFrames.frame(4, 0, 0, [0, 4, 0x80, 0, 0, 0]), [3, 1]),
        ("a frame size below the least", RawFrames.frame(4, 0, 0, [0, 5, 0, 0, 0x3F, 0xFF]), [1]),
        ("PUSH_PROMISE", headers + RawFrames.frame(5, 4, 1, [0, 0, 0, 2]), [1]),
        ("PING on a stream", RawFrames.frame(6, 0, 1, [UInt8](repeating: 0, count: 8)), [1]),
        ("PING of a wrong length", RawFrames.frame(6, 0, 0, [0]), [6]),
        ("GOAWAY on a stream", RawFrames.frame(7, 0, 1, [UInt8](repeating: 0, count: 8)), [1]),
        ("WINDOW_UPDATE of 0", RawFrames.frame(8, 0, 0, [0, 0, 0, 0]), [1]),
        ("WINDOW_UPDATE of a wrong length", RawFrames.frame(8, 0, 0, [0, 0, 1]), [6]),
        ("a connection window beyond 2^31", RawFrames.frame(8, 0, 0, [0x7F, 0xFF, 0xFF, 0xFF]), [3]),
    ]

    @Test("Of the connection: GOAWAY and the close", arguments: connectionErrors.indices)
    func connection(index: Int) async throws {
        let (what, frames, codes) = Self.connectionErrors[index]
        let proxy = try await TestProxy(.forward)
        let client = try await RawFrames(proxy, Self.origin)
        try await client.write(frames)
        let goAway = try #require(try await client.next(7), "\(what)")
        #expect(codes.contains(goAway.code ?? 0), "\(what): \(goAway.code ?? 0)")
        while try await client.next() != nil {}
        await proxy.stop()
    }

    /// Frames on stream 1, and how they are refused: RST_STREAM with one of these codes, or a response.
    private static let streamErrors: [(String, [UInt8], [UInt8])] = [
        ("a field name in upper case", request(1, RawFrames.get(origin, [("X-A", "1")])), [1]),
        ("an unknown pseudo-header field", request(1, RawFrames.get(origin, [(":x", "1")])), [1]),
        (":status in a request", request(1, RawFrames.get(origin) + [(":status", "200")]), [1]),
        ("no :method", request(1, Array(RawFrames.get(origin).dropFirst())), [1]),
        ("two :path", request(1, [(":path", "/")] + RawFrames.get(origin)), [1]),
        (
            "an empty :path",
            request(1, [(":method", "GET"), (":scheme", "http"), (":authority", origin), (":path", "")]), [1]
        ),
        ("connection", request(1, RawFrames.get(origin, [("connection", "close")])), [1]),
        ("te of another kind", request(1, RawFrames.get(origin, [("te", "gzip")])), [1]),
        (
            "a length that is not kept",
            request(1, RawFrames.get(origin, [("content-length", "5")]), flags: 4) + RawFrames.frame(0, 1, 1, [1]), [1]
        ),
        (
            "WINDOW_UPDATE of 0", request(1, RawFrames.get(origin), flags: 4) + RawFrames.frame(8, 0, 1, [0, 0, 0, 0]),
            [1]
        ),
    ]

    @Test("Of a stream: it is reset, and the next one is served", arguments: streamErrors.indices)
    func stream(index: Int) async throws {
        let (what, frames, codes) = Self.streamErrors[index]
        let proxy = try await TestProxy(.forward)
        let client = try await RawFrames(proxy, Self.origin)
        try await client.write(frames)
        let reset = try #require(try await client.next(3), "\(what)")
        #expect(reset.stream == 1)
        #expect(codes.contains(reset.code ?? 0), "\(what): \(reset.code ?? 0)")
        try await client.write(Self.request(3, RawFrames.get(Self.origin)))
        let response = try #require(try await client.next(1), "\(what)")
        #expect(response.stream == 3)
        await proxy.stop()
    }

    @Test("What is to be ignored is, and PING is answered")
    func tolerated() async throws {
        let proxy = try await TestProxy(.forward)
        let client = try await RawFrames(proxy, Self.origin)
        try await client.write(
            RawFrames.frame(0x42, 0xFF, 1, [1, 2, 3]),
            RawFrames.frame(2, 0, 1, [0, 0, 0, 3, 15]),
            RawFrames.frame(4, 0, 0, [0x7F, 0x7F, 0, 0, 0, 1]),
            RawFrames.frame(6, 0, 0, Array(1...8))
        )
        var pong = try await client.next(6)
        while let frame = pong, frame.flags & 1 == 0 { pong = try await client.next(6) }
        #expect(pong?.payload == Array(1...8))
        try await client.write(Self.headers)
        #expect(try await client.next(1)?.stream == 1)
        await proxy.stop()
    }

    @Test("A field block over the limit is refused")
    func headerList() async throws {
        let proxy = try await TestProxy(.forward) { $0.limits.headBytes = 4096 }
        let client = try await RawFrames(proxy, Self.origin)
        let many = (0..<60).map { ("x-\($0)", String(repeating: "a", count: 100)) }
        try await client.write(Self.request(1, RawFrames.get(Self.origin, many)))
        let answer = try #require(try await client.next(0))
        #expect(String(decoding: answer.payload, as: UTF8.self).contains(#""status":431"#))
        await proxy.stop()
    }
}

@Suite("HTTP/2 without TLS")
struct PriorKnowledgeTests {
    @Test("In a tunnel it is spoken with the origin too")
    func tunnel() async throws {
        let sink = TestSink()
        let setup = try await HTTP2Setup(.capture(sink))
        let origin = try await HTTP2Origin(nil)
        let client = try await RawFrames(setup.proxy, origin.authority)
        try await client.write(RawFrames.frame(1, 5, 1, RawFrames.block(RawFrames.get(origin.authority))))
        let stream = try await origin.accept().accept()
        #expect(try await stream.headers().fields.first(name: ":scheme") == "http")
        try await stream.send([":status": "200"])
        try await stream.send("hello", end: true)
        #expect(try await client.next(0)?.payload == Array("hello".utf8))
        #expect(await sink.nextAccepted()?.request.url == "http://\(origin.authority)/")
        await setup.stop()
    }

    @Test("To the proxy itself, for origins that speak HTTP/1.1")
    func proxy() async throws {
        let proxy = try await TestProxy(.forward)
        let origin = try await RawServer()
        let connection = try await proxy.connect()
        try await connection.write(
            Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + RawFrames.frame(4, 0, 0, [])
                + RawFrames.frame(1, 5, 1, RawFrames.block(RawFrames.get(origin.authority)))
        )
        let upstream = try await origin.accept()
        #expect(
            try await upstream.read(until: "\r\n\r\n") == "GET / HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n"
        )
        try await upstream.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
        _ = try await connection.read(until: "hi")
        await proxy.stop()
    }
}
