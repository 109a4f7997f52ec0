import NIOCore
import Testing

@testable import Proxy

@Suite("Problem documents")
struct ProblemTests {
    @Test("A problem is a whole response with a JSON document (RFC 9457)")
    func response() {
        let response = String(buffer: Problem(502, "a \"b\" \\ \u{1}").response(closing: true))
        let document = #"{"type":"about:blank","title":"Bad Gateway","status":502,"detail":"a \"b\" \\ \u0001"}"# + "\n"
        #expect(
            response == "HTTP/1.1 502 Bad Gateway\r\nContent-Type: application/problem+json\r\n"
                + "Content-Length: \(document.utf8.count)\r\nConnection: close\r\n\r\n" + document
        )
    }

    @Test("The answer to HEAD has no document")
    func bodyless() {
        #expect(String(buffer: Problem(504, "x").response(closing: false, bodyless: true)).hasSuffix("\r\n\r\n"))
    }
}

@Suite("Hosts, ports and scopes")
struct HostPortTests {
    @Test("An authority leaves the scheme's default port out (RFC 3986 §3.2)")
    func authority() {
        #expect(HostPort(host: "API.Example", port: 443).authority(scheme: "https") == "api.example")
        #expect(HostPort(host: "api.example", port: 443).authority(scheme: "http") == "api.example:443")
        #expect(HostPort(host: "[::1]", port: 80).authority(scheme: "http") == "[::1]")
        #expect(HostPort(host: "[::1]", port: 8080).description == "[::1]:8080")
        #expect(HostPort(host: "[::1]", port: 8080).host == "::1")
    }

    @Test(
        "Scopes",
        arguments: [
            ("api.example", true), ("API.EXAMPLE", true), ("x.wild.test", true), ("a.b.wild.test", true),
            ("wild.test", false),
            ("evilwild.test", false), ("other", false),
        ]
    )
    func scope(host: String, isIn: Bool) {
        #expect(InterceptionScope.hosts(["api.example", "*.Wild.test"]).contains(host) == isIn)
        #expect(InterceptionScope.all.contains(host))
        #expect(!InterceptionScope.none.contains(host))
    }
}
