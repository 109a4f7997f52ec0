import Capture
import Testing

@testable import Secrets

/// Tokens with the marks of their issuer: each pattern finds what it describes, wherever it stands, and nothing more.
struct ShapeTests {
    @Test func `every pattern finds its token in running text`() {
        for (index, pattern) in TokenPattern.catalogue.enumerated() {
            let token = Token(pattern, seed: UInt64(index) + 1)
            let body = "CHECK-1 the value is \(token.text), and so on.\nCHECK-2"
            #expect(masked(body) == "CHECK-1 the value is \(token.masked), and so on.\nCHECK-2", "\(token.pattern)")
        }
    }

    @Test func `every pattern finds its token in JSON, with the solidus escaped`() {
        for (index, pattern) in TokenPattern.catalogue.enumerated() {
            let token = Token(pattern, seed: UInt64(index) + 1)
            let body = #"{"zz8":"CHECK-1","zz9":"\#(token.text.replacing("/", with: "\\/"))","a":1}"#
            let expected = #"{"zz8":"CHECK-1","zz9":"\#(token.masked.replacing("/", with: "\\/"))","a":1}"#
            #expect(masked(body) == expected, "\(token.pattern)")
        }
    }

    @Test func `every pattern finds its token percent-encoded in a query`() {
        for (index, pattern) in TokenPattern.catalogue.enumerated() {
            let token = Token(pattern, seed: UInt64(index) + 1)
            var redactor = Redactor()
            let target = "/api?a=CHECK-1&zz8=\(Planting.percent(token.text))&b=CHECK-2"
            let redaction = redactor.redact(Sample.exchange("GET", target, [], "", [], "ok"))
            let text = redaction.redacted.text
            #expect(!text.contains(Planting.percent(token.secret)), "\(token.pattern)")
            #expect(
                text.contains("REDACTED_") && text.contains("CHECK-1") && text.contains("CHECK-2"),
                "\(token.pattern)"
            )
            #expect(redaction.faults.isEmpty, "\(token.pattern)")
        }
    }

    @Test func `every pattern finds its token in a path`() {
        for (index, pattern) in TokenPattern.catalogue.enumerated() {
            let token = Token(pattern, seed: UInt64(index) + 1)
            guard token.text.utf8.allSatisfy({ $0.isTokenCharacter || ".:/~".utf8.contains($0) }),
                !token.pattern.contains("base64,")
            else { continue }
            var redactor = Redactor()
            let slash = token.text.hasPrefix("/") ? "" : "/"
            let redacted = redactor.redact(Sample.exchange("GET", "/CHECK-1\(slash)\(token.text)/CHECK-2")).redacted
            #expect(redacted.text.hasPrefix("/CHECK-1\(slash)\(token.masked)/CHECK-2"), "\(token.pattern)")
        }
    }

    @Test func `a token within a longer word is none`() {
        for (index, pattern) in TokenPattern.catalogue.enumerated() {
            let token = Token(pattern, seed: UInt64(index) + 1)
            guard let first = token.text.utf8.first, TokenAlphabet.base64url.contains(first) else { continue }
            let matches = ShapeScanner.standard.matches(in: Array("see x_\(token.text) there".utf8))
            #expect(!matches.contains { $0.range.lowerBound == 6 }, "\(token.pattern)")
        }
    }

    @Test func `the longest form counts when a part of a token is escaped`() {
        var sample = Sample(seed: 4)
        let (head, tail) = (sample.base62(110), sample.base62(30))
        let body = "key=ABSK\(head)%2F\(tail)&a=1"
        #expect(masked(body, type: "text/plain") == "key=REDACTED_api_key_1&a=1")
    }

    @Test(arguments: [
        "pk_live_", "pk_test_", "AROA", "AIDA", "AC", "sq0idp-", "sb_publishable_",
    ])
    func `what is public stays`(prefix: String) {
        var sample = Sample(seed: 5)
        let body = "{\"id\":\"\(prefix)\(sample.text(16, from: "ABCDEFGHJKLMNP234567"))\"}"
        #expect(masked(body) == body)
    }

    @Test(arguments: [
        "sk-fading-circle sk-cube-grid sk-chasing-dots-with-a-very-long-name-for-a-class-of-styles",
        "sk_live_... is secret",
        "use ghp_xxx or glpat-<token>", "AccountKey=<key>;EndpointSuffix=core", "keys begin with AKIA",
        "npm_config_registry",
        "pypi-publishing-with-trusted-publishers-and-github-actions-in-2026", "v1.local is the first version of it",
        "https://docs.example.test/services/OVERVIEW1/REFERENCE/introduction", "/bot/12345678:AAA", "SG.1.2",
        "ya29.", "eyJ.eyJ.", "eyJhbGciOiJub25lIn0", "0.Absolutely.not", "00D!", "sha256~", "key-value-store",
        "-----BEGIN CERTIFICATE-----\nTUlJQ3BEQ0NBWXdDQ1FDTUlJQ3BEQ0NBWXdDQ1FDTUlJQ3BEQ0NBWXdDQ1FD\n-----END CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----\nTUlJQ3BEQ0NBWXdDQ1FDTUlJQ3BEQ0NBWXdDQ1FDTUlJQ3BEQ0NBWXdDQ1FD\n-----END PUBLIC KEY-----",
        #"const pem = "-----BEGIN PRIVATE KEY-----\n" + btoa(bytes) + "\n-----END PRIVATE KEY-----";"#,
        "a -----BEGIN PRIVATE KEY----- line opens it and -----END PRIVATE KEY----- closes it",
        "PuTTY-User-Key-File-3: the header; Private-Lines: how many lines follow",
    ])
    func `text about tokens stays`(text: String) {
        #expect(masked(text, type: "text/plain") == text)
    }

    @Test(arguments: [
        "ya29.", "eyJ.", "eyJ9.", "1.A", "ABSK/", "IQoJb3JpZ2lu/", "xoxb-1-", "-", "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "Private-Lines: 1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "v1.local.", "Q~", ":AA", "sk-", "A", ".", "eyA", "%2F", "dp.st.", "ATATT3",
    ])
    func `hostile text is read in linear time`(unit: String) {
        let text = Array(String(repeating: unit, count: 60_000 / unit.utf8.count).utf8)
        _ = ShapeScanner.standard.matches(in: text)
        _ = ShapeScanner.standard.matches(in: text + Array("_".utf8))
    }

    private func masked(_ body: String, type: String = "") -> String {
        Masking.body(body, type: type)
    }
}

