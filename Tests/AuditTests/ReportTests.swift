import Audit
import Capture
import Secrets
import Testing

@Suite struct ReportTests {
    private static let token = {
        var secrets = FakeSecrets(seed: 7)
        return secrets.hex()
    }()
    private static let result = audit(
        [
            issue(["access_token": token]),
            exchange("GET", "https://shop.example.com/cart/4711", ["Cookie: drtok=\(token)"]),
            exchange("GET", "http://localhost/cart", ["Cookie: drtok=\(token)"]),
        ],
        as: CaptureFile("login.har")
    )

    @Test func oneLineForEachFinding() {
        #expect(
            TextReport().text(of: Self.result) == """
                login.har: entry 2: error[token-in-cookie] access token #1 (issued by POST /oauth20/token, entry 1) is \
                readable in cookie 'drtok'
                login.har: entry 3: error[token-in-cookie] access token #1 (issued by POST /oauth20/token, entry 1) is \
                readable in cookie 'drtok'
                1 note not shown
                3 exchanges, 1 token seen, 18 rules: 3 findings, 16 passed, 0 not evaluable

                """
        )
    }

    @Test func aBlockOnATerminal() throws {
        let finding = try #require(Self.result.findings.first)
        let rule = try #require(Rule.named(finding.identity.rule))
        #expect(
            TextReport(layout: .blocks).text(of: finding, rule: rule) == """
                error[token-in-cookie] Token readable in a cookie (8.1, proven)
                  access token #1 (issued by POST /oauth20/token, entry 1) is readable in cookie 'drtok'
                    login.har entry 2: GET shop.example.com/cart/{}: access token #1 in request-cookie drtok
                  fix: Keep the token on the server and give the browser an opaque session identifier instead.
                  see: RFC 6750 §5.3, OWASP ASVS 14.3.3, CWE-315, CWE-522


                """
        )
    }

    @Test func coloursOnlyWhenAskedFor() {
        #expect(!TextReport(layout: .blocks).text(of: Self.result).contains("\u{1B}"))
        #expect(
            TextReport(usesColour: true).text(of: Self.result).contains("\u{1B}[1;31merror[token-in-cookie]\u{1B}[0m")
        )
    }

    @Test func notesOnlyWhenAskedFor() {
        #expect(TextReport(showsNotes: true).text(of: Self.result).contains("note[token-over-cleartext-http]"))
    }

    @Test func namesFromTrafficCannotMoveTheCursor() {
        let result = audit([
            issue(["access_token": Self.token]),
            exchange("GET", "https://shop.example.com/", ["Cookie: \u{1B}[2Jtok\u{202E}=\(Self.token)"]),
        ])
        let text = TextReport().text(of: result)
        #expect(text.contains("cookie '?[2Jtok?'"))
    }

    @Test func jsonHasEveryOccurrenceInTheWordsOfPlaces() throws {
        let json = JSONReport().json(of: Self.result)
        #expect(try JSONValue(parsing: Array(json.text.utf8)) == json)
        #expect(json["version"]?.int == 1)
        #expect(json["summary"]?.line == #"{ "findings": 3, "error": 2, "warning": 0, "note": 1, "failed": true }"#)
        let finding = try #require(json["findings"]?.elements?.first)
        #expect(
            finding["occurrences"]?.line == """
                [{ "file": "login.har", "entry": 1, "place": "request-cookie", "name": "drtok", "kind": "access_token", \
                "secret": "access token #1", "method": "GET", "path": "/cart/{}", \
                "issued": { "file": "login.har", "entry": 0 } }]
                """
        )
        #expect(
            finding.members?.map(\.name) == [
                "rule", "level", "severity", "confidence", "kind", "host", "place", "name", "encoding", "fingerprint",
                "message", "count", "secrets", "occurrences",
            ]
        )
        #expect(json["rules"]?.elements?.count == Rule.all.count)
    }

    @Test func failureInJSONFollowsTheThreshold() {
        let note = audit([exchange("GET", "http://localhost/", ["Authorization: Bearer \(Self.token)"])])
        #expect(JSONReport(threshold: .note).json(of: note)["summary"]?["failed"]?.bool == true)
        #expect(JSONReport(threshold: .error).json(of: note)["summary"]?["failed"]?.bool == false)
    }

    @Test(arguments: [
        (Place(.url, component: .query, inRequest: true), "url-query"),
        (Place(.url, component: .path, inRequest: true), "url-path"),
        (Place(.url, component: .fragment, inRequest: true), "url-fragment"),
        (Place(.url, component: .userinfo, inRequest: true), "url-userinfo"),
        (Place(.cookie, inRequest: true), "request-cookie"), (Place(.setCookie, inRequest: false), "set-cookie"),
        (Place(.location, component: .fragment, inRequest: false), "location"),
        (Place(.referer, component: .query, inRequest: true), "referer"),
        (Place(.header("x-debug"), inRequest: true), "request-header"),
        (Place(.header("x-debug"), inRequest: false), "response-header"),
        (Place(.body(.json), inRequest: false), "response-body"),
        (Place(.body(.form), inRequest: true), "request-body"),
        (Place(.authorization(scheme: "bearer"), inRequest: true), "authorization"),
    ])
    func wordOfPlace(place: Place, word: String) {
        #expect(place.word == word)
    }
}
