import Capture
import Testing

@Suite struct JSONScannerTests {
    /// The tokens in short: brackets, `name:`, values as they stand, `!` and the offset where malformed.
    private func tokens(_ text: String, _ mode: JSONScanner.Mode = .tolerant) -> String {
        var scanner = JSONScanner(Array(text.utf8), mode: mode)
        var result: [String] = []
        func slice(_ range: Range<Int>) -> String { String(decoding: scanner.bytes[range], as: UTF8.self) }
        while let token = scanner.next() {
            switch token {
            case .objectStart: result.append("{")
            case .objectEnd: result.append("}")
            case .arrayStart: result.append("[")
            case .arrayEnd: result.append("]")
            case .name(let range, _): result.append(slice(range) + ":")
            case .string(let range, _): result.append("'\(slice(range))'")
            case .number(let range): result.append(slice(range))
            case .true: result.append("true")
            case .false: result.append("false")
            case .null: result.append("null")
            case .malformed(let offset): result.append("!\(offset)")
            }
        }
        return result.joined(separator: " ")
    }

    @Test(arguments: [
        (#"{"a": [1, -2.5e+3, "x\"y", true, false, null, {}]}"#, #"{ a: [ 1 -2.5e+3 'x\"y' true false null { } ] }"#),
        (#""lone""#, "'lone'"),
        (" 0 ", "0"),
        ("[]", "[ ]"),
    ])
    func strictAndTolerantAgreeOnJSON(text: String, expected: String) {
        #expect(tokens(text, .strict) == expected)
        #expect(tokens(text) == expected)
    }

    @Test(arguments: [
        ("", 0), ("{", 1), ("[1,]", 3), ("[,1]", 1), ("{,}", 1), (#"{"a":1,}"#, 7), (#"{"a" 1}"#, 5), (#"{"a":}"#, 5),
        ("[1 2]", 3), ("[1}", 2), ("}", 0), ("1 2", 2), ("01", 1), ("1.", 0), ("-", 0), (".5", 0), ("+1", 0), ("1e", 0),
        ("tru", 0), ("nulll", 4), ("'a'", 0), (#"{a:1}"#, 1), ("// c\n1", 0), ("[\"a\nb\"]", 3), (#""\q""#, 1),
        (#""\u12G4""#, 1), (#""abc"#, 4), ("\u{FEFF}1", 0), ("NaN", 0), (#"{1:2}"#, 1), ("[1],", 3), (":", 0),
    ])
    func strictRefuses(text: String, offset: Int) {
        #expect(tokens(text, .strict).split(separator: " ").last.map(String.init) == "!\(offset)")
    }

    @Test(arguments: [
        ("\u{FEFF}{\"a\":1}", "{ a: 1 }"),
        (#"{"a":1,}"#, "{ a: 1 }"),
        ("[1,,2,]", "[ 1 2 ]"),
        ("// c\n[1, /* , */ 2]", "[ 1 2 ]"),
        ("{a: 1, b-c: x}", "{ a: 1 b-c: 'x' }"),
        ("{ session: X8.y_z grant_type: password }", "{ session: 'X8.y_z' grant_type: 'password' }"),
        ("{'a': 'it\\'s'}", "{ a: 'it\\'s' }"),
        (#"{"a":1,"a":2}"#, "{ a: 1 a: 2 }"),
        ("{\"a\":1}\n{\"a\":2}\n", "{ a: 1 } { a: 2 }"),
        ("[1 2 3]", "[ 1 2 3 ]"),
        (#"{"a":1 "b":2}"#, "{ a: 1 b: 2 }"),
        (#"{"a" "b"}"#, "{ a: 'b' }"),
        (#"{"a","b":1}"#, "{ a: b: 1 }"),
        (#"{"a":[1}"#, "{ a: [ 1 ] }"),
        ("[1}]", "[ 1 ]"),
        ("]1", "1"),
        (#"{"a":"xy"#, "{ a: 'xy' !8"),
        (#""abc"#, "'abc' !4"),
        ("[1, 2", "[ 1 2 !5"),
        ("{url: http://a.test/b?c=d}", "{ url: 'http://a.test/b?c=d' }"),
        ("[01, NaN, -, 1.5]", "[ '01' 'NaN' '-' 1.5 ]"),
        ("[\"a\nb\"]", "[ 'a\nb' ]"),
        ("[1 /* open", "[ 1 !10"),
        ("1 /* open", "1 !9"),
        ("1 /**/", "1"),
        ("1 /*/", "1 !5"),
        ("", ""),
    ])
    func tolerantGoesOn(text: String, expected: String) {
        #expect(tokens(text) == expected)
    }

    @Test func depthIsLimited() {
        let deep = Array(repeating: UInt8(ascii: "["), count: 100_000)
        for mode in [JSONScanner.Mode.strict, .tolerant] {
            var scanner = JSONScanner(deep, mode: mode)
            var count = 0
            while let token = scanner.next() {
                count += 1
                if count > JSONScanner.maximumDepth { #expect(token == .malformed(offset: JSONScanner.maximumDepth)) }
            }
            #expect(count == JSONScanner.maximumDepth + 1)
            #expect(scanner.fault == .depth)
        }
    }

    @Test func thePathLeadsToEachValue() {
        let bytes = Array(#"{"a":{"b":[true,{"c":null}]},"d":false}"#.utf8)
        var scanner = JSONScanner(bytes, mode: .strict)
        var paths: [JSONScanner.Token: String] = [:]
        while let token = scanner.next() {
            guard [.true, .false, .null].contains(token) else { continue }
            paths[token] = scanner.path.map { step in
                switch step {
                case .name(let range): String(decoding: bytes[range], as: UTF8.self)
                case .index(let index): String(index)
                }
            }.joined(separator: "/")
        }
        #expect(paths == [.true: "a/b/0", .null: "a/b/1/c", .false: "d"])
    }

    @Test func onlyTheGivenRangeIsRead() {
        let bytes = Array(#"cb({"a":1});"#.utf8)
        var scanner = JSONScanner(bytes, range: 3..<10, mode: .strict)
        #expect(scanner.next() == .objectStart)
        #expect(scanner.next() == .name(5..<6, hasEscapes: false))
        #expect(scanner.tokenRange == 4..<7)
        #expect(scanner.next() == .number(8..<9))
        #expect(scanner.next() == .objectEnd)
        #expect(scanner.next() == nil)
    }

    @Test func skippingAContainerGoesToItsEnd() {
        var scanner = JSONScanner(Array(#"[{"a":[1,{"b":2}]},3]"#.utf8))
        #expect(scanner.next() == .arrayStart)
        #expect(scanner.next() == .objectStart)
        scanner.skipContainer()
        #expect(scanner.next() == .number(19..<20))
    }

    /// Ranges lie inside the input, in order; the scanner ends; containers balance.
    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func anyBytesAreSurvived(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"", "'", "\\", "\\u12", "//", "/*", "*/", "a", "1", "-", "null", "\n",
        ]
        for _ in 0..<200 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                bytes += random.once(in: 4) ? random.bytes(0...4) : Array(random.pick(pieces).utf8)
            }
            for mode in [JSONScanner.Mode.strict, .tolerant] {
                var scanner = JSONScanner(bytes, mode: mode)
                var position = 0
                var count = 0
                while let token = scanner.next() {
                    count += 1
                    #expect(scanner.tokenRange.lowerBound >= position && scanner.tokenRange.upperBound <= bytes.count)
                    position = scanner.tokenRange.lowerBound
                    if case .string(let range, _) = token { _ = JSONString.unescape(bytes, range) }
                    // A closing bracket of the other kind is a token for each container it closes.
                    if count > 2 * bytes.count + 2 { break }
                }
                #expect(count <= 2 * bytes.count + 2)
                #expect(scanner.fault != nil || scanner.depth == 0)
            }
        }
    }
}
