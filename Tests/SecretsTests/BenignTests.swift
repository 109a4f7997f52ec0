import Capture
import Testing

@testable import Secrets

/// What looks like a secret and is none stays as it is.
struct BenignTests {
    @Test(arguments: [
        "/oauth20/token?grant_type=password&scope=profile%20email&response_type=token&token_type=bearer",
        "/api?token=2&page=3&nextPageToken=42&cursor=eyJwIjoyfQ&code=404", "/issues?state=open&sort=updated",
        "/users/12345678/sessions?state=active&code=US&key=name", "/checkout?state=NY&code=SAVE20",
        "/orders/6f9619ff-8b86-d011-b42d-00c04fc964ff?locale=en_US&marker=CHECK-API-ME",
        "/api/v1/aGVsbG8gd29ybGQsIGhvdyBhcmUgeW91/list",
    ])
    func `targets`(target: String) {
        expectUntouched(Sample.exchange("GET", target, [], "", [], "ok"))
    }

    @Test(arguments: [
        ("Cookie", "theme=dark; _ga=GA1.2.1234567890.1700000000; lang=en; locale=en-US; seen=2026-01-31"),
        ("Cookie", "consent=yes; region=en_US; last=2026-01-31T12:00:00Z; n=3"),
        ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
        ("If-None-Match", "W/\"33a64df551425fcc55e4d42a148795d9f25f89d4\""),
        ("Accept", "application/json, text/plain;q=0.9, */*;q=0.8"),
        ("X-Request-Id", "6f9619ff-8b86-d011-b42d-00c04fc964ff"),
        ("Access-Control-Request-Headers", "authorization, x-csrf-token"), ("Origin", "https://shop.example.test"),
    ])
    func `request fields`(name: String, value: String) {
        expectUntouched(Sample.exchange("GET", "/", [(name, value)], "", [], "ok"))
    }

    @Test(arguments: [
        ("WWW-Authenticate", "Bearer realm=\"x\", error=\"invalid_token\""),
        ("ETag", "\"737060cd8c284d8af7ad3082f209582d\""),
        ("Content-Type", "application/json;charset=UTF-8"), ("Date", "Thu, 01 Jan 2026 00:00:00 GMT"),
        ("Access-Control-Allow-Headers", "Authorization, X-Api-Key"), ("Cache-Control", "no-store, max-age=0"),
        ("Set-Cookie", "theme=dark; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/; HttpOnly"),
        ("Location", "https://shop.example.test/cb?page=2#top"), ("Link", "</api?page=2>; rel=\"next\""),
    ])
    func `response fields`(name: String, value: String) {
        expectUntouched(Sample.exchange("GET", "/", [], "", [(name, value)], "ok"))
    }

    @Test(arguments: [
        #"{"error":"invalid_token","code":"invalid_token","expires_in":"86397","token_type":"bearer"}"#,
        #"{"errors":{"error":{"code":"invalid_client","description":"no such token","relation":"x"}}}"#,
        #"{"user":{"username":"alice","email":"alice@example.test","locale":"en_US"},"marker":"CHECK-API-ME"}"#,
        #"{"id":"6f9619ff-8b86-d011-b42d-00c04fc964ff","nextPageToken":"42","total_tokens":17,"token":3}"#,
        #"{"scope":"profile","token_endpoint":"https://id.example.test/oauth/token","key":"value","state":"CA"}"#,
        "<error><code>invalid_token</code><token_type>bearer</token_type></error>",
        "The token is missing. Pass access tokens in a header: see the password policy, session rules and key facts.",
    ])
    func `bodies`(body: String) {
        expectUntouched(Sample.exchange("GET", "/api", [], "", [], body))
    }

    @Test(arguments: [
        (
            "/common/oauth2/v2.0/token",
            #"{"error":"invalid_grant","error_uri":"https://login.example.test/error?code=7000218"}"#
        ), ("/cb?error=login_required&state=q7Wd93kfLs&error_uri=https%3A%2F%2Fx.test%2Ferror%3Fcode%3D5005890", "ok"),
    ])
    func `a code in a URL that is a value`(target: String, answer: String) {
        BodyCase(answer, answer, "application/json", at: target).expectMasked()
        #expect(!FieldRedaction.target(target).text.contains("_code_"))
    }

    @Test func `a name that ends in digits before a value that begins with more`() {
        let (token, part) = ("17c5d2a9f0b34e6688aa12cc9910ffee", "37c5d2a9f0b34e6688aa12cc9910ffe0")
        #expect(
            FieldRedaction.target("/x?access_token1=\(token)&n=1").text
                == "/x?access_token1=REDACTED_access_token_1&n=1"
        )
        let cookies = FieldRedaction.request("Cookie", "session.1=\(token); sid3=\(part)").text
        #expect(cookies.hasPrefix("session.1=REDACTED_") && cookies.contains("; sid3=REDACTED_"))
    }

    @Test func `who logs in as everybody has no secret`() {
        let body = "grant_type=password&username=anonymous&password=anonymous"
        let answer = "{\"shopper\":\"anonymous\",\"note\":\"anonymous shoppers have an anonymous cart\"}"
        expectUntouched(Sample.exchange("POST", "/oauth20/token?a=anonymous", [], body, [], answer))
    }

    @Test(arguments: [
        "undefined", "null", "xxxx", "YOUR_ACCESS_TOKEN", "REDACTED", "***", "{access_token}", "${token}", "<token>",
        "deleted", "[REDACTED]", "true", String(repeating: "t", count: 180),
    ])
    func `what stands in for a token is none`(value: String) {
        let answer = "{\"access_token\":\"\(value)\",\"token_type\":\"bearer\"}"
        expectUntouched(
            Sample.exchange(
                "GET",
                "/api?access_token=\(value)",
                [("Cookie", "access_token=\(value)")],
                "",
                [("Set-Cookie", "access_token=\(value); Max-Age=0")],
                answer
            )
        )
    }

    private func expectUntouched(_ exchange: Exchange) {
        var redactor = Redactor()
        let redaction = redactor.redact(exchange)
        #expect(redaction.redacted.exchange == exchange)
        #expect(redaction.faults.isEmpty)
        #expect(redaction.sightings.isEmpty)
    }
}
