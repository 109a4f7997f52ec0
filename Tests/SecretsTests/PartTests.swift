import Capture
import Testing

@testable import Secrets

/// A part of a secret is masked where it tells: cut off in an error text, or long.
struct PartTests {
    @Test func `tokens that are mostly zeros, as replay mints them, are told apart`() {
        func token(_ number: Int) -> String { "a00000\(number)9e11" + String(repeating: "0", count: 149) }
        func cookies(_ number: Int) -> [String] {
            let json = "{\"access_token\":\"\(token(number))\",\"token_type\":\"bearer\"}"
            return ["a=\(Planting.percent(json))", "b=\(Planting.base64(json))"]
        }
        var redactor = Redactor()
        let refresh = "a000001a49f" + String(repeating: "0", count: 165)
        let body = "{\"access_token\":\"\(token(1))\",\"refresh_token\":\"\(refresh)\"}"
        _ = redactor.redact(Sample.exchange("GET", "/token", [], "", [], body))
        let first = cookies(2).map { ("Set-Cookie", $0) }
        let second = cookies(3).map { ("Set-Cookie", $0) }
        _ = redactor.redact(Sample.exchange("GET", "/", [], "", first, "ok"))
        let sent = [("Cookie", cookies(2).joined(separator: "; "))]
        let zeros = String(repeating: "0", count: 2_000)
        let redaction = redactor.redact(Sample.exchange("GET", "/", sent, "", second, zeros))
        #expect(redaction.faults.isEmpty)
        #expect(redaction.redacted.exchange.request.fields[0].text == "a=REDACTED_cookie_1; b=REDACTED_cookie_2")
        #expect(redaction.redacted.exchange.response?.body.bytes == Array(zeros.utf8))
    }

    private static let token = {
        var sample = Sample(seed: 21)
        return sample.hex(160)
    }()

    private static func answer(_ body: String) -> Redaction {
        var redactor = Redactor()
        let learning = "{\"access_token\":\"\(token)\"}"
        _ = redactor.redact(Sample.exchange("POST", "/oauth20/token", [], "", [], learning))
        return redactor.redact(Sample.exchange("GET", "/api", [], "", [], body))
    }

    @Test(arguments: [
        "token P... expired", "token P… expired", "token P**** expired", #"{"e":"expired: P\u2026"}"#, "P&hellip;",
    ])
    func `the beginning, cut off`(text: String) {
        let part = String(Self.token.prefix(12))
        let redaction = Self.answer(text.replacing("P", with: part))
        let rest = text.replacing("P", with: "REDACTED_token_part_1")
        #expect(redaction.redacted.text.hasSuffix(rest))
        #expect(redaction.faults.isEmpty)
    }

    @Test(arguments: ["ends in ...P", "ends in ****P.", "…P is no more"])
    func `the end, cut off`(text: String) {
        let part = String(Self.token.suffix(12))
        let redaction = Self.answer(text.replacing("P", with: part))
        #expect(redaction.redacted.text.hasSuffix(text.replacing("P", with: "REDACTED_token_part_1")))
        #expect(redaction.faults.isEmpty)
    }

    @Test func `sixteen bytes of either end, and a quarter of the middle`() {
        for part in [Self.token.prefix(16), Self.token.suffix(16), Self.token.dropFirst(31).prefix(40)] {
            for text in ["{\"x\":\"\(part)\"}", "see \(part.uppercased()), please"] {
                let redaction = Self.answer(text)
                #expect(redaction.redacted.text.contains("REDACTED_token_part_1"))
                #expect(redaction.faults.isEmpty)
            }
        }
    }

    @Test func `less is left`() {
        for text in [
            "\(Self.token.prefix(12)) expired", "\(Self.token.prefix(8))...", "\(Self.token.dropFirst(40).prefix(16))",
        ] {
            #expect(Self.answer(text).redacted.text.hasSuffix(text))
        }
    }

    @Test func `what begins alike is masked whole, and is named later`() throws {
        var redactor = Redactor()
        var sample = Sample(seed: 22)
        let other = Self.token.prefix(64) + sample.hex(112)
        let learning = "{\"access_token\":\"\(Self.token)\"}"
        _ = redactor.redact(Sample.exchange("POST", "/oauth20/token", [], "", [], learning))
        let early = redactor.redact(Sample.exchange("GET", "/api", [], "", [], "it is \(other).")).redacted
        #expect(early.text.hasSuffix("it is REDACTED_token_part_1."))
        let late = redactor.redact(Sample.exchange("GET", "/b", [], "", [], "{\"refresh_token\":\"\(other)\"}"))
        let rewritten = redactor.redactAgain(CassetteEntry(early), renamed: late.renamed)
        let again = try #require(rewritten)
        #expect(again.text.hasSuffix("it is REDACTED_refresh_token_1."))
    }

    @Test func `what replay mints has no telling parts`() {
        var redactor = Redactor()
        let zeros = String(repeating: "0", count: 149)
        _ = redactor.redact(Sample.exchange("GET", "/", [], "", [], "{\"access_token\":\"a000001f2c3\(zeros)\"}"))
        let text = "trace 00000000000000000000000000000000"
        #expect(redactor.redact(Sample.exchange("GET", "/", [], "", [], text)).redacted.text.hasSuffix(text))
    }

    @Test func `headers of other tokens are no parts`() {
        var redactor = Redactor()
        var sample = Sample(seed: 23)
        let token = SecretAlphabet.jwt.secrets(&sample).access
        _ = redactor.redact(Sample.exchange("GET", "/", [], "", [], "{\"access_token\":\"\(token)\"}"))
        let text = "a token begins \(token.prefix { $0 != "." })..."
        #expect(redactor.redact(Sample.exchange("GET", "/", [], "", [], text)).redacted.text.hasSuffix(text))
    }
}
