import Capture
import Testing

@testable import Secrets

/// The credentials of `Authorization`, scheme by scheme: what is masked as what, and what stays.
struct AuthorizationTests {
    private var sample = Sample(seed: 21)

    @Test(arguments: [
        ("Bearer {token}", "Bearer REDACTED_access_token_1"), ("bearer {token}", "bearer REDACTED_access_token_1"),
        ("token {token}", "token REDACTED_access_token_1"), ("DPoP {token}", "DPoP REDACTED_access_token_1"),
        ("Token token=\"{token}\"", "Token token=\"REDACTED_access_token_1\""),
        ("OAuth {token}", "OAuth REDACTED_access_token_1"), ("GNAP {token}", "GNAP REDACTED_access_token_1"),
        ("Zoho-oauthtoken 1000.{token}.{hex}", "Zoho-oauthtoken REDACTED_access_token_1"),
        ("GoogleLogin auth={token}", "GoogleLogin auth=REDACTED_access_token_1"),
        ("SSWS 00{token}", "SSWS REDACTED_api_key_1"), ("Splunk {token}", "Splunk REDACTED_api_key_1"),
        ("ApiKey {token}", "ApiKey REDACTED_api_key_1"), ("sso-key {key}:{token}", "sso-key REDACTED_api_key_1"),
        ("PVEAPIToken=root@pam!mon={token}", "PVEAPIToken=REDACTED_api_key_1"),
        ("PrivateToken token=\"{b64}\"", "PrivateToken token=\"REDACTED_access_token_1\""),
        ("Snowflake Token=\"{token}\"", "Snowflake Token=\"REDACTED_access_token_1\""),
        ("Bearer {token}, Bearer {token2}", "Bearer REDACTED_access_token_1, Bearer REDACTED_access_token_2"),
        ("Bearer", "Bearer"), ("Negotiate", "Negotiate"),
    ])
    mutating func `tokens`(value: String, expected: String) {
        let redaction = FieldRedaction.request("Authorization", sample.fill(value))
        #expect(redaction.text == expected)
        #expect(redaction.classes.values.allSatisfy { $0 == .held })
    }

    @Test(arguments: [
        ("Negotiate {b64}", "Negotiate REDACTED_credentials_1"), ("NTLM {b64}", "NTLM REDACTED_credentials_1"),
        ("Kerberos {b64}", "Kerberos REDACTED_credentials_1"),
        ("SharedKey account:{b64}", "SharedKey account:REDACTED_signature_1"),
        ("SharedKeyLite account:{b64}", "SharedKeyLite account:REDACTED_signature_1"),
        ("SAPISIDHASH 1700000000_{hex}", "SAPISIDHASH REDACTED_signature_1"),
        (
            "SharedAccessSignature sr=https%3A%2F%2Fns.example.test%2Fq&sig={token}%3D&se=1700000000&skn=send",
            "SharedAccessSignature sr=https%3A%2F%2Fns.example.test%2Fq&sig=REDACTED_signature_1&se=REDACTED_cache_buster_1&skn=send"
        ),
        (
            "Signature keyId=\"key-1\",algorithm=\"hs2019\",headers=\"(request-target) date\",signature=\"{b64}\"",
            "Signature keyId=\"key-1\",algorithm=\"hs2019\",headers=\"(request-target) date\",signature=\"REDACTED_signature_1\""
        ),
        (
            "hmac username=\"alice\", algorithm=\"hmac-sha256\", headers=\"date\", signature=\"{b64}\"",
            "hmac username=\"alice\", algorithm=\"hmac-sha256\", headers=\"date\", signature=\"REDACTED_signature_1\""
        ),
        (
            "Mutual sid={nonce}, nc=1, vkb={hex}",
            "Mutual sid=REDACTED_signature_1, nc=REDACTED_cache_buster_1, vkb=REDACTED_signature_2"
        ), ("HOBA result=\"{b64}\"", "HOBA result=\"REDACTED_signature_1\""),
        (
            "SCRAM-SHA-256 realm=\"r\", data={b64}", "SCRAM-SHA-256 realm=\"r\", data=REDACTED_signature_1"
        ),
    ])
    mutating func `what is made anew for each request`(value: String, expected: String) {
        let redaction = FieldRedaction.request("Authorization", sample.fill(value))
        #expect(redaction.text == expected)
        #expect(redaction.classes.values.allSatisfy { $0 == .volatile })
    }

