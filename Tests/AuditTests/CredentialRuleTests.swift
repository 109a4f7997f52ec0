import Audit
import Capture
import Testing

@Suite struct CredentialRuleTests {
    private static let values = {
        var secrets = FakeSecrets(seed: 3)
        return (
            password: secrets.alphanumeric(18), secret: secrets.hex(32), key: secrets.hex(32), token: secrets.hex()
        )
    }()

    @Test func passwordInTheQuery() {
        let result = audit([
            exchange(
                "POST",
                "https://login.example.com/oauth20/token?grant_type=password&password=\(Self.values.password)"
            )
        ])
        #expect(result.summary == ["password-in-url password url-query password"])
        #expect(result.fails(on: .error))
    }

    @Test(arguments: [
        "https://login.example.com/oauth20/token?grant_type=password",
        "https://login.example.com/start?passiveAuth=true&compass=north&response_type=token",
        "https://docs.example.com/guides/password/reset?q=password+rules",
        "https://login.example.com/authorize?client_id=shop&response_type=code",
    ])
    func wordsAreNoPasswords(url: String) {
        #expect(audit([exchange("GET", url)]).findings.isEmpty)
    }

    @Test func clientSecretInTheQuery() {
        let url = "https://login.example.com/oauth20/token?grant_type=client_credentials&client_id=shop&client_secret="
        #expect(
            audit([exchange("POST", url + Self.values.secret)]).summary
                == ["client-secret-in-url client_secret url-query client_secret"]
        )
        #expect(audit([exchange("POST", "https://login.example.com/help/client_secret")]).findings.isEmpty)
    }

    @Test func apiKeyIsAWarningAndAConfidentialOneAnError() {
        let plain = exchange("GET", "https://api.example.com/v1/products?apiKey=\(Self.values.key)")
        #expect(audit([plain]).findings.map(\.level) == [.warning])
        let basic = exchange(
            "POST",
            "https://login.example.com/oauth20/token",
            [
                "Authorization: Basic \(base64("\(Self.values.key):\(Self.values.secret)"))",
                "Content-Type: application/x-www-form-urlencoded",
            ],
            body: "grant_type=client_credentials"
        )
        let found = audit([plain, basic])
        #expect(found.summary == ["api-key-in-url api_key url-query apiKey"])
        #expect(found.findings.map(\.level) == [.error])
    }

    @Test func publicKeyThatGetsABrowserItsTokenIsANote() {
        let session = exchange(
            "GET",
            "https://store.example.com/store/shop/SessionToken?apiKey=\(Self.values.key)&format=json",
            answerFields: ["Content-Type: application/json"],
            answer: "{\"access_token\":\"\(Self.values.token)\",\"token_type\":\"bearer\",\"expires_in\":3600}"
        )
        let result = audit([session])
        #expect(result.summary == ["api-key-in-url api_key url-query apiKey"])
        #expect(result.findings.map(\.level) == [.note])
    }

    @Test func clientIdentifierIsPublic() {
        let url = "https://login.example.com/oauth20/authorize?response_type=code&client_id=\(Self.values.key)"
        #expect(audit([exchange("GET", url)]).findings.isEmpty)
    }

    @Test func credentialsBeforeTheHostOfALink() {
        let redirect = exchange(
            "GET",
            "https://shop.example.com/",
            status: 302,
            answerFields: ["Location: https://fake-user:\(Self.values.password)@files.example.com/"]
        )
        #expect(audit([redirect]).findings.map(\.identity.rule).contains("userinfo-in-url"))
        #expect(!audit([redirect]).findings.map(\.identity.rule).contains("password-in-url"))
    }

    @Test(arguments: [
        ("http://api.example.com/", Level?.some(.error)), ("https://api.example.com/", nil),
        ("http://127.0.0.1:8080/", .note), ("http://localhost/", .note), ("http://[::1]:8080/", .note),
        ("http://10.0.0.1/", .error), ("http://127.example.com/", .error),
    ])
    func tokenInClear(url: String, level: Level?) {
        let use = exchange("GET", url, ["Authorization: Bearer \(Self.values.token)"])
        let result = audit([use])
        #expect(result.findings(of: "token-over-cleartext-http").map(\.level) == (level.map { [$0] } ?? []))
        #expect(result.fails(on: .error) == (level == .error))
    }

    @Test func pageInClearWithoutCredentialsPasses() {
        #expect(audit([exchange("GET", "http://www.example.com/?page=2", ["Cookie: theme=dark"])]).findings.isEmpty)
        let script = exchange(
            "GET",
            "http://www.example.com/a.js",
            answerFields: ["Content-Type: application/javascript"],
            answer: "var inputs = {text: !0, password: !0, token: \"tok\"};"
        )
        #expect(audit([script]).findings.isEmpty)
    }
}
