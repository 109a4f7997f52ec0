import NIOCore
import Testing
import Wire

@Suite struct FieldSectionTests {
    private func fields(_ lines: String) throws -> FieldSection {
        var decoder = ResponseDecoder()
        decoder.expect(.head)
        decoder.receive(bytes("HTTP/1.1 200 OK\r\n\(lines)\r\n"))
        guard case .head(let head, _) = try decoder.next() else { throw Unexpected() }
        return head.fields
    }

    @Test func namesCompareWithoutCase() throws {
        let fields = try fields("X-Ab: 1\r\nx-aB: 2\r\nX-[b: 3\r\n".replacing("X-[b", with: "X-^b"))
        #expect(fields.text("x-ab") == "1")
        #expect(fields.first("X-AB") == fields.lines[0])
        #expect(fields.contains("X-^B"))
        #expect(!fields.contains("X-~b"), "^ and ~ differ by the bit that makes letters lower case")
        #expect(!fields.contains("X-A"))
    }

    @Test func listsAreSearchedByElement() throws {
        let fields = try fields("Connection: ,a ,\tKeep-Alive\r\nX: y\r\nconnection: Close,\r\n")
        #expect(fields.hasElement("keep-alive", in: "connection"))
        #expect(fields.hasElement("close", in: "Connection"))
        #expect(!fields.hasElement("alive", in: "connection"))
        #expect(!fields.hasElement("close", in: "x"))
        #expect(fields.connectionOptions == ["a", "keep-alive", "close"])
    }

    @Test func copiesKeepEveryByte() throws {
        let fields = try fields("X: \u{ff}a\r\n")
        let line = try #require(fields.first("x"))
        #expect(fields.name(of: line) == "X")
        #expect(fields.value(of: line) == [0xFF, 0x61])
        #expect(fields.text("x") == "\u{fffd}a")
    }

    @Test func anEmptySection() throws {
        #expect(try fields("").isEmpty)
        #expect(FieldSection.empty.first("a") == nil)
    }
}
