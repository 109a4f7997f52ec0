import Capture
import NIOCore
import NIOHPACK
import NIOHTTP2
import Testing

@testable import Proxy

@Suite("Requests over HTTP/2 that are answered from here")
struct HTTP2PlayingTests {
    private func setup(_ answer: @escaping @Sendable (Request, String?) -> Response) async throws -> HTTP2Setup {
        try await HTTP2Setup(.play(TestPlayer(response: answer))) {
            $0.dialsOut = false
            $0.captureLimit = 10
        }
    }

    @Test("The player gets the request whole, and its answer goes out without what HTTP/1 alone has")
    func answers() async throws {
        let setup = try await setup { request, _ in
            Response(
                status: 201,
                reason: Array("Made".utf8),
                fields: [
                    HeaderField("X-Seen", "\(request.method) \(request.url) \(request.version) \(request.body.length)"),
                    HeaderField("Transfer-Encoding", "chunked"), HeaderField("Connection", "X-Hop"),
                    HeaderField("X-Hop", "1"), HeaderField("Alt-Svc", "h3"),
                ],
                body: Body(.bytes(Array("wikipedia".utf8)), framing: .chunked([4, 5])),
                trailers: [HeaderField("X-T", "t")],
                interim: [Response(status: 103, fields: [HeaderField("Link", "</s>")])]
            )
        }
        let client = try await setup.client("api.invalid:443")
        let request = try await client.open()
        try await request.send(.request("POST", "api.invalid", "/a"))
        try await request.send("abc", end: true)
        #expect(try await request.headers().fields == [":status": "103", "link": "</s>"])
        #expect(
            try await request.headers().fields
                == [":status": "201", "x-seen": "POST https://api.invalid/a HTTP/2 3"]
        )
        let answer = try await request.body()
        #expect(String(buffer: answer.bytes) == "wikipedia")
        #expect(answer.trailers == ["x-t": "t"])
        await setup.stop()
    }

    @Test("A length fits the content; an entry of HTTP/2 answers HTTP/1.1 too")
    func lengths() async throws {
        let setup = try await setup { _, _ in
            Response(
                status: 200,
                version: "HTTP/2",
                fields: [HeaderField("content-length", "99")],
                body: Body(Array("hello".utf8))
            )
        }
        let client = try await setup.client("api.invalid:443")
        let request = try await client.get("/", "api.invalid")
        #expect(try await request.headers().fields == [":status": "200", "content-length": "5"])
        #expect(String(buffer: try await request.body().bytes) == "hello")
        let (http1, negotiated) = try await setup.tunnel("api.invalid:443", offers: ["http/1.1"])
        #expect(negotiated == "http/1.1")
        try await http1.write("GET / HTTP/1.1\r\nHost: api.invalid\r\n\r\n")
        #expect(try await http1.read(until: "hello") == "HTTP/1.1 200 \r\ncontent-length: 5\r\n\r\nhello")
        await setup.stop()
    }

    @Test("A client that waits for 100 gets it; a body over the limit gets 413")
    func continueAndLimit() async throws {
        let setup = try await setup { request, _ in Response(status: 200, body: Body(request.body.bytes)) }
        let client = try await setup.client("api.invalid:443")
        let request = try await client.open()
        try await request.send(.request("POST", "api.invalid", "/", ["expect": "100-continue"]))
        #expect(try await request.headers().fields == [":status": "100"])
        try await request.send("0123456789", end: true)
        #expect(try await request.headers().fields.first(name: ":status") == "200")
        let long = try await client.open()
        try await long.send(.request("POST", "api.invalid", "/"))
        try await long.send("0123456789a", end: true)
        #expect(try await long.headers().fields.first(name: ":status") == "413")
        await setup.stop()
    }

    @Test(
        "A client is offered what was recorded, and what it speaks where it speaks nothing else",
        arguments: [
            (ApplicationProtocol.http1, ["h2", "http/1.1"], "http/1.1"), (.http2, ["h2", "http/1.1"], "h2"),
            (.http1, ["h2"], "h2"), (.http2, ["http/1.1"], "http/1.1"),
        ]
    )
    func mirrorsTheRecording(recorded: ApplicationProtocol, offers: [String], agreed: String) async throws {
        let setup = try await HTTP2Setup(.play(TestPlayer { _, _ in Response(status: 200) }), recorded: recorded) {
            $0.dialsOut = false
        }
        #expect(try await setup.tunnel("api.invalid:443", offers: offers).1 == agreed)
        await setup.stop()
    }
}
