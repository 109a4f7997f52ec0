import Audit
import Capture
import Secrets
import Testing

@Suite struct PlacementRuleTests {
    private static let tokens = {
        var secrets = FakeSecrets(seed: 1)
        return (access: secrets.hex(), refresh: secrets.hex(), session: secrets.hex(32), other: secrets.hex())
    }()
    private static let access = tokens.access
    private static let issuing = issue(["access_token": tokens.access, "refresh_token": tokens.refresh])

    /// An exchange that comes after the token was issued, and the findings it must give.
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var exchange: Exchange
        var expected: [String]

        init(_ name: String, _ exchange: Exchange, _ expected: [String]) {
            testDescription = name
            self.exchange = exchange
            self.expected = expected
        }
    }

    private static let leaks = [
        Case(
            "cookie of any name",
            exchange("GET", "https://shop.example.com/", ["Cookie: theme=dark; drtok=\(access)"]),
            ["token-in-cookie access_token request-cookie drtok"]
        ),
        Case(
            "nameless cookie",
            exchange("GET", "https://shop.example.com/", ["Cookie: \(access)"]),
            ["token-in-cookie access_token request-cookie "]
        ),
        Case(
            "Set-Cookie, hardened or not",
            exchange(
                "GET",
                "https://shop.example.com/",
                answerFields: ["Set-Cookie: drtok=\(access); Path=/; Secure; HttpOnly; SameSite=Strict"]
            ),
            ["token-in-cookie access_token set-cookie drtok"]
        ),
        Case(
            "base64 JSON in a cookie",
            exchange(
                "GET",
                "https://shop.example.com/",
                ["Cookie: state=\(base64("{\"at\":\"\(access)\",\"v\":1}"))"]
            ),
            ["token-in-cookie access_token request-cookie state"]
        ),
        Case(
            "query under any name",
            exchange("GET", "https://img.example.org/a.png?zz=\(access)&w=100"),
            ["token-in-url-query access_token url-query zz"]
        ),
        Case(
            "path segment",
            exchange("GET", "https://api.example.com/bot\(access)/me"),
            ["token-in-url-path access_token url-path "]
        ),
        Case(
            "redirect, query",
            exchange(
                "GET",
                "https://login.example.com/authorize?response_type=token",
                status: 302,
                answerFields: ["Location: https://app.example.org/cb?access_token=\(access)"]
            ),
            ["token-in-redirect-location access_token location access_token"]
        ),
        Case(
            "redirect, fragment",
            exchange(
                "GET",
                "https://login.example.com/authorize?response_type=token",
                status: 302,
                answerFields: ["Location: https://app.example.org/cb#access_token=\(access)&token_type=bearer"]
            ),
            ["token-in-redirect-location access_token location access_token"]
        ),
        Case(
            "Referer to a third party",
            exchange("GET", "https://cdn.example.net/x.js", ["Referer: https://shop.example.com/cb?t=\(access)"]),
            ["token-in-referer access_token referer t"]
        ),
        Case(
            "odd request field",
            exchange("GET", "https://api.example.com/", ["X-Debug: \(access)"]),
            ["token-in-request-header-unexpected access_token request-header x-debug"]
        ),
    ]

    @Test(arguments: leaks)
    func leak(_ leak: Case) {
        #expect(audit([Self.issuing, leak.exchange]).summary == leak.expected)
    }

    private static let harmless = [
        Case("bearer use", exchange("GET", "https://api.example.com/", ["Authorization: Bearer \(access)"]), []),
        Case("lower case", exchange("GET", "https://api.example.com/", ["authorization: bearer \(access)"]), []),
        Case("DPoP", exchange("GET", "https://api.example.com/", ["Authorization: DPoP \(access)"]), []),
        Case(
            "refresh in a form",
            exchange(
                "POST",
                "https://login.example.com/oauth20/token",
                ["Content-Type: application/x-www-form-urlencoded"],
                body: "grant_type=refresh_token&refresh_token=\(tokens.refresh)"
            ),
            []
        ),
        Case(
            "ordinary session cookie",
            exchange(
                "GET",
                "https://shop.example.com/",
                ["Cookie: JSESSIONID=\(tokens.session)"],
                answerFields: ["Set-Cookie: JSESSIONID=\(tokens.session); Path=/; Secure; HttpOnly"]
            ),
            []
        ),
        Case(
            "CSRF double submit",
            exchange(
                "POST",
                "https://shop.example.com/",
                ["Cookie: XSRF-TOKEN=\(tokens.other)", "X-XSRF-TOKEN: \(tokens.other)"]
            ),
            []
        ),
        Case(
            "entity tag as long as a token",
            exchange("GET", "https://api.example.com/?v=\(tokens.other)", ["If-None-Match: \"\(tokens.other)\""]),
            []
        ),
        Case(
            "code and state in the redirect",
            exchange(
                "GET",
                "https://login.example.com/authorize?response_type=code&state=\(tokens.session)",
                status: 302,
                answerFields: ["Location: https://app.example.org/cb?code=\(tokens.other)&state=\(tokens.session)"]
            ),
            []
        ),
        Case(
            "start of a token only",
            exchange("GET", "https://api.example.com/items?after=\(access.prefix(16))\(tokens.other.prefix(24))"),
            []
        ),
        Case(
            "words",
            exchange("GET", "https://api.example.com/?token_type=bearer&response_type=token&max_tokens=2048&token="),
            []
        ),
        Case("API key field", exchange("GET", "https://api.example.com/", ["X-Auth-Token: \(access)"]), []),
    ]

    @Test(arguments: harmless)
    func lookAlike(_ harmless: Case) {
        #expect(audit([Self.issuing, harmless.exchange]).summary == harmless.expected)
    }

    @Test func sessionIdentifierHandedOutInABodyIsATokenInCookies() {
        let session = Self.tokens.session.uppercased()
        let result = audit([
            exchange(
                "GET",
                "https://store.example.com/store/shop/SessionToken?format=json",
                answerFields: ["Content-Type: application/json"],
                answer: "{\"session_token\":\"\(session)\"}"
            ),
            exchange("GET", "https://store.example.com/cart", ["Cookie: JSESSIONID=\(session)"]),
        ])
        #expect(result.summary == ["token-in-cookie session_token request-cookie JSESSIONID"])
    }

    @Test(arguments: [
        ("https://api.example.com/x", Level.warning), ("https://api.example.org/x", .error),
        ("https://shop.example.com/y", .warning),
    ])
    func refererWithinASiteIsAWarning(receiver: String, level: Level) {
        let result = audit([
            Self.issuing,
            exchange("GET", receiver, ["Referer: https://shop.example.com/cb?t=\(Self.access)"]),
        ])
        #expect(result.findings.map(\.level) == [level])
    }

    @Test func fragmentIsAWarningAndTheQueryOfAnotherSiteIsWorse() {
        func severity(_ location: String) -> (Level?, Double?) {
            let result = audit([
                Self.issuing,
                exchange("GET", "https://login.example.com/a", status: 302, answerFields: ["Location: \(location)"]),
            ])
            return (result.findings.first?.level, result.findings.first?.severity)
        }
        #expect(severity("https://app.example.org/cb#access_token=\(Self.access)") == (.warning, 5.3))
        #expect(severity("/cb?access_token=\(Self.access)") == (.error, 7.8))
        #expect(severity("https://app.example.org/cb?access_token=\(Self.access)") == (.error, 8.8))
    }

    @Test(arguments: [("session_id", Level.warning), ("session_token", .error), ("sessionToken", .error)])
    func sessionIdentifierThatOnlyItsNameGivesAway(name: String, level: Level) {
        let result = audit([exchange("GET", "https://stats.example.net/hit?\(name)=\(Self.tokens.session)")])
        #expect(result.findings.map(\.identity.rule) == ["token-in-url-query"])
        #expect(result.findings.map(\.level) == [level])
    }

    @Test func tokenThatIsIssuedLaterCounts() {
        let use = exchange("GET", "https://shop.example.com/", ["Cookie: drtok=\(Self.access)"])
        let result = audit([use, Self.issuing])
        #expect(result.summary == ["token-in-cookie access_token request-cookie drtok"])
        #expect(result.findings.first?.confidence == .proven)
    }

    @Test func tokenThatWasUsedAsCredentialIsProven() {
        let result = audit([
            exchange("GET", "https://shop.example.com/", ["Cookie: drtok=\(Self.access)"]),
            exchange("GET", "https://api.example.com/", ["Authorization: Bearer \(Self.access)"]),
        ])
        #expect(result.findings.map(\.confidence) == [.proven])
    }

    @Test func withoutTheIssueAFindingIsOnlyLikely() {
        let result = audit([exchange("GET", "https://api.example.com/?access_token=\(Self.access)")])
        #expect(result.summary == ["token-in-url-query access_token url-query access_token"])
        #expect(result.findings.map(\.confidence) == [.likely])
    }

    @Test func valueThatOnlyLooksLikeATokenIsNoMoreThanAWarning() {
        let jwt = [#"{"alg":"HS256"}"#, #"{"sub":"1","iat":1}"#, "signature-of-a-test"].map(base64url)
            .joined(separator: ".")
        let result = audit([exchange("GET", "https://shop.example.com/", ["Cookie: blob=\(jwt)"])])
        #expect(result.findings.map(\.confidence) == [.shape])
        #expect(result.findings.allSatisfy { $0.level == .warning })
        #expect(!result.fails(on: .note))
    }
}

func base64(_ text: String) -> String {
    String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self)
}

func base64url(_ text: String) -> String {
    String(decoding: Base64.encode(Array(text.utf8), alphabet: .urlSafe, padding: false), as: UTF8.self)
}
