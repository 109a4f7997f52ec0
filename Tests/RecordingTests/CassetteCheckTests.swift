import Capture
import FoundationEssentials
import Recording
import Secrets
import Testing

/// The check of cassettes for secrets that are left.
struct CassetteCheckTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().path + "/../../cassettes/"
    private let token: String

    init() {
        var random = SeededGenerator(seed: 31)
        token = random.token()
    }

    /// A cassette of a grant and a page with places to put something into.
    private func cassette() throws -> String {
        var random = SeededGenerator(seed: 32)
        let jar = Exchange(
            request: Request(
                method: "POST",
                scheme: "https",
                authority: "shop.example",
                target: Array("/oauth20/token?mark=1".utf8),
                fields: [
                    HeaderField("Cookie", "theme=dark"), HeaderField("X-Mark", "mark2"),
                    HeaderField("Content-Type", "application/x-www-form-urlencoded"),
                    HeaderField("Authorization", "Basic c2hvcDpvYnZpb3VzbHktZmFrZQ=="),
                ],
                body: Body(Array("mark=3".utf8))
            ),
            response: Response(
                status: 200,
                fields: [HeaderField("Content-Type", "text/plain")],
                body: Body(Array("mark4".utf8))
            )
        )
        let capture = RedactedCaptureTests.foreign([Conversation.grant(random.token()), jar])
        let document = try CaptureDocument(capture, file: "x.har")
        return String(decoding: try RedactedCapture(document, file: "x.har").text, as: UTF8.self)
    }

    private func check(_ text: String) throws -> CassetteCheck {
        try CassetteCheck(Array(text.utf8), file: "x.har")
    }

    /// What is found once a text in the cassette is replaced: entry, kind, and the line compared with that of the text.
    private func findings(_ old: String, _ new: String) throws -> [String] {
        let text = try cassette()
        #expect(text.contains(old))
        let check = try check(text.replacing(old, with: new))
        #expect(check.isComplete && check.isCassette)
        let lines = text.replacing(old, with: new).split(separator: "\n", omittingEmptySubsequences: false)
        return check.findings.map { finding in
            let isThere = lines[finding.line - 1].contains(token)
            return "\(finding.entry ?? 0) \(finding.kind.rawValue)\(isThere ? "" : " elsewhere")"
        }
    }

    @Test(arguments: ["login", "session", "refresh", "leaky"])
    func nothingIsLeftInTheCassettesOfTheRepository(name: String) throws {
        let check = try CassetteCheck(bytes(of: Self.repository + name + ".har"), file: name)
        #expect(check.findings == [])
        #expect(check.isCassette && check.isComplete)
    }

    @Test func whatWasCompressedIntoABody() throws {
        let text = "{\"access_token\":\"\(token)\"}"
        let body = Base64.encode(try ContentCoding.gzip.encode(Array(text.utf8)))
        let planted = "\"text\": \"\(String(decoding: body, as: UTF8.self))\",\n            \"encoding\": \"base64\""
        let found = try check(cassette().replacing("\"text\": \"mark4\"", with: planted)).findings
        #expect(found.map(\.kind) == [.accessToken])
        #expect(found.map(\.entry) == [2])
    }

    @Test func nothingIsLeftInAFreshCassette() throws {
        let check = try check(cassette())
        #expect(check.findings == [])
        #expect(check.notes == [])
    }

    @Test func secretsInMessagesAreFound() throws {
        #expect(try findings("token?mark=1", "token?access_token=\(token)") == ["2 access_token"])
        #expect(try findings("theme=dark", "sid=\(token)") == ["2 cookie"])
        #expect(try findings("\"text\": \"mark=3\"", "\"text\": \"password=\(token)\"") == ["2 password"])
        #expect(try findings("mark4", #"{\"refresh_token\":\"\#(token)\"}"#) == ["2 refresh_token"])
    }

    @Test func theInsideOfWrappersIsLookedAt() throws {
        #expect(
            try findings(#""template": "shop:REDACTED_client_secret_1""#, #""template": "access_token=\#(token)""#)
                .contains("2 access_token")
        )
    }

    @Test func membersThatNoLongerAgreeAreLookedAt() throws {
        #expect(
            try findings(#"{ "name": "theme", "value": "dark" }"#, #"{ "name": "sid", "value": "\#(token)" }"#) == [
                "2 cookie"
            ]
        )
        #expect(
            try findings(#"{ "name": "mark", "value": "1" }"#, #"{ "name": "access_token", "value": "\#(token)" }"#)
                == ["2 access_token"]
        )
        #expect(
            try findings(#"{ "name": "mark", "value": "3" }"#, #"{ "name": "password", "value": "\#(token)" }"#)
                == ["2 password"]
        )
    }

    @Test func whatIsNoPartOfAMessageIsLookedAt() throws {
        let jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJvYnZpb3VzbHktZmFrZSJ9."
        for (old, new) in [
            ("\"entry\": 2", "\"entry\": 2, \"_comment\": \"access_token=\(token)\""),
            ("\"cache\": {}", "\"cache\": {}, \"comment\": \"{\\\"access_token\\\":\\\"\(token)\\\"}\""),
            ("\"cache\": {}", "\"cache\": {}, \"_tokens\": [{ \"name\": \"access_token\", \"value\": \"\(token)\" }]"),
            ("\"version\": \"1.2\",", "\"version\": \"1.2\", \"comment\": \"access_token=\(token)\","),
            ("\"entries\": [", "\"entries\": [ \"access_token=\(token)\","),
            ("\"entry\": 2", "\"entry\": 2, \"failure\": \"access_token=\(token)\""),
            ("\"entry\": 2", "\"entry\": 2, \"notes\": [\"access_token=\(token)\"]"),
        ] {
            let text = try cassette()
            #expect(text.contains(old), "\(old)")
            let check = try check(text.replacing(old, with: new))
            #expect(check.findings.contains { $0.kind == .accessToken && $0.location == .member }, "\(new)")
        }
        let check = try check(cassette().replacing("\"cache\": {}", with: "\"cache\": { \"_x\": \"\(jwt)\" }"))
        #expect(check.findings.map(\.kind).contains(.jwt))
    }

    @Test func aValueThatIsKnownIsFoundUnderNoName() throws {
        let text = try cassette().replacing("token?mark=1", with: "token?access_token=\(token)")
            .replacing("\"cache\": {}", with: "\"cache\": { \"_x\": \"see \(token)\" }")
        let check = try check(text)
        #expect(check.findings.contains { $0.entry == 1 && $0.location == .member })
    }

    @Test func whatIsNoCassetteIsSaid() throws {
        #expect(try !check(#"{"log":{"entries":[]}}"#).isCassette)
        #expect(throws: CassetteFileError.self) { try check("words") }
        let torn = try check(String(cassette().dropLast(60)))
        #expect(!torn.isComplete)
        let damaged = try check(cassette() + "more")
        #expect(!damaged.isComplete)
        let older = try check(cassette().replacing("\"policy\": 2", with: "\"policy\": 1"))
        #expect(older.notes == ["x.har: was redacted by rules of version 1, older than today's 2"])
    }

    @Test func theLinesOfMessagesAreLookedAt() throws {
        #expect(
            try findings(#""statusText": "","#, #""statusText": "access_token=\#(token)","#).contains("2 access_token")
        )
        let text = try cassette()
        #expect(text.contains(#""httpVersion": "HTTP/1.1""#))
        let named = try check(text.replacing(#"n": "HTTP/1.1""#, with: #"n": "access_token=\#(token)""#))
        #expect(named.findings.contains { $0.entry == 2 && $0.kind == .accessToken && $0.location == .member })
    }

    @Test(arguments: [20, 32, 40])
    func halfOfAValueIsFound(length: Int) throws {
        let text = try cassette()
        let rest = String(token.prefix(length))
        #expect(text.contains("REDACTED_access_token_1"))
        for half in [
            "\(rest)REDACTED_access_token_1", "REDACTED_access_token_1\(rest)", "REDACTED_access_token_1.\(rest)",
        ] {
            for (old, new) in [
                ("mark4", #"{\"access_token\":\"\#(half)\"}"#),
                ("\"text\": \"mark=3\"", "\"text\": \"access_token=\(half)\""),
                ("token?mark=1", "token?access_token=\(half)"),
                ("theme=dark", "access_token=\(half)"),
                ("\"X-Mark\", \"value\": \"mark2", "\"X-Authorization\", \"value\": \"Bearer \(half)"),
                ("\"cache\": {}", "\"cache\": {}, \"comment\": \"access_token=\(half)\""),
            ] {
                #expect(text.contains(old))
                let check = try check(text.replacing(old, with: new))
                #expect(check.findings.contains { $0.kind == .accessToken }, "\(new)")
            }
        }
    }

    @Test func wordsAroundAPlaceholderAreNoHalf() throws {
        let text = try cassette()
        for value in [
            "Bearer REDACTED_access_token_1", "sess-REDACTED_access_token_1",
            "REDACTED_access_token_1.REDACTED_access_token_1",
            "my-long-prefix-REDACTED_access_token_1", "v1.REDACTED_access_token_1.1700000000",
            "REDACTED_access_token_1,x",
        ] {
            let check = try check(text.replacing("mark4", with: #"{\"access_token\":\"\#(value)\"}"#))
            #expect(check.findings == [], "\(value)")
        }
    }

    @Test func thePasswordOfBasicCredentialsIsLookedFor() throws {
        let old = #""template": "shop:REDACTED_client_secret_1""#
        #expect(try findings(old, #""template": "shop:\#(token)""#) == ["2 password"])
        #expect(try findings(old, #""template": "shop:x""#) == [])
    }

    @Test func aKindThatIsNotThatOfThePlaceholderIsAnError() throws {
        let text = try cassette()
        #expect(text.contains(#""kind": "access_token""#))
        #expect(throws: CassetteFileError.self) {
            try check(text.replacing(#""kind": "access_token""#, with: #""kind": "\#(token)""#))
        }
    }
}
