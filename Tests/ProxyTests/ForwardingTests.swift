import Capture
import NIOCore
import Testing

@testable import Proxy

@Suite("Requests that are passed on")
struct ForwardingTests {
    @Test("An absolute target becomes an origin's, and nothing else changes but hop-by-hop fields")
    func absoluteTarget() async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward)
        let client = try await proxy.connect()
        try await client.write(
            "GET http://\(origin.authority)/a%2Fb//c?x=1&y=%zz HTTP/1.1\r\nHost: \(origin.authority)\r\nx-lOwEr: CaSe\r\n"
                + "Proxy-Authorization: Basic dGVzdDp0ZXN0\r\nX-Dup: 1\r\nConnection: X-Private, keep-alive\r\nX-Private: p\r\n"
                + "X-Dup: 2\r\nProxy-Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n"
        )
        let upstream = try await origin.accept()
        let head = try await upstream.read(until: "\r\n\r\n")
        #expect(
            head
                == "GET /a%2Fb//c?x=1&y=%zz HTTP/1.1\r\nHost: \(origin.authority)\r\nx-lOwEr: CaSe\r\nX-Dup: 1\r\nX-Dup: 2\r\n\r\n"
        )
        try await upstream.write(
            "HTTP/1.1 299 Fine By Me\r\nSET-cookie: a=1\r\nSet-Cookie: b=2\r\nAlt-Svc: h3=\":443\"\r\nConnection: keep-alive\r\n"
                + "Content-Length: 2\r\n\r\nhi"
        )
        let answer = try await client.read(until: "hi")
        #expect(
            answer == "HTTP/1.1 299 Fine By Me\r\nSET-cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 2\r\n\r\nhi"
        )
        await proxy.stop()
    }

    @Test("Bytes that are not ASCII go through untouched, both ways")
    func nonASCIIBytes() async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward)
        let client = try await proxy.connect()
        let field: [UInt8] = Array("X-Name: caf".utf8) + [0xE9, 0x0D, 0x0A, 0x0D, 0x0A]
        let before = "GET http://\(origin.authority)/é HTTP/1.1\r\nHost: \(origin.authority)\r\n"
        try await client.write(Array(before.utf8) + field)
        let upstream = try await origin.accept()
        let expected = Array("GET /é HTTP/1.1\r\nHost: \(origin.authority)\r\n".utf8) + field
        #expect(try await upstream.read(count: expected.count) == expected)
        let answer =
            Array("HTTP/1.1 200 \u{0}".utf8.dropLast()) + [0xFF, 0x0D, 0x0A] + Array("Content-Length: 0\r\n".utf8)
            + field
        try await upstream.write(answer)
        #expect(try await client.read(count: answer.count) == answer)
        await proxy.stop()
    }

    @Test("Both connections are kept for the next request, also one that asks for an odd method")
    func keepAlive() async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward)
        let client = try await proxy.connect()
        try await client.write("GET http://\(origin.authority)/1 HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "\r\n\r\n")
        try await upstream.write("HTTP/1.1 204 No Content\r\n\r\n")
        _ = try await client.read(until: "\r\n\r\n")
        try await client.write(
            "PURGE http://\(origin.authority)/2 HTTP/1.1\r\nHost: \(origin.authority)\r\nContent-Length: 3\r\n\r\nabc"
        )
        #expect(try await upstream.read(until: "abc").hasPrefix("PURGE /2 HTTP/1.1\r\n"))
        try await upstream.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone")
        #expect(try await client.read(until: "done").hasSuffix("\r\n\r\ndone"))
        await proxy.stop()
    }

    @Test("Pipelined requests are answered in order, one at a time")
    func pipelining() async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward)
        let client = try await proxy.connect()
        let requests = (1...3).map {
            "GET http://\(origin.authority)/\($0) HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n"
        }
        try await client.write(requests.joined())
        let upstream = try await origin.accept()
        for number in 1...3 {
            let head = try await upstream.read(until: "\r\n\r\n")
            #expect(head.hasPrefix("GET /\(number) "))
            #expect(upstream.pending == "", "the next request waits for this answer")
            try await upstream.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\(number)")
        }
        for number in 1...3 {
            #expect(try await client.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 OK"))
            #expect(try await client.read(count: 1) == Array("\(number)".utf8))
        }
        await proxy.stop()
    }

    @Test("Chunks, their sizes and the trailers cross as they come, both ways")
    func chunked() async throws {
        let origin = try await RawServer()
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink))
        let client = try await proxy.connect()
        let body = "5\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 11\r\n\r\n"
        try await client.write(
            "POST http://\(origin.authority)/up HTTP/1.1\r\nHost: \(origin.authority)\r\nTransfer-Encoding: chunked\r\n\r\n"
                + body
        )
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "\r\n\r\n")
        #expect(try await upstream.read(until: "X-Sum: 11\r\n\r\n") == body)
        let answer =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n4\r\nwiki\r\n5\r\npedia\r\n0\r\nX-T: t\r\n\r\n"
        try await upstream.write(answer)
        #expect(try await client.read(until: "X-T: t\r\n\r\n") == answer)
        let exchange = try #require(await sink.nextAccepted())
        #expect(exchange.request.body == Body(.bytes(Array("hello world".utf8)), framing: .chunked([5, 6])))
        #expect(exchange.request.trailers == [HeaderField("X-Sum", "11")])
        #expect(exchange.response?.body == Body(.bytes(Array("wikipedia".utf8)), framing: .chunked([4, 5])))
        #expect(exchange.response?.trailers == [HeaderField("X-T", "t")])
        await proxy.stop()
    }

    @Test("Interim responses are passed on, and a body that waits for 100 goes out after it")
    func interim() async throws {
        let origin = try await RawServer()
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink))
        let client = try await proxy.connect()
        try await client.write(
            "POST http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"
        )
        let upstream = try await origin.accept()
        #expect(try await upstream.read(until: "\r\n\r\n").contains("Expect: 100-continue\r\n"))
        try await upstream.write("HTTP/1.1 100 Continue\r\n\r\n")
        #expect(try await client.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
        try await client.write("body")
        #expect(try await upstream.read(until: "body") == "body")
        let rest = "HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        try await upstream.write(rest)
        #expect(try await client.read(until: "ok") == rest)
        #expect(await sink.nextAccepted()?.response?.interim.map(\.status) == [100, 103])
        await proxy.stop()
    }

    @Test(
        "Responses without a body end with their head",
        arguments: [
            ("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"),
            ("HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
            ("GET", "HTTP/1.1 204 No Content\r\n\r\n"),
            ("GET", "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\nContent-Length: 5\r\n\r\n"),
        ]
    )
    func bodyless(method: String, answer: String) async throws {
        let origin = try await RawServer()
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink))
        let client = try await proxy.connect()
        for _ in 1...2 {
            try await client.write(
                "\(method) http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n"
            )
        }
        let upstream = try await origin.accept()
        for _ in 1...2 {
            _ = try await upstream.read(until: "\r\n\r\n")
            try await upstream.write(answer)
            #expect(try await client.read(until: "\r\n\r\n") == answer)
            #expect(await sink.nextAccepted()?.response?.body.length == 0)
        }
        await proxy.stop()
    }

    @Test("A body that ends with the connection does so for the client too")
    func untilClose() async throws {
        let origin = try await RawServer()
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink))
        let client = try await proxy.connect()
        try await client.write("GET http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "\r\n\r\n")
        try await upstream.write("HTTP/1.0 200 OK\r\n\r\nto the end")
        await upstream.close()
        #expect(try await client.readToEnd() == "HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nto the end")
        #expect(!client.wasReset)
        #expect(
            await sink.nextAccepted()?.response?.body == Body(.bytes(Array("to the end".utf8)), framing: .untilClose)
        )
        await proxy.stop()
    }

    @Test("A client of HTTP/1.0 gets no chunks and no interim responses")
    func oldClient() async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward)
        let client = try await proxy.connect()
        try await client.write("GET http://\(origin.authority)/ HTTP/1.0\r\n\r\n")
        let upstream = try await origin.accept()
        #expect(try await upstream.read(until: "\r\n\r\n") == "GET / HTTP/1.0\r\nHost: \(origin.authority)\r\n\r\n")
        try await upstream.write(
            "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"
        )
        #expect(try await client.readToEnd() == "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhi")
        await proxy.stop()
    }

    @Test("HTTP/1.0 with keep-alive keeps the client's connection")
    func oldClientKeepsAlive() async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward)
        let client = try await proxy.connect()
        for _ in 1...2 {
            try await client.write(
                "GET http://\(origin.authority)/ HTTP/1.0\r\nHost: \(origin.authority)\r\nConnection: keep-alive\r\n\r\n"
            )
            let upstream = try await origin.accept()
            _ = try await upstream.read(until: "\r\n\r\n")
            try await upstream.write("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi")
            await upstream.close()
            #expect(
                try await client.read(until: "hi")
                    == "HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nhi"
            )
        }
        await proxy.stop()
    }

    @Test("An answer before the request is whole waits for the rest of it, which the origin gets")
    func restOfRequest() async throws {
        let origin = try await RawServer()
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink)) { $0.timeouts.restOfRequest = .minutes(5) }
        let client = try await proxy.connect()
        let head =
            "POST http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\nContent-Length: 12\r\n\r\n"
        try await client.write(head + "part")
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "part")
        try await upstream.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno")
        // The head is let go as it comes, and what would end the exchange is not.
        try await client.write(" and")
        #expect(try await upstream.read(until: " and") == " and")
        try await client.write(" end")
        #expect(try await upstream.read(until: " end") == " end")
        let answer = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno"
        #expect(try await client.read(until: "no") == answer)
        let exchange = try #require(await sink.nextAccepted())
        #expect(exchange.request.body.bytes == Array("part and end".utf8))
        // Both connections carry another exchange.
        try await client.write(head + "part and end")
        _ = try await upstream.read(until: "part and end")
        try await upstream.write(answer)
        #expect(try await client.read(until: "no") == answer)
        await client.close()
        await proxy.stop()
    }

    @Test("An answer before the request is whole goes through when the rest does not come, and both connections end")
    func earlyResponse() async throws {
        let origin = try await RawServer()
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink))
        let client = try await proxy.connect()
        try await client.write(
            "POST http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\nContent-Length: 100\r\n\r\npart"
        )
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "part")
        try await upstream.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig")
        let answer = try await client.readToEnd()
        #expect(answer == "HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig")
        #expect(!client.wasReset)
        let exchange = try #require(await sink.nextAccepted())
        #expect(exchange.request.body.content == .withheld(length: 100, reason: .cutOff))
        #expect(try await upstream.readToEnd() == "")
        await client.close()
        await proxy.stop()
    }

    @Test("A client that closes its side after the request still gets the answer")
    func halfClosedClient() async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward)
        let client = try await proxy.connect()
        try await client.write("GET http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        try await client.closeOutput()
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "\r\n\r\n")
        try await upstream.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
        #expect(try await client.readToEnd() == "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
        await proxy.stop()
    }
}
