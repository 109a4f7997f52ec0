import Testing

@testable import Interception

@Suite("Host")
struct HostTests {
    @Test(
        "A host is a DNS name or an address, in one spelling",
        arguments: [
            ("API.Example.COM", "api.example.com"),
            ("example.com.", "example.com"),
            ("my_service", "my_service"),
            ("127.0.0.1", "127.0.0.1"),
            ("[::1]", "::1"),
            ("2001:DB8:0:0::1", "2001:db8::1"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ]
    )
    func spelling(text: String, expected: String) throws {
        #expect(try Host(parsing: text).description == expected)
    }

    @Test("An address is its bytes")
    func addresses() throws {
        #expect(try Host(parsing: "192.0.2.7") == .address([192, 0, 2, 7]))
        #expect(try Host(parsing: "[::ffff:192.0.2.7]") != .address([192, 0, 2, 7]))
    }

    @Test(
        "What is neither is refused",
        arguments: [
            "", ".", "a..b", "a b", "b\u{FC}cher.example", "host:443", "*.example.com", "a\0b", "[::1", "1:2:3",
            String(repeating: "a", count: 64), String(repeating: "abc.", count: 64) + "example",
        ]
    )
    func refused(text: String) {
        #expect(throws: InterceptionError.self) { try Host(parsing: text) }
    }

    @Test("An error shows no control characters")
    func printable() {
        let error = #expect(throws: InterceptionError.self) { try Host(parsing: "a\u{1B}[31m\r\nb") }
        #expect(error?.description == "\"a?[31m??b\" is neither a DNS name nor an IP address")
    }
}
