import Capture
import NIOCore
import Testing

@testable import Proxy

@Suite("Requests that are answered from here")
struct PlayingTests {
    private func proxy(
        captureLimit: Int = 1 << 20,
        _ answer: @escaping @Sendable (Request, String?) -> Response
    ) async throws -> TestProxy {
        try await TestProxy(.play(TestPlayer(response: answer))) {
            $0.dialsOut = false
            $0.captureLimit = captureLimit
        }
    }

    private let response = Response(
        status: 200,
        reason: Array("Fine By Me".utf8),
        fields: [
            HeaderField("x-lOwEr", "CaSe"), HeaderField("Content-Length", "99"), HeaderField("Set-Cookie", "a=1"),
        ],
        body: Body(Array("hello".utf8))
    )

    @Test("The player gets the request whole, and its answer goes out with lengths that fit")
    func answers() async throws {
        let answer = response
        let proxy = try await proxy { request, session in
            var answer = answer
            answer.fields.append(
                HeaderField(
                    "X-Seen",
                    "\(request.method) \(request.url) \(session ?? "-") \(request.body.length) \(request.trailers.count)"
                )
            )
            return answer
        }
        let client = try await proxy.connect()
        try await client.write(
            "POST http://api.example/a?b HTTP/1.1\r\nHost: api.example\r\nProxy-Authorization: Basic bG9naW4tdGVzdDp4\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-T: 1\r\n\r\n"
        )
        #expect(
            try await client.read(until: "hello")
                == "HTTP/1.1 200 Fine By Me\r\nx-lOwEr: CaSe\r\nContent-Length: 5\r\nSet-Cookie: a=1\r\n"
                + "X-Seen: POST http://api.example/a?b login-test 5 1\r\n\r\nhello"
        )
        await proxy.stop()
    }

    @Test("Many pipelined requests are answered in order on one connection")
    func pipelining() async throws {
        let proxy = try await proxy { request, _ in Response(status: 200, body: Body(request.target)) }
        let client = try await proxy.connect()
        let count = 2000
        let requests = (0..<count).map { "GET http://x/\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }
        try await client.write(requests.joined())
        for number in 0..<count {
            let head = try await client.read(until: "\r\n\r\n")
            #expect(
                head
                    == "HTTP/1.1 200 \r\nContent-Length: \(number < 10 ? 2 : number < 100 ? 3 : number < 1000 ? 4 : 5)\r\n\r\n"
            )
            let target = "/\(number)"
            #expect(try await client.read(count: target.utf8.count) == Array(target.utf8))
        }
        await proxy.stop()
    }

    @Test(
        "Each framing is played as it was recorded",
        arguments: [
            (
                Body(.bytes(Array("wikipedia".utf8)), framing: .chunked([4, 5])), "GET", "HTTP/1.1",
                "Transfer-Encoding: chunked\r\n\r\n4\r\nwiki\r\n5\r\npedia\r\n0\r\nX-T: t\r\n\r\n", true
            ),
            (
                Body(.bytes(Array("wikipedia".utf8)), framing: .chunked([4, 4])), "GET", "HTTP/1.1",
                "Transfer-Encoding: chunked\r\n\r\n9\r\nwikipedia\r\n0\r\nX-T: t\r\n\r\n", true
            ),
            (
                Body(.bytes(Array("wikipedia".utf8)), framing: .chunked([9])), "GET", "HTTP/1.0",
                "Connection: close\r\n\r\nwikipedia", false
            ),
            (
                Body(.bytes(Array("wikipedia".utf8)), framing: .untilClose), "GET", "HTTP/1.1",
                "Connection: close\r\n\r\nwikipedia", false
            ),
            (Body(.bytes([]), framing: .none), "GET", "HTTP/1.1", "Content-Length: 0\r\n\r\n", true),
            (Body(.bytes(Array("wiki".utf8)), framing: .length), "HEAD", "HTTP/1.1", "\r\n", true),
        ]
    )
    func framings(body: Body, method: String, version: String, rest: String, staysOpen: Bool) async throws {
        let proxy = try await proxy { _, _ in
            Response(status: 200, body: body, trailers: [HeaderField("X-T", "t")])
        }
        let client = try await proxy.connect()
        try await client.write("\(method) http://x/ \(version)\r\nHost: x\r\n\r\n")
        let expected = "HTTP/1.1 200 \r\n" + rest
        if staysOpen {
            #expect(String(decoding: try await client.read(count: expected.utf8.count), as: UTF8.self) == expected)
            #expect(client.pending == "")
        } else {
            #expect(try await client.readToEnd() == expected)
        }
        await proxy.stop()
    }

    @Test("Hop-by-hop fields of the recording and Alt-Svc stay out; interim responses go first")
    func interimAndHopByHop() async throws {
        let proxy = try await proxy { _, _ in
            Response(
                status: 204,
                reason: Array("No Content".utf8),
                fields: [
                    HeaderField("Connection", "keep-alive, X-Hop"), HeaderField("X-Hop", "1"),
                    HeaderField("Keep-Alive", "timeout=5"), HeaderField("Alt-Svc", "h3=\":443\""),
                    HeaderField("X-End", "1"),
                ],
                interim: [
                    Response(status: 103, reason: Array("Early Hints".utf8), fields: [HeaderField("Link", "</s>")])
                ]
            )
        }
        let client = try await proxy.connect()
        try await client.write("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try await client.read(until: "\r\n\r\n") == "HTTP/1.1 103 Early Hints\r\nLink: </s>\r\n\r\n")
        #expect(try await client.read(until: "\r\n\r\n") == "HTTP/1.1 204 No Content\r\nX-End: 1\r\n\r\n")
        await proxy.stop()
    }

    @Test("A client that waits for 100 gets it once")
    func expectContinue() async throws {
        let proxy = try await proxy { request, _ in
            Response(
                status: 200,
                body: Body(request.body.bytes),
                interim: [Response(status: 100), Response(status: 103)]
            )
        }
        let client = try await proxy.connect()
        try await client.write(
            "POST http://x/ HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"
        )
        #expect(try await client.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
        try await client.write("body")
        #expect(
            try await client.read(until: "body")
                == "HTTP/1.1 103 \r\n\r\nHTTP/1.1 200 \r\nContent-Length: 4\r\n\r\nbody"
        )
        await proxy.stop()
    }

    @Test(
        "A request body over the limit gets 413",
        arguments: ["Content-Length: 11\r\n\r\n01234567890", "Transfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n"]
    )
    func overLimit(rest: String) async throws {
        let proxy = try await proxy(captureLimit: 10) { _, _ in Response(status: 200) }
        let client = try await proxy.connect()
        try await client.write("POST http://x/ HTTP/1.1\r\nHost: x\r\n" + rest)
        #expect(try await client.readToEnd().hasPrefix("HTTP/1.1 413 Content Too Large\r\n"))
        await proxy.stop()
    }

    @Test(
        "What cannot be sent as recorded is a problem, not a wrong answer",
        arguments: [
            Response(status: 200, body: Body(.withheld(length: 5, reason: .overLimit), framing: .length)),
            Response(status: 200, fields: [HeaderField("X", "a\r\nSet-Cookie: b")]),
            Response(status: 101),
        ]
    )
    func unplayable(response: Response) async throws {
        let proxy = try await proxy { _, _ in response }
        let client = try await proxy.connect()
        try await client.write("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n")
        let answer = try await client.readToEnd()
        #expect(answer.hasPrefix("HTTP/1.1 50"))
        #expect(!answer.contains("Set-Cookie"))
        await proxy.stop()
    }

    @Test("A client that asks to close gets its answer and the close")
    func closes() async throws {
        let proxy = try await proxy { _, _ in Response(status: 200, body: Body(Array("bye".utf8))) }
        let client = try await proxy.connect()
        try await client.write("GET http://x/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(try await client.readToEnd() == "HTTP/1.1 200 \r\nContent-Length: 3\r\nConnection: close\r\n\r\nbye")
        #expect(!client.wasReset)
        await proxy.stop()
    }
}
