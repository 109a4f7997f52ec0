import NIOCore
import Testing
import Wire

/// Field blocks of HTTP/2 in, heads out.
@Suite struct FieldBlockTests {
    private func block(_ fields: [(String, String)]) -> FieldBlock {
        FieldBlock(fields.map { FieldBlock.Field($0.0, $0.1) })
    }

    private func request(
        _ fields: [(String, String)] = [],
        method: String = "GET",
        scheme: String = "https",
        authority: String? = "h",
        path: String = "/",
        endsStream: Bool = true
    ) throws(WireError) -> (head: RequestHead, framing: BodyFraming) {
        let pseudo =
            [(":method", method), (":scheme", scheme), (":path", path)] + (authority.map { [(":authority", $0)] } ?? [])
        return try RequestHead.http2(block(pseudo + fields), endsStream: endsStream)
    }

    private func code(_ body: () throws -> Void) -> WireError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? WireError)?.code
        }
    }

    @Test func aRequestHasTheBytesOfHTTP1() throws {
        let (head, framing) = try request([("x-a", "1"), ("x-A".lowercased(), "2")], authority: "h:8443", path: "/a?b")
        #expect(String(buffer: head.bytes) == "GET https://h:8443/a?b HTTP/1.1\r\nx-a: 1\r\nx-a: 2\r\n\r\n")
        #expect(head.version == .http2)
        #expect(head.host == "h")
        #expect(head.port == 8443)
        #expect(head.isPersistent)
        #expect(framing == .none)
    }

    @Test func anAsteriskTargetIsWrittenInAbsoluteForm() throws {
        let head = try request(method: "OPTIONS", path: "*").head
        #expect(String(buffer: head.bytes) == "OPTIONS https://h HTTP/1.1\r\n\r\n")
    }

    @Test(arguments: [
        ([("content-length", "3")], BodyFraming.length(3)), ([("content-length", "0")], .length(0)),
        ([], .untilStreamEnd),
    ])
    func aBodyIsFramed(fields: [(String, String)], framing: BodyFraming) throws {
        #expect(try request(fields, endsStream: false).framing == framing)
    }

    @Test func hostStandsInForAuthority() throws {
        #expect(try request([("host", "other")], authority: nil).head.host == "other")
        #expect(try request([("host", "H")], authority: "h").head.host == "h")
        #expect(code { _ = try request([("host", "other")], authority: "h") } == .hostMismatch)
        #expect(code { _ = try request([("host", "h"), ("host", "h")], authority: "h") } == .duplicateHost)
        #expect(code { _ = try request(authority: nil) } == .missingHost)
    }

    @Test(
        "What HTTP/1.1 would read as something else is refused",
        arguments: [
            ("GET", "https", "h", "/ HTTP/1.1\r\nX: y"), ("GET", "https", "h", "/ HTTP/1.1"),
            ("GET", "https", "h", "a"),
            ("GET", "https", "h", "*"), ("GET", "https", "h", ""), ("GET", "https", "h", "http://evil/"),
            ("GET", "https", "h/evil", "/"), ("GET", "https", "h?", "/"), ("GET", "https", "u@h", "/"),
            ("GET", "https", "h h", "/"), ("GET", "https", "h\r\nX: y", "/"), ("GET", "https", "", "/"),
            ("GET", "https://evil/?", "h", "/"), ("GET", "", "h", "/"),
            ("GET http://evil/ HTTP/1.1\r\n\r\nGET", "https", "h", "/"),
            ("", "https", "h", "/"), ("G T", "https", "h", "/"), ("CONNECT", "https", "h:443", "/"),
        ]
    )
    func badPseudoHeaders(method: String, scheme: String, authority: String, path: String) {
        #expect(code { _ = try request(method: method, scheme: scheme, authority: authority, path: path) } != nil)
    }

    @Test(
        "A field that would become another line, or frame the message anew, is refused",
        arguments: [
            ("x", "a\r\nInjected: b"), ("x", "a\nb"), ("x", "a\rb"), ("x", "a\0b"), ("x: y", "z"),
            ("x\r\nInjected", "b"),
            ("x y", "z"), ("X", "upper case"), ("", "z"), (":path", "/again"), (":unknown", "z"),
            ("transfer-encoding", "chunked"), ("connection", "close"), ("upgrade", "h2c"), ("keep-alive", "1"),
            ("proxy-connection", "close"), ("te", "gzip"), ("content-length", "1"), ("content-length", "-1"),
            ("content-length", "0, 0"),
        ]
    )
    func injections(name: String, value: String) {
        #expect(code { _ = try request([(name, value)]) } != nil)
    }

    @Test func aPseudoHeaderBehindAFieldIsRefused() {
        #expect(
            code {
                _ = try RequestHead.http2(
                    block([(":method", "GET"), (":scheme", "https"), ("x", "y"), (":authority", "h"), (":path", "/")]),
                    endsStream: true
                )
            } == .pseudoHeader
        )
    }

    @Test func limitsHold() {
        var limits = Limits()
        limits.targetBytes = 20
        limits.headBytes = 200
        limits.fieldCount = 2
        let pseudo = [(":method", "GET"), (":scheme", "https"), (":authority", "h")]
        func code(_ path: String, _ fields: [(String, String)]) -> WireError.Code? {
            self.code {
                _ = try RequestHead.http2(block(pseudo + [(":path", path)] + fields), endsStream: true, limits: limits)
            }
        }
        #expect(code("/", []) == nil)
        #expect(code("/" + String(repeating: "a", count: 20), []) == .targetTooLong)
        #expect(code("/", [("x", String(repeating: "a", count: 200))]) == .headTooLarge)
        #expect(code("/", [("a", "1"), ("b", "2"), ("c", "3")]) == .tooManyFields)
    }

    @Test func aResponseHasTheBytesOfHTTP1() throws {
        let (head, framing) = try ResponseHead.http2(
            block([(":status", "200"), ("server", "s")]),
            endsStream: false,
            to: .other
        )
        #expect(String(buffer: head.bytes) == "HTTP/1.1 200 \r\nserver: s\r\n\r\n")
        #expect(head.version == .http2)
        #expect(framing == .untilStreamEnd)
    }

    @Test func responsesWithoutABody() throws {
        func framing(_ status: String, _ length: String, _ method: MethodKind, _ endsStream: Bool) throws -> BodyFraming
        {
            try ResponseHead.http2(
                block([(":status", status), ("content-length", length)]),
                endsStream: endsStream,
                to: method
            ).framing
        }
        #expect(try framing("200", "5", .head, true) == .none)
        #expect(try framing("304", "5", .other, true) == .none)
        #expect(try framing("200", "0", .other, true) == .length(0))
        #expect(code { _ = try framing("200", "5", .other, true) } == .truncatedBody)
    }

    @Test(arguments: ["101", "20", "2000", "abc", "", "+20", "099"])
    func badStatus(_ status: String) {
        #expect(
            code { _ = try ResponseHead.http2(block([(":status", status)]), endsStream: true, to: .other) } != nil
        )
    }

    @Test func trailersAreChecked() throws {
        let trailers = try FieldSection.http2Trailers(block([("grpc-status", "0")]))
        #expect(trailers.text("grpc-status") == "0")
        #expect(try FieldSection.http2Trailers(block([])).isEmpty)
        for field in [("content-length", "1"), ("host", "h"), (":path", "/"), ("x", "a\r\nb")] {
            #expect(code { _ = try FieldSection.http2Trailers(block([field])) } != nil)
        }
    }

    @Test func cookiesAreJoined() throws {
        #expect(
            try request([("cookie", "a=1"), ("x", "y"), ("cookie", "b=2")]).head.fields.joinedCookies
                == Array("a=1; b=2".utf8)
        )
        #expect(try request([("cookie", "a=1")]).head.fields.joinedCookies == nil)
    }
}
