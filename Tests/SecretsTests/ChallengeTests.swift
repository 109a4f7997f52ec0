import Capture
import Testing

@testable import Secrets

/// Challenges, and what servers say of the credentials they got.
struct ChallengeTests {
    private var sample = Sample(seed: 23)

    @Test(arguments: [
        "Basic realm=\"api, the one\"", "Basic realm=shop", "Bearer", "Negotiate, Basic realm=\"x\"",
        "Bearer realm=\"https://auth.example.test/token\",service=\"registry\",scope=\"repository:a:pull\"",
        "Bearer error=\"invalid_token\", error_description=\"The token expired\", resource_metadata=\"https://a.example.test/.well-known/x\"",
        "Bearer authorization_uri=\"https://login.example.test/common/oauth2/authorize?client_id=shop\"",
        "DPoP algs=\"ES256 PS256\", error=\"use_dpop_nonce\"",
        "Newauth realm=\"apps\", type=1, title=\"Login to apps\"",
    ])
    func `what only describes stays`(value: String) {
        #expect(FieldRedaction.response("WWW-Authenticate", value).text == value)
        #expect(FieldRedaction.response("Proxy-Authenticate", value).text == value)
    }

    @Test mutating func `several challenges in one field`() {
        let value = sample.fill(
            """
            Digest realm="r", qop="auth, auth-int", algorithm=SHA-256, nonce="{nonce}", opaque="{key}", Basic realm="s", \
            Negotiate {b64}, UMA realm="u", as_uri="https://as.example.test", ticket="{token}"
            """
        )
        let redaction = FieldRedaction.response("WWW-Authenticate", value)
        #expect(
            redaction.text == """
                Digest realm="r", qop="auth, auth-int", algorithm=SHA-256, nonce="REDACTED_nonce_1", \
                opaque="REDACTED_nonce_2", Basic realm="s", Negotiate REDACTED_credentials_1, UMA realm="u", \
                as_uri="https://as.example.test", ticket="REDACTED_ticket_1"
                """
        )
        #expect(redaction.classes.values.allSatisfy { $0 == .issued })
    }

    @Test mutating func `a URL and claims with secrets in them`() {
        let token = sample.base62(40)
        let claims = Planting.base64("{\"access_token\":{\"value\":\"\(token)\"}}")
        let value =
            "Bearer authorization_uri=\"https://as.example.test/a?access_token=\(token)&x=1\", claims=\"\(claims)\""
        let redaction = FieldRedaction.response("WWW-Authenticate", value)
        #expect(
            redaction.text
                == "Bearer authorization_uri=\"https://as.example.test/a?access_token=REDACTED_access_token_1&x=1\", claims=\"REDACTED_wrapped_1\""
        )
        #expect(redaction.templates == ["{\"access_token\":{\"value\":\"REDACTED_access_token_1\"}}"])
    }

    @Test mutating func `what a server says of the credentials`() {
        let value = sample.fill("nextnonce=\"{nonce}\", qop=auth, rspauth=\"{hex}\", cnonce=\"{key}\", nc=00000001")
        for name in ["Authentication-Info", "Proxy-Authentication-Info"] {
            #expect(
                FieldRedaction.response(name, value).text
                    == "nextnonce=\"REDACTED_nonce_1\", qop=auth, rspauth=\"REDACTED_signature_1\", cnonce=\"REDACTED_nonce_2\", nc=00000001"
            )
        }
    }

    @Test mutating func `the nonce of a challenge is that of the answer to it`() {
        let nonce = sample.hex(32)
        var redactor = Redactor()
        let challenge = ("WWW-Authenticate", "Digest realm=\"r\", nonce=\"\(nonce)\"")
        let first = redactor.redact(Sample.exchange("GET", "/", [], "", status: 401, [challenge]))
        let answer = ("Authorization", "Digest realm=\"r\", nonce=\"\(nonce)\", response=\"\(sample.hex(32))\"")
        let second = redactor.redact(Sample.exchange("GET", "/", [answer]))
        #expect(first.redacted.descriptors.first?.matchClass == .issued)
        #expect(second.redacted.text.contains("nonce=\"REDACTED_nonce_1\", response=\"REDACTED_signature_1\""))
    }
}
