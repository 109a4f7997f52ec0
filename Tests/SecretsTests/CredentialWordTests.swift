import Capture
import Testing

@testable import Secrets

/// Passwords and user names that are ordinary words are masked where a credential is expected, and nowhere else.
struct CredentialWordTests {
    private static func redact(
        _ answer: String,
        type: String = "text/html",
        password: String = "wonderland",
        at target: String = "/login"
    ) -> Redaction {
        var redactor = Redactor()
        let body = "grant_type=password&username=alice&password=\(password)"
        _ = redactor.redact(Sample.exchange("POST", "/oauth20/token", [], body, [], "{}"))
        return redactor.redact(Sample.exchange("GET", target, [], "", [("Content-Type", type)], answer))
    }

    @Test(arguments: [
        ("<input name=username value=alice>", "<input name=username value=REDACTED_username_1>"),
        (#"{"user":"alice"}"#, #"{"user":"REDACTED_username_1"}"#),
        (#"{"entered":"wonderland"}"#, #"{"entered":"REDACTED_password_1"}"#),
        ("Invalid password: wonderland", "Invalid password: REDACTED_password_1"),
        ("no user 'alice' here", "no user 'REDACTED_username_1' here"),
        (#"{"m":"no user \"alice\""}"#, #"{"m":"no user \"REDACTED_username_1\""}"#),
    ])
    func `masked`(text: String, expected: String) {
        let redaction = Self.redact(text)
        #expect(redaction.redacted.text.contains(expected))
        #expect(redaction.faults.isEmpty)
    }

    @Test(arguments: [
        "<p>Alice in wonderland is a book by alice</p>",
        #"{"title":"wonderland","tags":["alice"],"nested":{"type":"alice"}}"#,
        "malice and wonderlands", #"{"role":"alice","scope":"wonderland"}"#,
    ])
    func `left`(text: String) {
        #expect(Self.redact(text).redacted.text.contains(text))
    }

    /// Servers write names in letters of their own choice, and pages shout.
    @Test(arguments: [
        ("alice@example.test", "Alice@Example.test"), ("JohnSmith42", "johnsmith42"),
        ("AliceWonderland", "alicewonderland"),
        ("DOMAIN\\alice7", "domain\\ALICE7"),
    ])
    func `the case of letters makes no other value`(name: String, answer: String) {
        var redactor = Redactor()
        let encoded = name.replacing("\\", with: "%5C").replacing("@", with: "%40")
        let text = #"{"user":"\#(answer.replacing("\\", with: "\\\\"))","scope":"a"}"#
        let exchange = Sample.exchange("POST", "/login", [], "username=\(encoded)&password=Tr0ub4dor3", [], text)
        let redaction = redactor.redact(exchange)
        #expect(redaction.redacted.text.hasSuffix(#"{"user":"REDACTED_username_1","scope":"a"}"#))
        #expect(redaction.faults.isEmpty)
        let page = Sample.exchange("GET", "/login", [], "", [], "<b>TR0UB4DOR3</b> is not the password of \(answer)")
        let shouted = redactor.redact(page)
        #expect(shouted.redacted.text.contains("<b>REDACTED_password_1</b> is not the password of"))
        #expect(shouted.faults.isEmpty)
    }

    /// A name that was learned in two forms is that one which is written there.
    @Test func `of two values that differ in case the exact one counts`() {
        var ledger = Ledger()
        let values = ["Alice.Archer.77", "alice.archer.77"].map { Array($0.utf8) }
        let ids = values.map { ledger.learn($0, kind: .username, matchClass: .held) }
        for (value, id) in zip(values, ids) {
            #expect(KnownValues.outermost(of: ledger.known.matches(in: value)).map(\.id) == [id])
        }
    }

    /// What the user named, where it is no word, stands nowhere, whatever is around it.
    @Test(arguments: ["key_{}", "a-{}", "pre{}post", "{}99", "{b64}"])
    func `what the user named in other words`(form: String) {
        let secret = "zq7-Wd93k"
        var ledger = Ledger()
        ledger.learn(Array(secret.utf8), kind: .userSecret, matchClass: .held)
        var redactor = Redactor(ledger: ledger)
        let encoded = String(decoding: Base64.encode(Array("id_\(secret)-".utf8)), as: UTF8.self)
        let text = form.replacing("{}", with: secret).replacing("{b64}", with: encoded)
        let redaction = redactor.redact(Sample.exchange("GET", "/", [], "", [], "it is \(text) today"))
        #expect(!redaction.redacted.text.contains(secret) && !redaction.redacted.text.contains(encoded.prefix(12)))
        #expect(redaction.redacted.text.contains(" today"))
        #expect(redaction.faults.isEmpty)
    }

    /// What the user named is masked however plain it is, but not inside of other words.
    @Test(arguments: ["sunshine", "123456789", "p4ss", "deadbeef", "00000000", "abcdefghijkl"])
    func `what the user named`(secret: String) {
        var ledger = Ledger()
        ledger.learn(Array(secret.utf8), kind: .userSecret, matchClass: .held)
        let cases = [
            ("text/plain", "it is \(secret) today"), ("application/json", #"{"message":"wrong: \#(secret)."}"#),
            ("application/json", #"{"n":"\#(secret)"}"#), ("text/html", "<p>\(secret)</p><i>x\(secret)y</i>"),
        ]
        for (type, text) in cases {
            var redactor = Redactor(ledger: ledger)
            let fields = [("Content-Type", type), ("X-A", secret)]
            let redaction = redactor.redact(Sample.exchange("GET", "/p/\(secret)?q=\(secret)", [], "", fields, text))
            let expected = text.replacing(secret, with: "REDACTED_user_secret_1")
                .replacing("xREDACTED_user_secret_1y", with: "x\(secret)y")
            #expect(redaction.redacted.text.hasSuffix(expected))
            #expect(redaction.redacted.text.hasPrefix("/p/REDACTED_user_secret_1?q=REDACTED_user_secret_1"))
            #expect(redaction.faults.isEmpty)
        }
    }

    @Test func `a token of which no character happens to be a digit`() {
        var redactor = Redactor()
        let token = "KbJHFhMpKYol"
        let body = #"{"access_token":"\#(token)","debug":"SessionTokenKind"}"#
        _ = redactor.redact(Sample.exchange("POST", "/oauth/token", [], "", [], body))
        let later = redactor.redact(Sample.exchange("GET", "/a", [], "", [], "debug \(token) SessionTokenKind"))
        #expect(later.redacted.text.hasSuffix("debug REDACTED_access_token_1 SessionTokenKind"))
    }

    @Test func `who somebody is stays readable where nobody logs in`() {
        let text = #"{"user":"alice","password":"wonderland"}"#
        let redacted = Self.redact(text, type: "application/json", at: "/api/me").redacted.text
        #expect(redacted.contains(#"{"user":"alice","password":"REDACTED_password_1"}"#))
    }

    @Test func `a password that is a word of the protocol`() {
        let text = "grant_type=password&type=password&note=password"
        #expect(Self.redact(text, password: "password").redacted.text.contains(text))
    }

    @Test func `the halves of Basic credentials stand for the same`() {
        var redactor = Redactor()
        _ = Self.login(&redactor)
        let basic = Planting.base64("alice:wonderland")
        let redaction = redactor.redact(
            Sample.exchange("GET", "/api", [("Authorization", "Basic \(basic)")], "", [], "ok")
        )
        #expect(redaction.redacted.text.hasSuffix("REDACTED_username_1:REDACTED_password_1"))
    }

    @Test func `a password in base64 holds the password`() throws {
        for isBase64First in [false, true] {
            var redactor = Redactor()
            var sample = Sample(seed: 8)
            let password = sample.base62(11)
            let encoded = Planting.base64(password).replacing("=", with: "%3D")
            let bodies = ["username=bob&password=\(password)", "username=bob&password=\(encoded)"]
            let exchanges = (isBase64First ? bodies.reversed() : bodies).map {
                Sample.exchange("POST", "/login", [], $0)
            }
            let first = redactor.redact(exchanges[0])
            let second = redactor.redact(exchanges[1])
            let again = redactor.redactAgain(CassetteEntry(first.redacted), renamed: second.renamed) ?? first.redacted
            let descriptors = again.descriptors + second.redacted.descriptors
            let wrapper = try #require(descriptors.compactMap(\.wrapper).first, "\(isBase64First)")
            #expect(wrapper.encoding == [.base64])
            let plain = isBase64First ? "REDACTED_password_2" : "REDACTED_password_1"
            #expect(wrapper.template.text == Array(plain.utf8))
        }
    }

    private static func login(_ redactor: inout Redactor) -> Redaction {
        redactor.redact(Sample.exchange("POST", "/login", [], "username=alice&password=wonderland", [], "{}"))
    }
}
