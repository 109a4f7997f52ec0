import Audit
import Capture
import Secrets
import Testing

@Suite struct ResponseRuleTests {
    private static let tokens = {
        var secrets = FakeSecrets(seed: 2)
        return (access: secrets.hex(), refresh: secrets.hex(), password: secrets.alphanumeric(20), fresh: secrets.hex())
    }()
    private static let access = tokens.access
    private static let issuing = issue(["access_token": tokens.access, "refresh_token": tokens.refresh])

    private func summary(_ exchanges: Exchange...) -> [String] {
        audit([Self.issuing] + exchanges).summary
    }

    @Test func tokenInThePageIsFoundInMarkupAndInInlineScripts() {
        let page = "<html><script>var drgc_params = {\"accessToken\":\"\(Self.access)\"};</script></html>"
        #expect(
            summary(
                exchange("GET", "https://shop.example.com/", answerFields: ["Content-Type: text/html"], answer: page)
            ) == ["token-in-html-body access_token response-body accessToken"]
        )
        let input = "<html><input type=hidden name=tok value=\"\(Self.access)\"></html>"
        let found = audit([
            Self.issuing,
            exchange("GET", "https://shop.example.com/", answerFields: ["Content-Type: text/html"], answer: input),
        ])
        #expect(found.findings.map(\.identity.rule) == ["token-in-html-body"])
    }

    @Test func pageWithoutATokenPasses() {
        let page = """
            <html><input type=password name=password><input type=hidden name=csrf_token value="\(Self.tokens.fresh)">
            <script src="/a.js" integrity="sha256-\(Self.tokens.fresh)"></script></html>
            """
        #expect(
            summary(
                exchange("GET", "https://shop.example.com/", answerFields: ["Content-Type: text/html"], answer: page)
            ).isEmpty
        )
    }

    @Test func tokenInAScript() {
        let script = exchange(
            "GET",
            "https://shop.example.com/config.js",
            answerFields: ["Content-Type: application/javascript"],
            answer: "window.config = { accessToken: \"\(Self.access)\" };"
        )
        #expect(audit([Self.issuing, script]).findings.map(\.identity.rule) == ["token-in-script-body"])
        let text = exchange(
            "GET",
            "https://shop.example.com/text.js",
            answerFields: ["Content-Type: application/javascript"],
            answer: "var text = { password: \"Your password\", token: \"Your token\" };"
        )
        #expect(summary(text).isEmpty)
    }

    @Test func tokenInJSONP() {
        let answer =
            "cb({\"access_token\":\"\(Self.tokens.fresh)\",\"token_type\":\"bearer\",\"expires_in\":\"86397\"});"
        let jsonp = exchange(
            "GET",
            "https://store.example.com/store/shop/SessionToken?format=json&callback=cb",
            answerFields: ["Content-Type: application/javascript"],
            answer: answer
        )
        #expect(audit([jsonp]).summary == ["jsonp-token access_token response-body access_token"])
        let harmless = exchange(
            "GET",
            "https://store.example.com/prices?callback=cb",
            answerFields: ["Content-Type: application/javascript"],
            answer: "cb({\"price\":\"12.00\"});"
        )
        #expect(summary(harmless).isEmpty)
    }

    @Test(arguments: [400, 401, 500])
    func credentialRepeatedInAnError(status: Int) {
        let failed = exchange(
            "POST",
            "https://login.example.com/oauth20/token",
            ["Content-Type: application/x-www-form-urlencoded"],
            body: "grant_type=refresh_token&refresh_token=\(Self.tokens.refresh)",
            status: status,
            answerFields: ["Content-Type: application/json"],
            answer: "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid token: \(Self.tokens.refresh)\"}"
        )
        #expect(
            audit([Self.issuing, failed]).findings.map { "\($0.identity.rule) \($0.identity.kind.rawValue)" }
                == ["token-in-error-body refresh_token"]
        )
    }

    @Test func passwordRepeatedInAnError() {
        let failed = exchange(
            "POST",
            "https://login.example.com/oauth20/token",
            ["Content-Type: application/x-www-form-urlencoded"],
            body: "grant_type=password&username=fake-user&password=\(Self.tokens.password)",
            status: 400,
            answerFields: ["Content-Type: application/json"],
            answer: "{\"error\":\"password-failure\",\"text\":\"no user with \(Self.tokens.password)\"}"
        )
        #expect(
            audit([failed]).findings.map { "\($0.identity.rule) \($0.identity.kind.rawValue)" }
                == ["token-in-error-body password"]
        )
    }

    @Test func errorThatOnlyNamesTheClientPasses() {
        let failed = exchange(
            "POST",
            "https://login.example.com/oauth20/token",
            ["Content-Type: application/x-www-form-urlencoded"],
            body: "grant_type=client_credentials&client_id=shop",
            status: 401,
            answerFields: ["Content-Type: application/json"],
            answer: "{\"error\":{\"code\":\"invalid_client\",\"client_id\":\"shop\"}}"
        )
        #expect(summary(failed).isEmpty)
    }

    @Test func credentialEchoedByASuccess() {
        let echo = exchange(
            "GET",
            "https://api.example.com/debug",
            ["Authorization: Bearer \(Self.access)"],
            answerFields: ["Content-Type: application/json"],
            answer: "{\"headers\":{\"authorization\":\"Bearer \(Self.access)\"}}"
        )
        #expect(audit([Self.issuing, echo]).findings.map(\.identity.rule) == ["token-echoed-in-response"])
    }

    @Test func refreshWithoutRotationIsNoEcho() {
        let refresh = exchange(
            "POST",
            "https://login.example.com/oauth20/token",
            ["Content-Type: application/x-www-form-urlencoded"],
            body: "grant_type=refresh_token&refresh_token=\(Self.tokens.refresh)",
            answerFields: ["Content-Type: application/json"],
            answer: """
                {"access_token":"\(Self.tokens.fresh)","refresh_token":"\(Self.tokens.refresh)","expires_in":"3599"}
                """
        )
        #expect(summary(refresh).isEmpty)
    }

    @Test func tokenInAResponseField() {
        let answer = exchange(
            "GET",
            "https://api.example.com/",
            ["Authorization: Bearer \(Self.access)"],
            answerFields: ["X-Refreshed: \(Self.access)", "ETag: \"\(Self.tokens.fresh)\""]
        )
        #expect(summary(answer) == ["token-in-response-header access_token response-header x-refreshed"])
    }

    @Test func tokenInATrailerAndInTheReasonPhrase() {
        var answer = exchange("GET", "https://api.example.com/", ["Authorization: Bearer \(Self.access)"])
        answer.response?.trailers = [HeaderField("X-Seal", Self.access)]
        answer.response?.reason = Array("OK \(Self.access)".utf8)
        #expect(
            summary(answer) == [
                "token-in-response-header access_token reason ",
                "token-in-response-header access_token response-trailer x-seal",
            ]
        )
    }

    @Test func tokenInARequestTrailer() {
        var request = exchange("POST", "https://api.example.com/", ["Authorization: Bearer \(Self.access)"])
        request.request.trailers = [HeaderField("X-Seal", Self.access)]
        #expect(summary(request) == ["token-in-request-header-unexpected access_token request-trailer x-seal"])
    }
}