    @Test mutating func `Digest`() {
        let value = """
            Digest username="alice", realm="api@example.test", nonce="{nonce}", uri="/a?b=1", qop=auth, nc=00000001, \
            cnonce="{key}", response="{hex}", opaque="{token}", algorithm=SHA-256
            """
        let redaction = FieldRedaction.request("Authorization", sample.fill(value))
        #expect(
            redaction.text == """
                Digest username="alice", realm="api@example.test", nonce="REDACTED_nonce_1", uri="/a?b=1", qop=auth, \
                nc=REDACTED_cache_buster_1, cnonce="REDACTED_nonce_2", response="REDACTED_signature_1", \
                opaque="REDACTED_nonce_3", algorithm=SHA-256
                """
        )
        #expect(redaction.classes["REDACTED_signature_1"] == .volatile)
        #expect(redaction.classes["REDACTED_nonce_3"] == .held)
    }

    @Test(arguments: [
        (
            "AWS4-HMAC-SHA256 Credential={key}/20260131/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature={hex}",
            "AWS4-HMAC-SHA256 Credential=REDACTED_api_key_1/REDACTED_cache_buster_1/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=REDACTED_signature_1"
        ),
        (
            "AWS4-ECDSA-P256-SHA256 Credential={key}/20260131/s3/aws4_request,SignedHeaders=host,Signature={hex}",
            "AWS4-ECDSA-P256-SHA256 Credential=REDACTED_api_key_1/REDACTED_cache_buster_1/s3/aws4_request,SignedHeaders=host,Signature=REDACTED_signature_1"
        ), ("AWS {key}:{b64}", "AWS REDACTED_api_key_1:REDACTED_signature_1"),
        (
            "Hawk id=\"{key}\", ts=\"1353832234\", nonce=\"j4h3g2\", ext=\"{nonce}\", mac=\"{b64}\"",
            "Hawk id=\"REDACTED_api_key_1\", ts=\"REDACTED_cache_buster_1\", nonce=\"REDACTED_nonce_1\", ext=\"REDACTED_signature_1\", mac=\"REDACTED_signature_2\""
        ),
        (
            "MAC id=\"{key}\", nonce=\"264095:dj83hs9s\", mac=\"{b64}\"",
            "MAC id=\"REDACTED_api_key_1\", nonce=\"REDACTED_nonce_1\", mac=\"REDACTED_signature_1\""
        ),
        (
            "EG1-HMAC-SHA256 client_token={key};access_token={token};timestamp=20260131T00:00:00+0000;nonce={nonce};signature={b64}",
            "EG1-HMAC-SHA256 client_token=REDACTED_api_key_1;access_token=REDACTED_access_token_1;timestamp=REDACTED_cache_buster_1;nonce=REDACTED_nonce_1;signature=REDACTED_signature_1"
        ),
        (
            "vapid t={token}, k={hex}", "vapid t=REDACTED_access_token_1, k=REDACTED_signature_1"
        ),
        ("acs {key}:{b64}", "acs REDACTED_api_key_1:REDACTED_signature_1"),
        (
            "OAuth realm=\"Photos\", oauth_consumer_key=\"{key}\", oauth_token=\"a%2F{token}\", oauth_signature_method=\"HMAC-SHA1\", oauth_signature=\"{token2}%3D\", oauth_timestamp=\"137131200\", oauth_nonce=\"{nonce}\", oauth_version=\"1.0\"",
            "OAuth realm=\"Photos\", oauth_consumer_key=\"REDACTED_api_key_1\", oauth_token=\"REDACTED_access_token_1\", oauth_signature_method=\"HMAC-SHA1\", oauth_signature=\"REDACTED_signature_1\", oauth_timestamp=\"REDACTED_cache_buster_1\", oauth_nonce=\"REDACTED_nonce_1\", oauth_version=\"1.0\""
        ),
    ])
    mutating func `keys and signatures`(value: String, expected: String) {
        #expect(FieldRedaction.request("Authorization", sample.fill(value)).text == expected)
    }

    @Test mutating func `the signature PLAINTEXT is both secrets`() {
        let consumer = sample.base62(24) + "/+"
        let token = sample.base62(30)
        let signature = Planting.percent(Planting.percent(consumer) + "&" + token)
        let value =
            "OAuth oauth_signature_method=\"PLAINTEXT\", oauth_signature=\"\(signature)\", oauth_consumer_key=\"key-1\""
        let body = "secret \(consumer) and \(token)"
        var redactor = Redactor()
        let redacted = redactor.redact(Sample.exchange("GET", "/", [("Authorization", value)], "", [], body)).redacted
        let lines = redacted.text.split(separator: "\n")
        #expect(
            lines[1]
                == "OAuth oauth_signature_method=\"PLAINTEXT\", oauth_signature=\"REDACTED_client_secret_1%26REDACTED_client_secret_2\", oauth_consumer_key=\"REDACTED_api_key_1\""
        )
        #expect(redacted.text.hasSuffix("secret REDACTED_client_secret_1 and REDACTED_client_secret_2"))
        let query = FieldRedaction.target("/r?oauth_signature_method=PLAINTEXT&oauth_signature=\(signature)")
        #expect(
            query.text
                == "/r?oauth_signature_method=PLAINTEXT&oauth_signature=REDACTED_client_secret_1%26REDACTED_client_secret_2"
        )
    }

    @Test(arguments: ["{token}", "Frobnicate {token}", "Frobnicate a=\"{token}\", b=1", "q-ak={key}&q-signature={hex}"])
    mutating func `under no scheme that is known, all is masked`(value: String) {
        for name in ["Authorization", "X-Forwarded-Authorization", "x-ms-authorization-auxiliary"] {
            let redaction = FieldRedaction.request(name, sample.fill(value))
            #expect(redaction.text == "REDACTED_credentials_1")
            #expect(redaction.places == [Place(.authorization(scheme: ""), inRequest: true)])
        }
    }

    @Test(arguments: [
        "Proxy-Authorization", "X-Forwarded-Authorization", "SupplementaryAuthorization",
        "x-ms-authorization-auxiliary", "x-ms-copy-source-authorization",
    ])
    mutating func `fields that are read as Authorization is`(name: String) {
        let redaction = FieldRedaction.request(name, sample.fill("Bearer {token}"))
        #expect(redaction.text == "Bearer REDACTED_access_token_1")
        #expect(redaction.places == [Place(.authorization(scheme: "bearer"), inRequest: true)])
    }

    @Test(arguments: [
        "Basic", "Basic ,", "Basic =", "Digest ,,,", "Digest a=\"", "Digest a=\"\\", "Digest =\"x\"", "OAuth \"", ",",
        "Bearer ,Basic", "AWS :", "Token token=", "Basic ====", " ", "Signature sig=:", "Digest nonce=\"\"", "key=",
    ])
    func `malformed credentials`(value: String) {
        for name in ["Authorization", "WWW-Authenticate", "Signature", "Signature-Input", "X-Forwarded-Client-Cert"] {
            _ = FieldRedaction.request(name, value)
            _ = FieldRedaction.response(name, value)
        }
    }
}
