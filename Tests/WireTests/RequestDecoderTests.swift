import NIOCore
import Testing
import Wire

/// Bytes in, events out.
@Suite struct RequestDecoderTests {
    @Test func readsAHead() throws {
        let transcript = Transcript.requests([bytes("GET /a?b=c HTTP/1.1\r\nHost: h\r\nX-A:\t1 2 \t\r\nx-a:\r\n\r\n")])
        #expect(
            transcript.steps == [
                .request(line: ["GET", "/a?b=c", "HTTP/1.1"], fields: ["Host: h", "X-A: 1 2", "x-a: "], .none),
                .end(trailers: []),
            ]
        )
    }

    @Test func keepsBytesThatAreNotUTF8() throws {
        let transcript = Transcript.requests([bytes("GET /caf\u{e9} HTTP/1.1\r\nHost: h\r\nX: \u{ff}\u{80}\r\n\r\n")])
        #expect(
            transcript.steps.first
                == .request(line: ["GET", "/caf\u{e9}", "HTTP/1.1"], fields: ["Host: h", "X: \u{ff}\u{80}"], .none)
        )
    }

    @Test(arguments: ["get", "QUERY", "FOO", "M-SEARCH", "!#$%&'*+-.^_`|~", "9"])
    func takesAnyTokenAsMethod(_ method: String) {
        let transcript = Transcript.requests([bytes("\(method) / HTTP/1.1\r\nHost: h\r\n\r\n")])
        #expect(
            transcript.steps.first == .request(line: [method, "/", "HTTP/1.1"], fields: ["Host: h"], .none)
        )
    }

    @Test func letsOneEmptyLineThroughBeforeEachRequest() {
        let request = "\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"
        #expect(Transcript.requests([bytes(request + request)]).steps.count == 4)
        #expect(Transcript.requests([bytes("\r\n" + request)]).error?.code == .emptyLine)
    }

    @Test func readsABodyOfALength() {
        let transcript = Transcript.requests([
            bytes("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab"), bytes("cdeGET"),
        ])
        #expect(
            Array(transcript.steps.suffix(2)) == [.body("abcde"), .end(trailers: [])],
            "later bytes are kept for later"
        )
    }

    @Test func readsAChunkedBodyWithTrailers() {
        let transcript = Transcript.requests([
            bytes(
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n"
                    + "4;a=\"b;c\"\r\nwiki\r\n00A\r\n0123456789\r\n0;last\r\nX-Sum: 1\r\nx-sum: 2\r\n\r\n"
            )
        ])
        #expect(
            Array(transcript.steps.dropFirst()) == [
                .chunk(4), .body("wiki"), .chunk(10), .body("0123456789"), .end(trailers: ["X-Sum: 1", "x-sum: 2"]),
            ]
        )
    }

    @Test func keepsPipelinedRequestsInOrder() {
        let transcript = Transcript.requests([
            bytes(
                "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nabGET /2 HTTP/1.1\r\nHost: h\r\n\r\n"
                    + "PUT /3 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /4 HTTP/1.1\r\n"
            )
        ])
        let targets = transcript.steps.compactMap { step -> String? in
            if case .request(let line, _, _) = step { return line[1] }
            return nil
        }
        #expect(targets == ["/1", "/2", "/3"])
        #expect(transcript.error == nil)
    }

    @Test func bodySlicesShareTheReceivedStorage() throws {
        var decoder = RequestDecoder()
        let received = bytes("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello")
        decoder.receive(received)
        var body: ByteBuffer?
        while let event = try decoder.next() {
            if case .body(let bytes) = event { body = bytes }
        }
        let slice = try #require(body)
        let isShared = slice.withUnsafeReadableBytes { inner in
            received.withUnsafeReadableBytes { outer in
                guard let start = outer.baseAddress, let found = inner.baseAddress else { return false }
                return found >= start && found < start + outer.count
            }
        }
        #expect(isShared)
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", false),
        ("GET / HTTP/1.1\r\nHost: h\r\nConnection: a, CLOSE\r\n\r\n", false),
        ("GET / HTTP/1.1\r\nHost: h\r\n\r\n", true),
        ("GET / HTTP/1.0\r\n\r\n", false),
        ("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true),
    ])
    func knowsTheLastRequest(_ request: String, persists: Bool) {
        let second = Transcript.requests([bytes(request), bytes("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n")])
        #expect(second.error?.code == (persists ? nil : .dataAfterClose))
        #expect(Transcript.requests([bytes(request), bytes("\r\n")], atEnd: false).error == nil)
    }

    @Test func connectPausesAndHandsOutTheTunnelBytes() throws {
        var decoder = RequestDecoder()
        decoder.receive(bytes("CONNECT h.example:443 HTTP/1.1\r\nHost: h.example:443\r\n\r\n\u{16}\u{3}\u{1}"))
        guard case .head(let head, .none) = try decoder.next() else { throw Unexpected() }
        #expect(head.methodKind == .connect)
        #expect(head.host == "h.example")
        #expect(head.port == 443)
        #expect(try decoder.next() == .end(trailers: .empty))
        #expect(decoder.isPaused)
        #expect(try decoder.next() == nil)
        #expect(decoder.takeRemaining() == bytes("\u{16}\u{3}\u{1}"))
        #expect(decoder.takeRemaining().readableBytes == 0)
        try decoder.finish()
    }

    @Test func goesOnAfterARefusedConnect() throws {
        var decoder = RequestDecoder()
        decoder.receive(bytes("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"))
        _ = try decoder.next()
        _ = try decoder.next()
        #expect(try decoder.next() == nil)
        decoder.resume()
        guard case .head(let head, _) = try decoder.next() else { throw Unexpected() }
        #expect(head.method == "GET")
    }

    @Test(arguments: [
        "CONNECT h:443 HTTP/1.0\r\n\r\n", "CONNECT h:443 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
    ])
    func aRefusedLastConnectStaysTheLast(_ request: String) throws {
        var decoder = RequestDecoder()
        decoder.receive(bytes(request + "GET / HTTP/1.1\r\nHost: h\r\n\r\n"))
        while try decoder.next() != nil {}
        decoder.resume()
        let error = #expect(throws: WireError.self) { try decoder.next() }
        #expect(error?.code == .dataAfterClose)
    }

    @Test func anUpgradePausesAfterTheBody() throws {
        var decoder = RequestDecoder()
        decoder.receive(
            bytes(
                "GET / HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
                    + "Content-Length: 1\r\n\r\nx\u{81}\u{00}"
            )
        )
        guard case .head(let head, .length(1)) = try decoder.next() else { throw Unexpected() }
        #expect(head.asksForUpgrade)
        #expect(try decoder.next() == .body(bytes("x")))
        #expect(!decoder.isPaused)
        #expect(try decoder.next() == .end(trailers: .empty))
        #expect(decoder.isPaused)
        #expect(decoder.takeRemaining() == bytes("\u{81}\u{00}"))
    }

    @Test(arguments: [
        ("", nil),
        ("\r\n", nil),
        ("GET / HTTP/1.1\r\nHost: h\r\n\r\n", nil),
        ("G", WireError.Code.truncatedHead),
        ("GET / HTTP/1.1\r\nHost: h\r\n", .truncatedHead),
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\na", .truncatedBody),
        ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", .truncatedBody),
        ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", .truncatedBody),
    ])
    func theEndOfTheConnection(_ input: String, code: WireError.Code?) {
        #expect(Transcript.requests([bytes(input)], atEnd: true).error?.code == code)
    }

    @Test func anErrorStays() throws {
        var decoder = RequestDecoder()
        decoder.receive(bytes("GET  / HTTP/1.1\r\n"))
        let first = #expect(throws: WireError.self) { try decoder.next() }
        decoder.receive(bytes("GET / HTTP/1.1\r\nHost: h\r\n\r\n"))
        let second = #expect(throws: WireError.self) { try decoder.next() }
        #expect(first == second)
        #expect(throws: WireError.self) { try decoder.finish() }
    }
}

struct Unexpected: Error {}