/// The redacted form of a response body.
enum Masking {
    static func body(_ body: String, type: String = "") -> String {
        var redactor = Redactor()
        let redaction = redactor.redact(Sample.exchange("GET", "/api", [], "", [("Content-Type", type)], body))
        #expect(redaction.faults.isEmpty)
        guard let content = redaction.redacted.exchange.response?.body.bytes else { return "" }
        return String(decoding: content, as: UTF8.self)
    }
}

/// A made-up token of a pattern.
private struct Token {
    var pattern = ""
    var text = ""
    var secret = ""
    var masked = ""

    init(_ pattern: TokenPattern, seed: UInt64) {
        var sample = Sample(seed: seed)
        for (index, part) in pattern.parts.enumerated() {
            let text =
                switch part {
                case .literal(let bytes): String(decoding: bytes, as: UTF8.self)
                case .run(let run): Self.text(of: run, &sample)
                }
            self.text += text
            if pattern.masked.contains(index) { secret += text }
            if index == pattern.masked.lowerBound { masked += "REDACTED_\(pattern.kind.rawValue)_1" }
            if !pattern.masked.contains(index) { masked += text }
        }
        self.pattern = "\(pattern.kind) \(pattern.parts)"
    }

    private static func text(of run: TokenPattern.Run, _ sample: inout Sample) -> String {
        let alphabet = (0...127).filter { run.alphabet.contains($0) && $0 != UInt8(ascii: "=") }
        let letters = String(decoding: alphabet, as: UTF8.self)
        let infix = String(decoding: run.infix, as: UTF8.self)
        // Neither begins nor ends with a mark, as that could be the end of a sentence.
        let middle = sample.text(max(0, run.lengths.lowerBound - 2 - infix.count), from: letters)
        let ends = letters.filter { $0.isLetter || $0.isNumber }
        let text = sample.text(1, from: ends) + infix + middle + sample.text(1, from: ends)
        return run.lengths.lowerBound == 1 ? String(text.prefix(1)) : text
    }
}
