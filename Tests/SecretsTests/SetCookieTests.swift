import Capture
import Testing

@testable import Secrets

/// All that stands in a `Set-Cookie`: each cookie of a joined field, and the attributes.
struct SetCookieTests {
    private var sample = Sample(seed: 61)

    @Test(arguments: [
        "theme=dark; Path=/, access_token={token}; Path=/; HttpOnly",
        "theme=dark; Path=/,access_token={token}",
        "theme=dark; HttpOnly,\taccess_token={token}; Secure",
        "theme=dark; Expires=Wed, 21 Oct 2026 07:28:00 GMT, access_token={token}; Path=/",
        "theme=dark; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/, lang=en; Path=/, access_token={token}",
        "theme=dark; Max-Age=60, lang=en, access_token={token}; Path=/",
        "theme=dark, access_token={token}; Path=/",
        "theme=dark; access_token={token}",
        "theme=dark; Path=/; x={token}",
        "theme=dark; Path=/; x=\"{token}\"",
        "theme=dark; {token}; Path=/",
        "theme=dark; Comment={token}",
        "theme=dark; Comment=see https://a.example.test/?access_token={token} there",
        "theme=dark; Path=/reset-password/{token}; Secure",
        "theme=dark; Path=/?access_token={token}",
        "theme=dark; CommentURL=\"https://a.example.test/?access_token={token}\"",
        "theme=dark; Secure={token}",
        "theme=dark; HttpOnly={token}",
        "theme=dark; SameSite={token}",
        "theme=dark; Max-Age={token}",
        "theme=dark; Domain={token}",
        "theme=dark; Expires={token}",
        "theme=dark; Priority={token}",
    ])
    mutating func `secrets`(value: String) {
        let token = sample.base62(40)
        let value = value.replacing("{token}", with: token)
        for name in ["Set-Cookie", "set-cookie2"] {
            let text = FieldRedaction.response(name, value).text
            #expect(text.contains("REDACTED_"), "\(text)")
            #expect(!text.contains(token.prefix(8)), "\(text)")
            #expect(text.hasPrefix("theme=") || text.hasPrefix("REDACTED"), "\(text)")
        }
    }

    @Test(arguments: [
        "theme=dark; Path=/; Domain=.shop.example.test; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Max-Age=3600; Secure",
        "theme=dark; HttpOnly; SameSite=Lax; Priority=High; Partitioned; Version=1",
        "theme=dark; Path=/, lang=en; Path=/; HttpOnly, view=list",
        "theme=dark; path=/shop/products/42; expires=Thu, 01-Jan-1970 00:00:01 GMT; max-age=-1; SAMESITE=none",
        "theme=dark; expires=2026-01-31T12:00:00Z; Discard; Port=\"80,8080\"",
        "theme=dark; Comment=keeps the colours of the page; CommentURL=https://a.example.test/cookies",
        "theme=dark;;  ; =; Path; Domain=",
    ])
    func `nothing secret`(value: String) {
        #expect(FieldRedaction.response("Set-Cookie", value).text == value)
    }

    @Test mutating func `each cookie has its place`() {
        let redaction = FieldRedaction.response(
            "Set-Cookie",
            sample.fill("sid={token}; Path=/, tok={token2}; Path=/; x={hex}")
        )
        #expect(
            redaction.text == "sid=REDACTED_cookie_1; Path=/, tok=REDACTED_cookie_2; Path=/; x=REDACTED_cookie_3"
        )
        #expect(redaction.places.map(\.name) == ["sid", "tok", "x"])
        #expect(redaction.places.allSatisfy { $0.container == .setCookie })
    }

    @Test mutating func `a quoted field is read like one`() {
        let token = sample.base62(40)
        let content = "Set-Cookie: theme=dark; Path=/, x=\(token); Path=/\n"
        var redactor = Redactor()
        let redacted = redactor.redact(Sample.exchange("GET", "/log", [], "", [], content)).redacted
        #expect(!redacted.text.contains(token.prefix(8)))
        #expect(redacted.text.contains("theme=dark"))
    }
}
