import NIOCore
import Testing
import Wire

@Suite struct ClientHelloTests {
    /// A TLS vector: the length in `size` bytes, then the content.
    private static func vector(_ size: Int, _ content: [UInt8]) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: content.count >> ($0 * 8)) } + content
    }

    private static func serverName(_ name: String, type: UInt8 = 0) -> [UInt8] {
        [0, 0] + vector(2, vector(2, [type] + vector(2, Array(name.utf8))))
    }

    private static func protocols(_ names: [String]) -> [UInt8] {
        [0, 16] + vector(2, vector(2, names.flatMap { vector(1, Array($0.utf8)) }))
    }

    private static func hello(_ extensions: [UInt8]?) -> [UInt8] {
        let random = [UInt8](repeating: 7, count: 32)
        let body = [3, 3] + random + vector(1, [1, 2]) + vector(2, [0x13, 0x01]) + vector(1, [0])
        return [1] + vector(3, body + (extensions.map { vector(2, $0) } ?? []))
    }

    private static func record(_ fragment: [UInt8], type: UInt8 = 22) -> [UInt8] {
        [type, 3, 1] + vector(2, fragment)
    }

    private static let usual = record(
        hello([0x0A, 0x0A, 0, 0] + serverName("api.example.com") + protocols(["h2", "http/1.1"]))
    )

    private func peek(_ bytes: [UInt8]) -> ClientHello.Peek {
        // Bytes before the reader index, so that offsets are not those of the storage.
        var buffer = ByteBuffer(bytes: [0, 0] + bytes)
        buffer.moveReaderIndex(forwardBy: 2)
        return ClientHello.peek(buffer)
    }

    @Test func findsNameAndProtocols() throws {
        guard case .hello(let hello) = peek(Self.usual + [1, 2, 3]) else { throw Unexpected() }
        #expect(hello.serverName == "api.example.com")
        #expect(hello.applicationProtocols == ["h2", "http/1.1"])
    }

    @Test func everyPrefixNeedsMore() {
        for count in 0..<Self.usual.count {
            #expect(peek(Array(Self.usual.prefix(count))) == .needMore, "\(count) bytes")
        }
    }

    @Test(arguments: [1, 3, 4, 5, 40])
    func joinsRecords(_ size: Int) {
        let message = Self.hello(Self.serverName("a.example"))
        let records = stride(from: 0, to: message.count, by: size).flatMap {
            Self.record(Array(message[$0..<min($0 + size, message.count)]))
        }
        guard case .hello(let hello) = peek(records) else {
            Issue.record("no hello")
            return
        }
        #expect(hello.serverName == "a.example")
        #expect(peek(Array(records.dropLast())) == .needMore)
    }

    @Test func nameAndProtocolsMayBeMissing() throws {
        for extensions in [nil, []] as [[UInt8]?] {
            guard case .hello(let hello) = peek(Self.record(Self.hello(extensions))) else { throw Unexpected() }
            #expect(hello.serverName == nil)
            #expect(hello.applicationProtocols == [])
        }
    }

    @Test(
        arguments: [
            ("plain HTTP", Array("GET / HTTP/1.1\r\n".utf8)),
            ("one letter", Array("G".utf8)),
            ("SSH", Array("SSH-2.0-x\r\n".utf8)),
            ("alert record", record(hello([]), type: 21)),
            ("version 2", [22, 2, 0]),
            ("empty record", [22, 3, 1, 0, 0]),
            ("record over 16 KiB", [22, 3, 1, 0x40, 0x01]),
            ("other handshake message", record([2, 0, 0, 0])),
            ("message over 64 KiB", record([1, 2, 0, 0])),
            ("cut in the random", record([1, 0, 0, 2, 3, 3])),
            (
                "extensions longer than the message",
                record([1] + vector(3, Array(hello([]).dropFirst(4).dropLast(1)) + [9]))
            ),
            ("bytes behind the extensions", record([1] + vector(3, Array(hello([]).dropFirst(4)) + [9]))),
            ("extension cut short", record(hello([0, 0, 0, 9, 1]))),
            ("two names", record(hello([0, 0] + vector(2, vector(2, [0, 0, 1, 97, 0, 0, 1, 98]))))),
            ("name of another type", record(hello(serverName("a", type: 1)))),
            ("empty name", record(hello(serverName("")))),
            ("name with NUL", record(hello(serverName("a\0b")))),
            ("name with a slash", record(hello(serverName("a/b")))),
            ("no protocols", record(hello(protocols([])))),
            ("empty protocol", record(hello(protocols([""])))),
            ("text behind the record type", [22, 3, 0x0D, 0xFF, 0xFF]),
        ] as [(String, [UInt8])]
    )
    func refuses(_ name: String, _ bytes: [UInt8]) {
        #expect(peek(bytes) == .notTLS)
    }
}
