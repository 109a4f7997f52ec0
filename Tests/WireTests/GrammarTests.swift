import NIOCore
import Testing
import Wire

/// Every byte in every position that has a rule of its own.
@Suite struct GrammarTests {
    private static let tokenBytes = Set(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8
    )

    private func isTaken(_ before: String, _ byte: UInt8, _ after: String) -> Bool {
        var input = ByteBuffer(string: before)
        input.writeInteger(byte)
        input.writeString(after)
        let transcript = Transcript.requests([input])
        return transcript.error == nil && !transcript.steps.isEmpty
    }

    @Test(arguments: UInt8.min...UInt8.max)
    func methodsAndNamesAreTokens(_ byte: UInt8) {
        let isToken = Self.tokenBytes.contains(byte)
        #expect(isTaken("a", byte, "b / HTTP/1.1\r\nHost: h\r\n\r\n") == isToken)
        #expect(
            isTaken("GET / HTTP/1.1\r\nHost: h\r\nx", byte, "y: z\r\n\r\n") == (isToken || byte == UInt8(ascii: ":"))
        )
    }

    @Test(arguments: UInt8.min...UInt8.max)
    func valuesAndExtensionsHaveNoControlBytes(_ byte: UInt8) {
        let isField = byte == 0x09 || (byte >= 0x20 && byte != 0x7F)
        // Long enough for the stretch of eight bytes that is looked at in one go.
        for padding in ["", "1234567", "12345678abc"] {
            let head = "GET / HTTP/1.1\r\nHost: h\r\n"
            #expect(isTaken(head + "X: a\(padding)", byte, "\(padding)b\r\n\r\n") == isField)
            let chunked = head + "Transfer-Encoding: chunked\r\n\r\n1;\(padding)"
            #expect(isTaken(chunked, byte, "\(padding)\r\nx\r\n0\r\n\r\n") == isField)
        }
    }

    @Test(arguments: UInt8.min...UInt8.max)
    func targetsHaveNoBlanksAndControlBytes(_ byte: UInt8) {
        #expect(isTaken("GET /a", byte, "b HTTP/1.1\r\nHost: h\r\n\r\n") == (byte > 0x20 && byte != 0x7F))
    }

    @Test(arguments: UInt8.min...UInt8.max)
    func hostsAreUnreserved(_ byte: UInt8) {
        let isUnreserved = Self.tokenBytes.subtracting("!#$%&'*+^`|".utf8).contains(byte)
        // OWS around the value, and a port.
        let isTaken = isTaken("GET / HTTP/1.1\r\nHost: ", byte, "\r\n\r\n")
        #expect(isTaken == (isUnreserved || byte == 0x20 || byte == 0x09))
        #expect(self.isTaken("GET / HTTP/1.1\r\nHost: a", byte, "b\r\n\r\n") == isUnreserved)
    }
}
