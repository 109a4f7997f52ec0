import NIOCore
import Testing
import Wire

@Suite struct RequestTargetTests {
    private func head(_ line: String, _ fields: String = "") throws -> RequestHead {
        var decoder = RequestDecoder()
        decoder.receive(bytes("\(line)\r\n\(fields)\r\n"))
        guard case .head(let head, _) = try decoder.next() else { throw Unexpected() }
        return head
    }

    @Test func originForm() throws {
        let head = try head("GET /a/../b?c=%20#d HTTP/1.1", "Host: Example.com:8080\r\n")
        #expect(head.target == .origin(head.targetRange))
        #expect(head.host == "Example.com")
        #expect(head.port == 8080)
        #expect(head.scheme == nil)
    }

    @Test(
        arguments: [
            ("http://h.example/a?b", "h.example", "http", "h.example", nil, "/a?b"),
            ("HTTP://h.example:8080", "h.example:8080", "http", "h.example", 8080, ""),
            ("https://h.example?b", "H.EXAMPLE", "https", "h.example", nil, "?b"),
            ("http://user:p%40ss@h.example:/", "h.example:80", "http", "h.example", nil, "/"),
            ("http://[2001:db8::1]:81/x", "[2001:DB8::1]:81", "http", "2001:db8::1", 81, "/x"),
            ("ws+x://h:443/", "h:443", "ws+x", "h", 443, "/"),
            ("https://h:443/", "h", "https", "h", nil, "/"),
            ("http://h:80/", "h", "http", "h", nil, "/"),
        ] as [(String, String, String, String, Int?, String)]
    )
    func absoluteForm(target: String, hostField: String, scheme: String, host: String, port: Int?, path: String) throws
    {
        let head = try head("GET \(target) HTTP/1.1", "Host: \(hostField)\r\n")
        guard case .absolute(_, let authority, let pathAndQuery) = head.target else { throw Unexpected() }
        #expect(head.scheme == scheme)
        #expect(head.host == host)
        #expect(port == nil || head.port == port)
        #expect(head.fields.text(pathAndQuery) == path)
        #expect(authority.isIPv6 == target.contains("["))
        #expect((authority.userInfo.map(head.fields.text) ?? "") == (target.contains("@") ? "user:p%40ss" : ""))
    }

    /// The Host of a CONNECT says nothing: clients write the proxy's own name there.
    @Test(arguments: ["", "Host: h.example:443\r\n", "Host: H.example\r\n", "Host: 127.0.0.1:8080\r\n", "Host:\r\n"])
    func authorityForm(_ fields: String) throws {
        let head = try head("CONNECT h.example:443 HTTP/\(fields.isEmpty ? "1.0" : "1.1")", fields)
        #expect(head.host == "h.example")
        #expect(head.port == 443)
    }

    @Test func asteriskForm() throws {
        #expect(try head("OPTIONS * HTTP/1.1", "Host:\r\n").target == .asterisk)
        #expect(try head("OPTIONS * HTTP/1.1", "Host:\r\n").host == nil)
    }

    @Test(arguments: [
        ("GET * HTTP/1.1", WireError.Code.target),
        ("OPTIONS ** HTTP/1.1", .target),
        ("GET h:80 HTTP/1.1", .target),
        ("GET path HTTP/1.1", .target),
        ("GET ?q HTTP/1.1", .target),
        ("GET urn:x HTTP/1.1", .target),
        ("GET http:/h/ HTTP/1.1", .target),
        ("GET 1http://h/ HTTP/1.1", .target),
        ("GET http:// HTTP/1.1", .target),
        ("GET http:///x HTTP/1.1", .authority),
        ("GET http://h:65536/ HTTP/1.1", .authority),
        ("GET http://h:1x/ HTTP/1.1", .authority),
        ("GET http://a@b@h/ HTTP/1.1", .authority),
        ("GET http://h%2e/ HTTP/1.1", .authority),
        ("GET http://h\\@other/ HTTP/1.1", .authority),
        ("GET http://h#/ HTTP/1.1", .authority),
        ("GET http://[::1/ HTTP/1.1", .authority),
        ("GET http://[::1]x/ HTTP/1.1", .authority),
        ("GET http://[]/ HTTP/1.1", .authority),
        ("GET http://\u{e9}/ HTTP/1.1", .authority),
        ("CONNECT h HTTP/1.1", .authority),
        ("CONNECT h: HTTP/1.1", .authority),
        ("CONNECT u@h:1 HTTP/1.1", .authority),
        ("CONNECT / HTTP/1.1", .authority),
        ("CONNECT http://h:1/ HTTP/1.1", .authority),
    ])
    func refuses(_ line: String, code: WireError.Code) {
        #expect(Transcript.requests([bytes("\(line)\r\nHost: h\r\n\r\n")]).error?.code == code)
    }
}
