import Capture
import Testing

@testable import Secrets

/// Credentials with their scheme, wherever they are quoted, and the words of the schemes in sentences.
struct QuotedCredentialTests {
    private static let pair = String(decoding: Base64.encode(Array("shop:Qm7wPz41".utf8)), as: UTF8.self)

    private static func redact(_ text: String, _ type: String = "text/plain") -> String {
        var redactor = Redactor()
        let fields = [("Content-Type", type), ("X-Upstream", text)]
        let redaction = redactor.redact(Sample.exchange("GET", "/status", [], "", fields, text))
        #expect(redaction.faults.isEmpty)
        return redaction.redacted.text
    }

    @Test(arguments: [
        "sent Bearer {} to upstream", "request with bearer {} was rejected", "DPoP {}", "(Bearer {})",
        "curl: Bearer {}\n",
    ])
    func `a token behind its scheme`(form: String) {
        let redacted = Self.redact(form.replacing("{}", with: Sample.token))
        #expect(redacted.contains(form.replacing("{}", with: "REDACTED_access_token_1").trimmingSuffix("\n")))
        #expect(!redacted.contains(Sample.token))
    }

    @Test(arguments: ["sent Basic {} to upstream", #"{"upstream":"Basic {}"}"#, #"{"message":"with Basic {}, no"}"#])
    func `a pair behind its scheme`(form: String) {
        let redacted = Self.redact(form.replacing("{}", with: Self.pair), "application/json")
        #expect(redacted.contains(form.replacing("{}", with: "REDACTED_basic_credentials_1")))
        #expect(redacted.hasSuffix("shop:REDACTED_password_1"))
        #expect(!redacted.contains(Self.pair))
    }

    @Test(arguments: [
        "a Bearer token is missing", "Basic authentication required", "Bearer authentication-scheme-not-supported",
        "Basic plan, bearer shares", "Basic subscription2024", "Token bearer of 1234567890123456789",
    ])
    func `words`(text: String) {
        #expect(Self.redact(text).hasSuffix(text))
    }

    /// Clients send files with the line end in them, and people paste.
    @Test(arguments: ["{}%0A", "+{}", "%20{}%20", "JWT+{}", "ApiKey {}"])
    func `white space and a scheme around a token`(form: String) {
        for name in ["token", "session_token", "auth_token"] {
            var redactor = Redactor()
            let body = "\(name)=\(form.replacing("{}", with: Sample.token).replacing(" ", with: "+"))&page=2"
            let redaction = redactor.redact(Sample.exchange("POST", "/revoke", [], body, [], "{}"))
            #expect(!redaction.redacted.text.contains(Sample.token))
            #expect(redaction.redacted.text.contains("&page=2"))
        }
    }

    /// `RelayState` and `state` are the address to return to, more often than not.
    @Test(arguments: [
        "https://app.example.test", "https://app.example.test/dashboard", "/dashboard",
        "https%3A%2F%2Fapp.example.test%2Fa",
    ])
    func `an address in a state is masked there and nowhere else`(address: String) {
        var redactor = Redactor()
        let fields = [("Origin", "https://app.example.test"), ("Referer", "https://app.example.test/dashboard")]
        let login = Sample.exchange("GET", "/authorize?state=\(address)&client_id=a", fields, "", [], "ok /dashboard")
        let redaction = redactor.redact(login)
        #expect(redaction.redacted.text.hasPrefix("/authorize?state=REDACTED_state_1&client_id=a"))
        #expect(redaction.redacted.exchange.request.fields == login.request.fields)
        #expect(redaction.redacted.text.hasSuffix("ok /dashboard"))
        #expect(redaction.faults.isEmpty)
        // A state that was made by chance is looked for everywhere.
        let random = redactor.redact(Sample.exchange("GET", "/authorize?state=\(Sample.token)", fields, "", [], "x"))
        #expect(random.redacted.text.contains("state=REDACTED_state_2"))
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
