import Capture
import Testing

@testable import Secrets

/// Header fields with secrets by their name, or in a syntax of their own.
struct HeaderFieldTests {
    private var sample = Sample(seed: 24)

    @Test(arguments: [
        "X-API-Key", "Api-Key", "apikey", "X-Api-Token", "X-Auth-Key", "X-Access-Key", "X-Secret-Key", "X-App-Key",
        "X-Application-Key", "X-Service-Token", "Private-Token", "Job-Token", "Deploy-Token", "Subscription-Key",
        "Ocp-Apim-Subscription-Key", "X-Functions-Key", "X-Figma-Token", "X-Tableau-Auth", "X-RapidAPI-Key",
        "X-Goog-Api-Key", "X-Parse-REST-API-Key", "X-Parse-Master-Key", "X-Algolia-API-Key", "DD-API-KEY",
        "DD-APPLICATION-KEY", "X-Postmark-Server-Token", "X-Octopus-ApiKey", "X-JFrog-Art-Api", "X-Honeycomb-Team",
        "X-Insert-Key", "X-License-Key", "X-N8N-API-KEY", "xi-api-key", "aeg-sas-key",
        "x-ms-encryption-key", "X-Amz-Server-Side-Encryption-Customer-Key",
        "X-IDENTITY-HEADER", "X-Emby-Token", "X-Plex-Token", "Circle-Token", "X-Gitlab-Token", "X-Vault-Token",
        "X-Consul-Token", "X-Docker-Token", "Acme-Api-Key", "X-Acme-Token", "Fastly-Key", "X-Ghost-Key",
        "X-Acme-Service-Key", "verif-hash",
        "Authorization-Token",
    ])
    mutating func `keys`(name: String) {
        let redaction = FieldRedaction.request(name, sample.base62(40))
        #expect(redaction.text == "REDACTED_api_key_1")
        #expect(redaction.classes == ["REDACTED_api_key_1": .held])
    }

    @Test(arguments: [
        "X-Hub-Signature-256", "X-Slack-Signature", "Stripe-Signature", "X-Twilio-Signature", "X-Shopify-Hmac-Sha256",
        "X-Line-Signature", "X-Mailgun-Signature", "Webhook-Signature", "X-Signature", "DPoP", "ACCESS-SIGN",
        "PAYPAL-TRANSMISSION-SIG",
    ])
    mutating func `signatures`(name: String) {
        let redaction = FieldRedaction.request(name, "t=1700000000,v1=" + sample.hex(64))
        #expect(redaction.text == "REDACTED_signature_1")
        #expect(redaction.classes == ["REDACTED_signature_1": .volatile])
    }

    @Test(arguments: [
        ("X-Shopify-Access-Token", "access_token"), ("X-Forwarded-Access-Token", "access_token"),
        ("X-Auth-Request-Access-Token", "access_token"), ("X-MS-TOKEN-AAD-REFRESH-TOKEN", "refresh_token"),
        ("X-MS-TOKEN-AAD-ID-TOKEN", "id_token"), ("X-Goog-IAP-JWT-Assertion", "jwt"),
        ("X-Amz-Security-Token", "session_token"), ("Cf-Access-Client-Secret", "client_secret"),
        ("X-Client-Secret", "client_secret"), ("secret", "client_secret"), ("X-GitHub-OTP", "otp"),
        ("DPoP-Nonce", "nonce"), ("X-XSRF-TOKEN", "csrf_token"), ("KC-API-PASSPHRASE", "password"),
        ("X-SSL-Client-Cert", "credentials"), ("X-Tyk-Authorization", "credentials"), ("npm-otp", "otp"),
        ("X-Sonar-Passcode", "password"), ("X-CleverTap-Passcode", "password"), ("X-MS-CLIENT-PRINCIPAL", "assertion"),
        ("X-Ticket", "ticket"), ("X-Cas-Ticket", "ticket"), ("X-Sid", "session_token"), ("X-Auth-Code", "code"),
        ("X-Access-Code", "code"), ("G-Recaptcha-Response", "flow_token"), ("X-Goog-Authenticated-User-Jwt", "jwt"),
        ("X-Acme-Session", "session_token"), ("X-Acme-Sid", "session_token"), ("X-User-Auth", "api_key"),
        ("X-Acme-Hmac-Sha256", "signature"), ("X-2FA-Code", "otp"), ("X-Antiforgery", "csrf_token"),
        ("X-Acme-Credentials", "credentials"),
    ])
    mutating func `other names`(name: String, kind: String) {
        #expect(FieldRedaction.request(name, sample.base62(40)).text == "REDACTED_\(kind)_1")
    }

