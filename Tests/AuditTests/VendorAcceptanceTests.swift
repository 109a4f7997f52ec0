import Audit
import Capture
import Secrets
import Testing

/// What the seed's provider documents or ships, and what must be said of it.
@Suite struct VendorAcceptanceTests {
    private static let values = {
        var secrets = FakeSecrets(seed: 4)
        return (
            limited: secrets.hex(160), full: secrets.hex(160), refresh: secrets.hex(176),
            session: secrets.hex(32).uppercased(), key: secrets.hex(32), secret: secrets.hex(32)
        )
    }()
    private static let host = "https://api.example.com"
    private static let issuing = issue(["access_token": values.limited, "refresh_token": values.refresh])

    struct Row: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var exchanges: [Exchange]
        var rules: Set<String>

        init(_ name: String, _ rules: Set<String>, _ exchanges: Exchange...) {
            testDescription = name
            self.rules = rules
            self.exchanges = exchanges
        }
    }

    private static let form = "Content-Type: application/x-www-form-urlencoded"
    private static let json = "Content-Type: application/json"
    private static let login = "grant_type=password&username=shopper%40example.com&password=fake-password-0001"

    private static let rows = [
        Row(
            "1: the token as a nameless cookie on the token request",
            ["token-in-cookie"],
            issuing,
            exchange("POST", "\(host)/oauth20/token", [form, "Cookie: \(values.limited)"], body: login)
        ),
        Row(
            "1: the token as a named cookie on the token request",
            ["token-in-cookie"],
            issuing,
            exchange("POST", "\(host)/oauth20/token", [form, "Cookie: token=\(values.limited)"], body: login)
        ),
        Row(
            "2: dr_limited_token in the authorization request",
            ["token-in-url-query"],
            issuing,
            exchange(
                "GET",
                "\(host)/oauth20/authorize?client_id=shop&response_type=token&dr_limited_token=\(values.limited)"
                    + "&redirect_uri=http%253A%252F%252Fexample.com"
            )
        ),
        Row(
            "3: the full token in the redirect, then in the URL and the Referer of the landing page",
            ["token-in-redirect-location", "token-in-url-query", "token-in-referer"],
            exchange(
                "GET",
                "\(host)/oauth20/authorize?client_id=shop&response_type=token",
                status: 302,
                answerFields: ["Location: https://shop.example.org/cb?access_token=\(values.full)&token_type=bearer"]
            ),
            exchange("GET", "https://shop.example.org/cb?access_token=\(values.full)&token_type=bearer"),
            exchange(
                "GET",
                "https://cdn.example.net/a.js",
                ["Referer: https://shop.example.org/cb?access_token=\(values.full)&token_type=bearer"]
            )
        ),
        Row(
            "4, 9, 12: asking for a token's state by GET",
            ["token-in-url-query"],
            issuing,
            exchange(
                "GET",
                "\(host)/oauth20/access-tokens?token=\(values.limited)&format=json",
                answerFields: [json],
                answer: "{\"sessionId\":63293199710,\"authenticated\":\"false\",\"expiresIn\":84156}"
            )
        ),
        Row(
            "5: the session token in the query of the token request",
            ["token-in-url-query"],
            exchange(
                "POST",
                "\(host)/oauth20/token?grant_type=password&sessionToken=\(values.session)",
                answerFields: [json],
                answer: "{\"access_token\":\"\(values.full)\",\"token_type\":\"bearer\",\"expires_in\":\"3599\"}"
            )
        ),
        Row(
            "6: a token request by GET",
            ["token-in-url-query", "api-key-in-url"],
            exchange(
                "GET",
                "\(host)/v1/shoppers/token.json?apiKey=\(values.key)&session_token=\(values.session)",
                answerFields: [json],
                answer: "{\"access_token\":\"\(values.full)\",\"token_type\":\"bearer\",\"expires_in\":\"3599\"}"
            )
        ),
        Row(
            "7: SessionToken by JSONP with a public key",
            ["jsonp-token", "api-key-in-url"],
            exchange(
                "GET",
                "https://store.example.com/store/shop/SessionToken?apiKey=\(values.key)&format=json"
                    + "&callback=jQuery351_1600463566842&_=1600463566843",
                answerFields: ["Content-Type: application/javascript;charset=UTF-8"],
                answer: "jQuery351_1600463566842({\"token\":{\"access_token\":\"\(values.limited)\","
                    + "\"token_type\":\"bearer\",\"expires_in\":\"86397\",\"refresh_token\":\"\(values.refresh)\"}});"
            )
        ),
        Row(
            "8: the token in every page's parameters",
            ["token-in-html-body"],
            issuing,
            exchange(
                "GET",
                "https://shop.example.com/",
                answerFields: ["Content-Type: text/html; charset=UTF-8"],
                answer: "<html><head><script>\nvar drgc_params = {\"ajaxUrl\":\"/a\",\"accessToken\":"
                    + "\"\(values.limited)\"};\n</script></head></html>"
            )
        ),
        Row(
            "10: the cart widget's way to the checkout",
            ["token-in-url-query", "token-in-referer"],
            issuing,
            exchange("GET", "\(host)/v1/shoppers/me/carts/active/web-checkout?token=\(values.limited)"),
            exchange(
                "GET",
                "https://stats.example.net/hit",
                ["Referer: \(host)/v1/shoppers/me/carts/active/web-checkout?token=\(values.limited)"]
            )
        ),
        Row(
            "the documented way itself",
            [],
            exchange(
                "POST",
                "\(host)/oauth20/token",
                ["Authorization: Basic \(base64("\(values.key):\(values.secret)"))", form],
                body: login,
                answerFields: [json, "Cache-Control: no-store"],
                answer: "{\"access_token\":\"\(values.full)\",\"token_type\":\"bearer\",\"expires_in\":3600,"
                    + "\"refresh_token\":\"\(values.refresh)\"}"
            ),
            exchange("GET", "\(host)/v1/shoppers/me/carts/active", ["authorization: bearer \(values.full)"])
        ),
    ]

    @Test(arguments: rows)
    func row(_ row: Row) {
        let result = audit(row.exchanges)
        #expect(Set(result.findings.map(\.identity.rule)) == row.rules, "\(result.summary)")
    }

    @Test func publicKeyIsANote() {
        let key = Self.rows.flatMap { audit($0.exchanges).findings(of: "api-key-in-url") }
        #expect(key.count == 2)
        #expect(key.allSatisfy { $0.level == .note })
    }
}
