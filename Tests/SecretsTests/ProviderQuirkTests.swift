import Capture
import Testing

@testable import Secrets

/// Oddities of real clients of the seed documents' provider: one secret stays one, and what is none stays in clear.
struct ProviderQuirkTests {
    private var sample = Sample(seed: 11)

    @Test mutating func `a bracket too many behind an API key`() {
        let key = sample.hex(32)
        var redactor = Redactor()
        _ = redactor.redact(Sample.exchange("GET", "/store/shop/SessionToken?apiKey=\(key)&format=json"))
        let second = redactor.redact(Sample.exchange("GET", "/store/shop/SessionToken?apiKey=\(key)]&format=json"))
        #expect(second.redacted.text.hasPrefix("/store/shop/SessionToken?apiKey=REDACTED_api_key_1]&format=json"))
    }

    @Test mutating func `session cookies in a parameter`() {
        let session = sample.hex(32).uppercased()
        var redactor = Redactor()
        _ = redactor.redact(
            Sample.exchange("GET", "/store/shop/SessionToken", [], "", [], "{\"session_token\":\"\(session)\"}")
        )
        let second = redactor.redact(Sample.exchange("GET", "/v1/shoppers/token?cookie=JSESSIONID=\(session)&ts=1"))
        #expect(second.redacted.text.hasPrefix("/v1/shoppers/token?cookie=JSESSIONID=REDACTED_session_token_1&ts="))
    }

    @Test func `anonymous is nobody's name and no password`() {
        var redactor = Redactor()
        let body = "grant_type=password&username=anonymous&password=anonymous"
        let redaction = redactor.redact(Sample.exchange("POST", "/oauth20/token", [], body))
        #expect(redaction.redacted.text.contains(body))
    }

    @Test func `an external reference that only the server names`() {
        var redactor = Redactor()
        let answer = #"{"sessionId":1,"externalReferenceId":"partner-shopper-89654688"}"#
        let redaction = redactor.redact(Sample.exchange("GET", "/oauth20/access-tokens", [], "", [], answer))
        #expect(redaction.redacted.text.contains(#""externalReferenceId":"REDACTED_external_reference_1""#))
    }
}