    @Test(arguments: [
        ("X-Upstream-Authorization", "Bearer {token}", "Bearer REDACTED_access_token_1"),
        ("X-Original-URL", "/a?access_token={token}&b=1", "/a?access_token=REDACTED_access_token_1&b=1"),
        ("X-Rewrite-URL", "/a?x=1#access_token={token}", "/a?x=1#access_token=REDACTED_access_token_1"),
        ("X-Forwarded-Uri", "/reset-password/{token}", "/reset-password/REDACTED_flow_token_1"),
        ("Origin", "https://alice:{token}@a.example.test", "https://alice:REDACTED_password_1@a.example.test"),
        ("SourceMap", "/m.map?api_key={token}", "/m.map?api_key=REDACTED_api_key_1"),
        (
            "Content-Security-Policy", "default-src 'self'; report-uri /csp?api_key={token}; img-src *",
            "default-src 'self'; report-uri /csp?api_key=REDACTED_api_key_1; img-src *"
        ),
        (
            "Report-To", "{\"endpoints\":[{\"url\":\"https://r.example.test/?api_key={token}\"}],\"max_age\":10}",
            "{\"endpoints\":[{\"url\":\"https://r.example.test/?api_key=REDACTED_api_key_1\"}],\"max_age\":10}"
        ),
        (
            "Link", "</a?page=2>; rel=next, </b?access_token={token}>; rel=prev",
            "</a?page=2>; rel=next, </b?access_token=REDACTED_access_token_1>; rel=prev"
        ), ("Refresh", "0;URL=/x?access_token={token}", "0;URL=/x?access_token=REDACTED_access_token_1"),
        (
            "Server-Timing", "app;desc=\"access_token={token}\";dur=5",
            "app;desc=\"access_token=REDACTED_access_token_1\";dur=5"
        ), ("X-Debug-Info", "user: alice, password: {token}", "user: alice, password: REDACTED_password_1"),
        (
            "X-Debug", "{\"user\":\"alice\",\"password\":\"{token}\"}",
            "{\"user\":\"alice\",\"password\":\"REDACTED_password_1\"}"
        ),
        ("Sec-WebSocket-Protocol", "bearer, {token}, chat", "bearer, REDACTED_access_token_1, chat"),
        (
            "Sec-WebSocket-Protocol", "realtime, openai-insecure-api-key.{token}, v1",
            "realtime, openai-insecure-api-key.REDACTED_access_token_1, v1"
        ),
        ("Signature", "sig1=:{b64}:, sig2=:{hex}:", "sig1=:REDACTED_signature_1:, sig2=:REDACTED_signature_2:"),
        (
            "Signature-Input", "sig1=(\"@method\" \"@path\");created=1618884473;keyid=\"key-1\";nonce=\"{nonce}\"",
            "sig1=(\"@method\" \"@path\");created=REDACTED_cache_buster_1;keyid=\"key-1\";nonce=\"REDACTED_nonce_1\""
        ),
        (
            "X-Forwarded-Client-Cert", "By=spiffe://a/b;Hash={hex};Cert=\"{b64}\";Subject=\"CN=alice\"",
            "By=spiffe://a/b;Hash={hex};Cert=\"REDACTED_credentials_1\";Subject=\"CN=alice\""
        ),
    ])
    func `what stands in a value`(name: String, value: String, expected: String) {
        // The same seed, so that what stays is the same in both.
        var first = Sample(seed: 25)
        var second = Sample(seed: 25)
        #expect(FieldRedaction.response(name, first.fill(value)).text == second.fill(expected))
    }

