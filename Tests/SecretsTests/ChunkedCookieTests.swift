import Capture
import Testing

@testable import Secrets

/// Values that are split over cookies are found joined, and each piece is masked whole.
struct ChunkedCookieTests {
    private var sample = Sample(seed: 28)

    private func learning(_ token: String) -> Exchange {
        Sample.exchange("POST", "/oauth/token", [], "", [], "{\"access_token\":\"\(token)\"}")
    }

    private static let names = [
        ("auth.0", "auth.1"), ("_oauth2_proxy_0", "_oauth2_proxy_1"),
        (".AspNetCore.CookiesC1", ".AspNetCore.CookiesC2"),
        ("FedAuth", "FedAuth1"), ("sb-x-auth-token.0", "sb-x-auth-token.1"),
    ]

    @Test(arguments: names)
    mutating func `the halves of a known token`(first: String, second: String) {
        let token = sample.base62(64)
        let halves = [String(token.prefix(32)), String(token.suffix(32))]
        let set = Sample.exchange(
            "GET",
            "/",
            [],
            "",
            [("Set-Cookie", "\(first)=\(halves[0]); Path=/"), ("Set-Cookie", "\(second)=\(halves[1]); Path=/")],
            "ok"
        )
        let sent = Sample.exchange("GET", "/", [("Cookie", "\(first)=\(halves[0]); \(second)=\(halves[1])")])
        let exchanges = [learning(token), set, sent]
        let raw = SightingList.of(exchanges.map { ReadableExchange($0) }, ledger: Ledger())
        var redactor = Redactor()
        let redactions = exchanges.map { redactor.redact($0) }
        #expect(SightingList.of(redactions.map { CassetteEntry($0.redacted) }) == raw)
        let seen = redactions[1].sightings.filter { redactor.ledger[$0.secret].kind == .accessToken }.map(\.place)
        #expect(seen == [Place(.setCookie, name: first, inRequest: false)])
        for redaction in redactions.dropFirst() {
            #expect(!redaction.redacted.text.contains(halves[0]))
            #expect(!redaction.redacted.text.contains(halves[1]))
            #expect(redaction.redacted.text.contains("\(second)=REDACTED_cookie_1"))
        }
    }

    @Test mutating func `a session in base64 JSON over two cookies`() {
        let token = sample.base62(44)
        let value =
            "base64-" + Planting.base64url("{\"access_token\":\"\(token)\",\"refresh_token\":\"\(sample.base62(40))\"}")
        let halves = [String(value.prefix(60)), String(value.dropFirst(60))]
        var redactor = Redactor()
        let redaction = redactor.redact(
            Sample.exchange(
                "GET",
                "/",
                [("Cookie", "sb-a-auth-token.0=\(halves[0]); sb-a-auth-token.1=\(halves[1]); theme=dark")]
            )
        )
        #expect(!redaction.redacted.text.contains(halves[0]))
        #expect(!redaction.redacted.text.contains(halves[1]))
        #expect(redaction.redacted.text.contains("theme=dark"))
        // What is inside is known from now on.
        let echo = redactor.redact(Sample.exchange("GET", "/", [], "", [], "your token is \(token)"))
        #expect(echo.redacted.text.contains("your token is REDACTED_access_token_"))
    }

    @Test mutating func `a piece too short to be a secret by itself`() {
        let token = sample.base62(62) + "ab"
        var redactor = Redactor()
        _ = redactor.redact(learning(token))
        let cookies = "auth.0=\(token.prefix(62)); auth.1=\(token.suffix(2))"
        let redacted = redactor.redact(Sample.exchange("GET", "/", [("Cookie", cookies)])).redacted
        #expect(redacted.text.contains("auth.0=REDACTED_access_token_2; auth.1=REDACTED_cookie_1"))
    }

    @Test func `cookies with numbers that are no pieces`() {
        let exchange = Sample.exchange("GET", "/", [("Cookie", "n.0=1; n.1=2; step1=de; step2=en; a0=; 0=1; x9=yes")])
        var redactor = Redactor()
        #expect(redactor.redact(exchange).redacted.exchange == exchange)
    }

    @Test(arguments: [
        ("{token}", "REDACTED_cookie_1"), ("a=\"{token}\"; c", "a=\"REDACTED_cookie_1\"; c"),
        (
            "$Version=\"1\"; sid={token}; $Path=\"/shop\"",
            "$Version=\"1\"; sid=REDACTED_session_token_1; $Path=\"/shop\""
        ),
        ("a=hello {token} world; theme=dark", "a=REDACTED_cookie_1; theme=dark"), ("; ;=; a=", "; ;=; a="),
    ])
    mutating func `odd cookies`(value: String, expected: String) {
        let text = FieldRedaction.request("Cookie", sample.fill(value)).text
        #expect(text.replacing("session_token", with: "cookie") == expected.replacing("session_token", with: "cookie"))
    }
}
