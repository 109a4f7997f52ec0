import Capture
import Secrets
import Testing

@testable import Recording

@Suite("Finding what stands in clear in earlier entries")
struct ClearTextTests {
    private static let tokenLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

    @Test("A value of 15 bytes and more is found wherever it stands", arguments: 0..<40)
    func substrings(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var index = ClearTextIndex()
        var values: [(value: [UInt8], entry: Int)] = []
        for entry in 1...50 {
            let value = generator.token(Int.random(in: 15...80, using: &generator), of: Self.tokenLetters)
            let before = generator.token(Int.random(in: 0...30, using: &generator), of: Self.tokenLetters)
            let after = generator.token(Int.random(in: 0...30, using: &generator), of: Self.tokenLetters + " \"&=")
            index.insert(Array((before + value + after).utf8), entry: entry)
            values.append((Array(value.utf8), entry))
        }
        for (value, entry) in values {
            #expect(index.entries(thatMayHold: value, upTo: 50).contains(entry))
            #expect(index.entries(thatMayHold: value, upTo: entry - 1).contains(entry) == false)
        }
        let absent = Array(generator.token(40, of: Self.tokenLetters).utf8)
        #expect(index.entries(thatMayHold: absent, upTo: 50).isEmpty)
    }

    @Test(
        "A short value is found between what separates words, escaped or not",
        arguments: [
            "x=Pa55-word&y=1", "\"Pa55-word\"", #"{\"p\":\"Pa55-word\"}"#, #"line\nPa55-word\tend"#, "a%26Pa55-word%3D",
            "a%2526Pa55-word%253Db", "Pa55-word", "first.Pa55-word.last",
        ]
    )
    func words(text: String) {
        var index = ClearTextIndex()
        index.insert(Array(text.utf8), entry: 3)
        let value = Array("Pa55-word".utf8)
        #expect(index.entries(thatMayHold: value, upTo: 9) == [3])
        #expect(ClearTextIndex.Needle(value).isIn(Array(text.utf8)))
        #expect(index.entries(thatMayHold: Array("Pa55".utf8), upTo: 9).isEmpty)
    }

    @Test("A value with characters that are escaped is found by its parts")
    func parts() {
        var index = ClearTextIndex()
        index.insert(Array("q=rr4X%2BmmQ7abc%2Fzz9%3D".utf8), entry: 1)
        index.insert(Array(#""q": "key/0123456789abcdef+\"""#.utf8), entry: 2)
        #expect(index.entries(thatMayHold: Array("rr4X+mmQ7abc/zz9=".utf8), upTo: 9) == [1])
        #expect(index.entries(thatMayHold: Array("key/0123456789abcdef+\"".utf8), upTo: 9) == [2])
    }

    @Test("Entries far apart are told from each other but for every 64th")
    func classes() {
        var index = ClearTextIndex()
        index.insert(Array("0123456789abcdef".utf8), entry: 70)
        #expect(index.entries(thatMayHold: Array("0123456789abcdef".utf8), upTo: 200) == [6, 70, 134, 198])
        #expect(index.entries(thatMayHold: [], upTo: 200).isEmpty)
        #expect(index.entries(thatMayHold: Array("0123456789abcdef".utf8), upTo: 0).isEmpty)
    }
}

@Suite("The check at the end")
struct FinalCheckTests {
    private static let value = "tok+En/4f8d1c=\"x\"~2b7e9a"

    private var check: FinalCheck {
        var ledger = Ledger()
        ledger.learn(Array(Self.value.utf8), kind: .accessToken, matchClass: .issued)
        ledger.learn(Array("callback_1234567".utf8), kind: .callback, matchClass: .echo)
        ledger.learn(Array("short1".utf8), kind: .password, matchClass: .held)
        ledger.learn(Array("REDACTED_code_12".utf8), kind: .placeholderText, matchClass: .volatile)
        return FinalCheck(ledger)
    }

    @Test("A secret is found in every encoding, behind and before anything", arguments: 0..<12)
    func found(length: Int) {
        let value = Array(Self.value.utf8)
        let before = Array("previously..".utf8.prefix(length))
        let percent = PercentCoding.encode(value)
        var forms = [value, percent, PercentCoding.encode(percent)]
        forms.append(Array(JSONValue.string(Self.value).text.utf8))
        forms.append(Array(value.map { String($0, radix: 16) }.joined().utf8))
        forms.append(Array(value.map { String($0, radix: 16, uppercase: true) }.joined().utf8))
        for form in forms { #expect(check.finds(in: before + form + before)) }
        for text in [before + value + before, value + before] {
            #expect(check.finds(in: Base64.encode(text)))
            #expect(check.finds(in: Base64.encode(text, alphabet: .urlSafe)))
        }
    }

    @Test(
        "Other text is not",
        arguments: ["", "a page", "tok+En/4f8d1c=", "callback_1234567", "short1", "REDACTED_code_12", "~2b7e9a"]
    )
    func notFound(text: String) {
        #expect(!check.finds(in: Array(text.utf8)))
    }
}