    @Test mutating func `a token in base64 as a subprotocol`() {
        let token = sample.base62(40)
        let name = "base64url.bearer.authorization.k8s.io."
        let redaction = FieldRedaction.request(
            "Sec-WebSocket-Protocol",
            "\(name)\(Planting.base64url(token)), base64.binary.k8s.io"
        )
        #expect(redaction.text == "\(name)REDACTED_wrapped_1, base64.binary.k8s.io")
        #expect(redaction.templates == ["REDACTED_access_token_1"])
    }

    @Test mutating func `the credentials of a registry`() {
        let json = "{\"username\":\"alice\",\"password\":\"\(sample.base62(20))\",\"serveraddress\":\"r.example.test\"}"
        let redaction = FieldRedaction.request("X-Registry-Auth", Planting.base64(json))
        #expect(redaction.text == "REDACTED_wrapped_1")
        #expect(
            redaction.templates
                == [
                    "{\"username\":\"alice\",\"password\":\"REDACTED_password_1\",\"serveraddress\":\"r.example.test\"}"
                ]
        )
        #expect(FieldRedaction.request("X-Registry-Auth", sample.base62(30)).text == "REDACTED_credentials_1")
    }

    @Test mutating func `JSON in base64`() {
        let value = Planting.base64("{\"access_token\":\"\(sample.base62(40))\"}")
        let redaction = FieldRedaction.request("X-Context", value)
        #expect(redaction.text == "REDACTED_wrapped_1")
        #expect(redaction.templates == ["{\"access_token\":\"REDACTED_access_token_1\"}"])
    }

    @Test(arguments: [
        ("ETag", "\"737060cd8c284d8af7ad3082f209582d\""), ("If-None-Match", "W/\"33a64df551425fcc55e4d42a148795d9\""),
        ("X-Request-Id", "6f9619ff-8b86-d011-b42d-00c04fc964ff"), ("CF-Ray", "8b1f2c3d4e5f6a7b-FRA"),
        ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        ("Via", "1.1 varnish (Varnish/6.0), 1.1 a.example.test:3128"), ("X-Cache-Key", "/a/b?page=2"),
        ("x-ms-continuation-token", "eyJwYWdlIjoyLCJrIjoiYSJ9"), ("X-Next-Page-Token", "c29tZXRoaW5nLTQy"),
        ("Content-Security-Policy", "script-src 'nonce-r4nd0m' https://cdn.example.test; report-to default"),
        ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"), ("Keep-Alive", "timeout=5, max=100"),
        ("Content-Disposition", "attachment; filename=\"token.txt\""), ("X-Goog-User-Project", "shop-project-1"),
        ("Forwarded", "for=192.0.2.60;proto=http;by=203.0.113.43"), ("Sec-WebSocket-Protocol", "graphql-ws, chat"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), ("Alt-Svc", "h3=\":443\"; ma=86400"),
        ("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"), ("Server-Timing", "db;dur=53, app;desc=\"cache hit\""),
        ("Access-Control-Expose-Headers", "X-Auth-Token, X-Api-Key"), ("X-Token-Expires", "3600"),
        ("Expect-CT", "max-age=0"), ("X-Powered-By", "token: none"), ("Origin", "https://a.example.test"),
        ("Idempotency-Key", "q7Wd93kfLs02mXcv81Tz"), ("Surrogate-Key", "q7Wd93kfLs02mXcv81Tz p2"), ("X-Pin", "no"),
        ("X-Cache-Key", "q7Wd93kfLs02mXcv81Tz"), ("X-Sort-Key", "created_at"), ("X-Requires-Authorization", "true"),
        ("Access-Control-Allow-Credentials", "true"),
    ])
    func `what is no secret`(name: String, value: String) {
        #expect(FieldRedaction.response(name, value).text == value)
    }
}
