import Capture
import NIOCore
import Testing

@testable import Proxy

@Suite("Requests that are refused")
struct BadRequestTests {
    /// What follows the request line, and the status it gets. Each could be read in two ways, or not at all.
    static let vectors: [(String, Int)] = [
        ("Host: HOST\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("Host: HOST\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400),
        ("Host: HOST\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400),
        ("Host: HOST\r\nContent-Length: 5, 5\r\n\r\nhello", 400),
        ("Host: HOST\r\nContent-Length: +5\r\n\r\nhello", 400),
        ("Host: HOST\r\nContent-Length: 0x5\r\n\r\nhello", 400),
        ("Host: HOST\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
        ("Host: HOST\r\nTransfer-Encoding: xchunked\r\n\r\n", 501),
        ("Host: HOST\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("Host: HOST\r\nTransfer-Encoding : chunked\r\n\r\n", 400),
        ("Host: HOST\r\nX: a\r\n folded\r\n\r\n", 400),
        ("Host: HOST\nX: a\r\n\r\n", 400),
        ("Host: HOST\r\nX: a\u{0}b\r\n\r\n", 400),
        ("Host: HOST\r\nX : a\r\n\r\n", 400),
        ("Host: HOST\r\n: a\r\n\r\n", 400),
        ("Host: HOST\r\nHost: HOST\r\n\r\n", 400),
        ("X: no host\r\n\r\n", 400),
        ("Host: other.example\r\n\r\n", 400),
    ]

    @Test("Smuggling vectors never reach an origin", arguments: vectors)
    func vector(rest: String, status: Int) async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward)
        let client = try await proxy.connect()
        let fields = rest.replacing("HOST", with: origin.authority)
        try await client.write("POST http://\(origin.authority)/secret HTTP/1.1\r\n" + fields)
        let answer = try await client.readToEnd()
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
        #expect(answer.contains("Content-Type: application/problem+json\r\n"))
        #expect(answer.contains("Connection: close\r\n"))
        #expect(!answer.contains("secret"))
        await client.close()
        // Whatever the proxy wanted to dial, it has dialled before it stops.
        await proxy.stop()
        let probe = try await RawConnection.connect(to: origin.port)
        try await probe.write("probe")
        #expect(try await origin.accept().read(until: "probe") == "probe", "the first connection is the test's own")
        await origin.close()
    }

    @Test("A chunk that breaks the rules ends the exchange in the middle of the request")
    func badChunk() async throws {
        let origin = try await RawServer()
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink))
        let client = try await proxy.connect()
        try await client.write(
            "POST http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n"
        )
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "hi\r\n")
        try await client.write("zz\r\n")
        #expect(try await client.readToEnd().hasPrefix("HTTP/1.1 400 "))
        #expect(try await upstream.readToEnd() == "", "the origin gets no last chunk")
        #expect(await sink.nextAbandoned()?.failure != nil)
        await proxy.stop()
    }

    @Test(
        "Limits have their own statuses",
        arguments: [("long target", 414), ("long field", 431), ("many fields", 431), ("long method", 501)]
    )
    func limits(what: String, status: Int) async throws {
        let proxy = try await TestProxy(.forward)
        let client = try await proxy.connect()
        let request =
            switch what {
            case "long target": "GET http://x/\(String(repeating: "a", count: 40_000)) HTTP/1.1\r\nHost: x\r\n\r\n"
            case "long field":
                "GET http://x/ HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "a", count: 140_000))\r\n\r\n"
            case "many fields":
                "GET http://x/ HTTP/1.1\r\nHost: x\r\n" + String(repeating: "X: y\r\n", count: 300) + "\r\n"
            default: "\(String(repeating: "A", count: 100)) http://x/ HTTP/1.1\r\nHost: x\r\n\r\n"
            }
        try await client.write(request)
        #expect(try await client.readToEnd().hasPrefix("HTTP/1.1 \(status) "))
        await proxy.stop()
    }

    @Test("The proxy's own address answers a browser, and nothing is forwarded from there")
    func ownAddress() async throws {
        let proxy = try await TestProxy(.forward)
        for (request, status) in [
            ("GET /", 200), ("HEAD /", 200), ("GET /x", 404), ("POST /", 404), ("OPTIONS *", 404),
        ] {
            let client = try await proxy.connect()
            try await client.write("\(request) HTTP/1.1\r\nHost: 127.0.0.1:\(proxy.port)\r\n\r\n")
            let answer = try await client.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
            if request == "GET /" { #expect(answer.contains("Hushtape")) }
            if request == "HEAD /" { #expect(answer.hasSuffix("\r\n\r\n")) }
        }
        await proxy.stop()
    }

    @Test("A request that stops in the middle gets 408")
    func slowRequest() async throws {
        let proxy = try await TestProxy(.play(TestPlayer { _, _ in .init(status: 200) })) {
            $0.timeouts.request = .milliseconds(100)
        }
        let client = try await proxy.connect()
        try await client.write("POST http://x/ HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf")
        #expect(try await client.readToEnd().hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        await proxy.stop()
    }
}
