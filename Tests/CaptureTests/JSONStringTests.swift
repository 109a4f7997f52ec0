import Capture
import Testing

@Suite struct JSONStringTests {
    @Test(arguments: [
        (#"a\"\\\/\b\f\n\r\tz"#, Array("a\"\\/\u{8}\u{C}\n\r\tz".utf8)),
        (#"\u0041\u00e4\u20AC"#, Array("Aä€".utf8)),
        (#"\ud83d\ude00"#, Array("😀".utf8)),
        (#"\ud83dx"#, [0xED, 0xA0, 0xBD, 0x78]),
        (#"\ude00"#, [0xED, 0xB8, 0x80]),
        (#"\ud83d\u0041"#, [0xED, 0xA0, 0xBD, 0x41]),
        (#"\u12"#, Array(#"\u12"#.utf8)),
        (#"\q\'"#, Array("q'".utf8)),
        (#"end\"#, Array(#"end\"#.utf8)),
    ])
    func unescapes(text: String, expected: [UInt8]) {
        let bytes = Array("<\(text)>".utf8)
        #expect(JSONString.unescape(bytes, 1..<bytes.count - 1) == expected)
    }

    @Test func escapesOnlyWhatMustBe() {
        let text = "a\"b\\c/\u{0}\u{8}\t\n\u{C}\r\u{1F}\u{7F}ä\u{2028}😀"
        let expected = #"a\"b\\c/\u0000\b\t\n\f\r\u001f"# + "\u{7F}ä\u{2028}😀"
        #expect(String(decoding: JSONString.escape(text.utf8), as: UTF8.self) == expected)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func unescapeUndoesEscape(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let bytes = random.bytes(0...40)
            let escaped = JSONString.escape(bytes)
            #expect(JSONString.unescape(escaped, 0..<escaped.count) == bytes)
        }
    }
}
