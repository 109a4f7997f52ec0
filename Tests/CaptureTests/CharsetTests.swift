import Capture
import Testing

@Suite struct CharsetTests {
    private static let text = "{\"access_token\":\"obviously-fake\",\"name\":\"Zoë 😀\"}"
    private static let all = Charset.Form.allCases.flatMap { [Charset($0), Charset($0, hasMark: true)] }

    @Test(arguments: all)
    func encodingAndDecoding(charset: Charset) throws {
        let encoded = charset.encode(Array(Self.text.utf8))
        #expect(charset.decode(encoded) == Array(Self.text.utf8))
        let found = try #require(Charset.decode(encoded, contentType: "application/json"))
        #expect(found.charset == charset)
        #expect(found.text == Array(Self.text.utf8))
    }

    @Test func theNamesAreThoseOfTheUnits() {
        #expect(Charset(.utf16le).encode(Array("a😀".utf8)) == [0x61, 0, 0x3D, 0xD8, 0x00, 0xDE])
        #expect(Charset(.utf16be, hasMark: true).encode(Array("a".utf8)) == [0xFE, 0xFF, 0, 0x61])
        #expect(Charset(.utf32be).encode(Array("😀".utf8)) == [0, 1, 0xF6, 0])
        #expect(Charset(.utf32le, hasMark: true).encode([]) == [0xFF, 0xFE, 0, 0])
    }

    @Test(arguments: [
        ("text/plain; charset=utf-16", Charset.Form.utf16le), ("text/plain;CHARSET=\"UTF-16BE\"", .utf16be),
        ("text/xml; charset=utf-16le", .utf16le), ("text/plain; charset=utf-32", .utf32le),
    ])
    func theParameterTellsItWhereNothingElseDoes(type: String, form: Charset.Form) {
        let text = Array("日本語の文章".utf8)
        let encoded = Charset(form).encode(text)
        #expect(Charset.decode(encoded, contentType: type)?.text == text)
        #expect(Charset.decode(encoded, contentType: type)?.charset == Charset(form))
    }

    @Test func zerosTellTheByteOrderThatTheParameterLeavesOpen() {
        let encoded = Charset(.utf16be).encode(Array("日本a".utf8))
        #expect(Charset.decode(encoded, contentType: "text/plain; charset=utf-16")?.charset == Charset(.utf16be))
    }

    @Test(arguments: ["utf-16", "utf-16le", "utf-32", "shift_jis", "windows-1252", ""])
    func textIsInNoneWhateverItIsCalled(name: String) {
        for text in [Self.text, "<?xml version=\"1.0\" encoding=\"utf-16\"?><a/>", "a", ""] {
            #expect(Charset.decode(Array(text.utf8), contentType: "text/xml; charset=\(name)") == nil)
        }
        // Shift_JIS, and Latin-1.
        for bytes: [UInt8] in [[0x93, 0xFA, 0x96, 0x7B, 0x22, 0x61], [0x63, 0x61, 0x66, 0xE9]]
        where !name.hasPrefix("u") {
            #expect(Charset.decode(bytes, contentType: "text/plain; charset=\(name)") == nil)
        }
    }

    @Test func whatWouldBeLostIsLeft() {
        let marked = Charset(.utf16le, hasMark: true)
        let whole = marked.encode(Array(Self.text.utf8))
        #expect(Charset.decode(whole + [0x61], contentType: "") == nil)
        #expect(Charset.decode(whole + [0x00, 0xD8], contentType: "") == nil)
        #expect(Charset.likely(of: whole + [0x00, 0xD8], contentType: "") == marked)
        #expect(marked.decodeLossy(whole + [0x00, 0xD8]) == Array((Self.text + "\u{FFFD}").utf8))
        #expect(Charset.decode([0xFE, 0xFF], contentType: "")?.text == [])
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func whatIsTakenOffComesBack(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var bytes = random.bytes(0...60)
        if random.once(in: 2) { bytes = Charset(random.pick(Charset.Form.allCases), hasMark: true).encode([]) + bytes }
        if random.once(in: 2) { bytes = bytes.flatMap { [$0, 0] } }
        let type = random.pick(["", "text/plain; charset=utf-16", "text/plain; charset=utf-32be"])
        guard let (text, charset) = Charset.decode(bytes, contentType: type) else { return }
        #expect(charset.encode(text) == bytes)
    }
}
