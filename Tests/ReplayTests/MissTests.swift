import Capture
import Secrets
import Synchronization
import Testing

@testable import Replay

/// What a miss says, and what it does not.
@Suite struct MissTests {
    private let token = "http://api.test/oauth/token"

    private func miss(_ player: Player, _ request: Request) throws -> (document: JSONValue, miss: Miss) {
        let answer = player.answer(request)
        #expect(answer.status == 502)
        #expect(answer.fields.first("Content-Type") == "application/problem+json")
        #expect(answer.fields.first("Content-Length") == String(answer.body.length))
        return try (JSONValue(parsing: answer.body.bytes), #require(player.summary.misses.last))
    }

    @Test func theNearestEntriesAndTheirDifferencesAreNamed() throws {
        let player = try player([
            entry(
                post(token, "grant_type=password&scope=a&password=REDACTED_password_1"),
                response("1"),
                secret("password_1", .held)
            ),
            entry(post(token, "grant_type=client_credentials"), response("2")),
            entry(get("http://other.test/"), response("3")),
        ])
        let (document, miss) = try miss(player, post(token, "grant_type=password&scope=b&password=hunter2hunter2"))
        #expect(document["request"]?["url"]?.string == token)
        let nearest = try #require(document["nearest"]?.elements?.first)
        #expect(nearest["entry"]?.int == 1)
        #expect(nearest["differences"] == [["field": "scope", "sent": "b", "recorded": "a"]])
        #expect(document["nearest"]?.elements?.count == 2)
        #expect(document["hint"]?.string?.contains("--ignore scope") == true)
        #expect(miss.text.contains("sent:     b"))
        #expect(miss.text.contains("recorded: a"))
    }

    @Test(arguments: [
        "hunter2hunter2", "%68unter2hunter2", "aHVudGVyMmh1bnRlcjI=", "68756e7465723268756e74657232",
    ])
    func whatAClientHasShownIsLookedForEverywhere(form: String) throws {
        let player = try player([
            entry(
                post(token, "grant_type=password&password=REDACTED_password_1"),
                response("1"),
                secret("password_1", .held)
            )
        ])
        #expect(player.answer(post(token, "grant_type=password&password=hunter2hunter2")).status == 200)
        let requests = [
            get("http://api.test/x?foo=\(form)"), get("http://api.test/x?\(form)=1"),
            post("http://api.test/x", "note=\(form)"), post(token, "grant_type=other&note=my+pw+is+\(form)"),
        ]
        for request in requests {
            let (document, miss) = try miss(player, request)
            #expect(!document.text.contains(form))
            #expect(!miss.text.contains(form))
            #expect(!document.text.contains("hunter2"))
        }
    }

    @Test func secretsAreNamedAndNeverShown() throws {
        let player = try player([
            entry(
                post(token, "a=1"),
                response(#"{"access_token":"REDACTED_access_token_1"}"#),
                secret("access_token_1", .issued, hex: 32)
            ),
            entry(
                get("http://api.test/me?x=1", [bearer("REDACTED_access_token_2")]),
                response("me"),
                secret("access_token_2", .issued, hex: 32)
            ),
        ])
        let known = try minted("access_token_1", hex: 32)
        let (document, first) = try miss(player, get("http://api.test/me?x=1", [bearer(known)]))
        let difference = try #require(document["nearest"]?.elements?.first?["differences"]?.elements?.first)
        #expect(difference["field"]?.string == "Authorization")
        #expect(difference["sent"]?.string == "bearer REDACTED_access_token_1")
        #expect(difference["recorded"]?.string == "bearer REDACTED_access_token_2")
        #expect(first.hint.contains("--match method,host,path,query,body"))

        var generator = SeededGenerator(seed: 7)
        let secret = generator.hex(32)
        let (other, second) = try miss(player, get("http://api.test/me?access_token=\(secret)&x=2", [bearer(secret)]))
        for text in [other.text, second.text, "\(second)"] {
            #expect(!text.contains(secret))
            #expect(text.contains("(another access token)"))
        }
    }

    @Test func whatStandsInAHoleIsASecretWhateverItLooksLike() throws {
        let player = try player([
            entry(get("http://api.test/?odd=REDACTED_user_secret_1&a=1"), response("1"), secret("user_secret_1", .held))
        ])
        #expect(player.text(get("http://api.test/?odd=tulip&a=1")) == "1")
        let (document, miss) = try miss(player, get("http://api.test/?odd=rose&a=1"))
        #expect(!document.text.contains("rose"))
        #expect(miss.url == "http://api.test/?odd=(another user secret)&a=1")
        #expect(miss.nearest.first?.differences.first?.sent == "(another user secret)")
        #expect(miss.nearest.first?.differences.first?.recorded == "REDACTED_user_secret_1")
    }

    @Test func aSegmentOfThePathMayBeASecret() throws {
        let player = try player([
            entry(get("http://api.test/bot/REDACTED_user_secret_1/get"), response("1"), secret("user_secret_1", .held))
        ])
        let (document, miss) = try miss(player, get("http://api.test/bot/rose/set"))
        #expect(!document.text.contains("rose"))
        #expect(miss.url == "http://api.test/bot/(another user secret)/set")
    }

    @Test func aNumberThatFitsAHoleIsNoDifference() throws {
        func login(_ user: String, _ pin: String) -> Request {
            post("http://api.test/", #"{"user":"\#(user)","pin":\#(pin)}"#, type: "application/json")
        }
        let player = try player([entry(login("a", "\"REDACTED_otp_1\""), response("1"), secret("otp_1", .volatile))])
        let (_, first) = try miss(player, login("b", "1234"))
        #expect(first.nearest.first?.differences.map(\.field) == ["/user"])
        #expect(first.hint.contains("--ignore user"))
        let (_, second) = try miss(player, get("http://api.test/"))
        #expect(second.nearest.first?.differences.map(\.field) == ["method", "/user"])
    }

    @Test(arguments: [
        ("http://api.test/other", "path"), ("https://api.test/a", "host"),
    ])
    func addressesAreCompared(_ url: String, _ field: String) throws {
        let (document, _) = try miss(player([entry(get("http://api.test/a"), response("1"))]), get(url))
        let difference = try #require(document["nearest"]?.elements?.first?["differences"]?.elements?.first)
        #expect(difference["field"]?.string == field)
    }

    @Test func anEmptyCassetteSaysSo() throws {
        let (document, miss) = try miss(player([]), get("http://api.test/a"))
        #expect(document["nearest"] == [])
        #expect(miss.hint.contains("record"))
    }

    @Test func theTerminalGetsNoControlCharacters() throws {
        let (_, miss) = try miss(
            player([entry(get("http://api.test/a?b=1"), response("1"))]),
            get("http://api.test/a?b=%1B%5B2J")
        )
        #expect(!miss.text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
    func ofATextThatTheRecordingDoesNotHaveOnlyTheBeginningIsShown(type: String) throws {
        var generator = SeededGenerator(seed: 9)
        let live = String(repeating: "seventy characters ", count: 4) + generator.hex(64)
        func sent(_ text: String) -> Request {
            let isMultipart = type.hasPrefix("multipart")
            return post(token, isMultipart ? "--b\r\n\r\n\(text)\r\n--b--" : text, type: type)
        }
        let (document, miss) = try miss(player([entry(sent("short text"), response("1"))]), sent(live))
        let shown = try #require(miss.nearest.first?.differences.first?.sent)
        #expect(shown.contains("seventy characters"))
        #expect(shown.prefix { $0 != "…" }.count <= 80)
        #expect(!document.text.contains(live.suffix(60)))
        #expect(!miss.text.contains(live.suffix(60)))
    }

    @Test(arguments: [
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x61], [0x61, 0x62, 0xFF, 0x63], [0x61, 0x1B, 0x5B, 0x32],
    ])
    func ofABodyThatIsNoTextNothingIsShown(bytes: [UInt8]) throws {
        for type in ["application/octet-stream", "application/x-www-form-urlencoded"] {
            var live = post(token, "", type: type)
            live.body = Body(bytes)
            let (_, miss) = try miss(player([entry(post(token, "a text", type: type), response("1"))]), live)
            let difference = try #require(miss.nearest.first?.differences.first)
            #expect(difference.sent == "(bytes that are no text)")
            #expect(difference.recorded == "a text")
        }
    }

    @Test(arguments: [[0x61, 0xFF, 0x3D, 0x62], [UInt8](repeating: 0x61, count: 300) + [0x3D, 0x62]])
    func aNameThatIsNoneIsNotShown(body: [UInt8]) throws {
        var live = post(token, "")
        live.body = Body(body)
        let (_, miss) = try miss(player([entry(post(token, "a=b"), response("1"))]), live)
        let fields = miss.nearest.first?.differences.map(\.field) ?? []
        #expect(Set(fields) == ["a", "(a name that is not shown)"])
    }

    @Test func aTextWithHolesIsShownLonger() throws {
        let text = String(repeating: "seventy characters ", count: 5)
        let recorded = post(token, "\(text)REDACTED_api_key_1 old", type: "text/plain")
        let player = try player([entry(recorded, response("1"), secret("api_key_1", .held))])
        let key = "tulip-and-rose-4711"
        #expect(player.text(post(token, "\(text)\(key) old", type: "text/plain")) == "1")
        let (_, miss) = try miss(player, post(token, "\(text)\(key) new", type: "text/plain"))
        let difference = try #require(miss.nearest.first?.differences.first)
        #expect(difference.sent == "\(text)REDACTED_api_key_1 new")
        #expect(difference.recorded == "\(text)REDACTED_api_key_1 old")
    }

    @Test func whoAsksIsToldOfEachMiss() throws {
        let told = Mutex<[Miss]>([])
        let tape = try Tape([entry(get("http://api.test/a"), response("1"))], name: "test")
        let player = Player([tape], onMiss: { miss in told.withLock { $0.append(miss) } })
        _ = player.answer(get("http://api.test/a"))
        _ = player.answer(get("http://api.test/b"))
        #expect(told.withLock { $0 } == player.summary.misses)
        #expect(player.summary.missCount == 1)
    }
}
