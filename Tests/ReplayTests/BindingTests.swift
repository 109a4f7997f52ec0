import Capture
import Secrets
import Testing

@testable import Replay

/// How holes are bound, by their match class.
@Suite struct BindingTests {
    private let token = "http://api.test/oauth/token"

    @Test func anIssuedValueMustComeBackExactly() throws {
        let player = try player([
            entry(
                post(token, "grant_type=client_credentials"),
                response(#"{"access_token":"REDACTED_access_token_1"}"#),
                secret("access_token_1", .issued, hex: 40)
            ),
            entry(get("http://api.test/me", [bearer("REDACTED_access_token_1")]), response("me")),
        ])
        let access = try minted("access_token_1", hex: 40)
        #expect(player.text(post(token, "grant_type=client_credentials")) == #"{"access_token":"\#(access)"}"#)
        #expect(player.text(get("http://api.test/me", [bearer(String(repeating: "b", count: 40))])) == "miss")
        #expect(player.text(get("http://api.test/me")) == "miss")
        #expect(player.text(get("http://api.test/me", [HeaderField("authorization", "bearer  \(access)")])) == "me")
    }

    @Test func aHeldValueBindsOnceAndOnlyOnce() throws {
        let player = try player([
            entry(
                post(token, "user=a&password=REDACTED_password_1"),
                response("right"),
                secret("password_1", .held)
            ),
            entry(
                post(token, "user=a&password=REDACTED_password_2"),
                response("wrong: REDACTED_password_2"),
                secret("password_2", .held)
            ),
        ])
        #expect(player.text(post(token, "user=a&password=p%C3%A4%20%26")) == "right")
        #expect(player.text(post(token, "user=a&password=nope")) == "wrong: nope")
        #expect(player.text(post(token, "user=a&password=p%C3%A4+%26")) == "right")
        #expect(player.text(post(token, "user=a&password=third")) == "miss")
        #expect(player.text(post(token, "user=a&password=")) == "miss")
        #expect(player.text(post(token, "user=a&password=third"), session: "another") == "right")
    }

    @Test func whatReplayIssuedIsNeverTheClientsOwn() throws {
        let player = try player([
            entry(
                get("http://api.test/me", [bearer("REDACTED_access_token_1")]),
                response("me"),
                secret("access_token_1", .issued, hex: 32)
            ),
            entry(
                get("http://api.test/me", [bearer("REDACTED_access_token_2")]),
                response("refused"),
                secret("access_token_2", .held)
            ),
        ])
        let access = try minted("access_token_1", hex: 32)
        for _ in 0..<3 { #expect(player.text(get("http://api.test/me", [bearer(access)])) == "me") }
        #expect(player.text(get("http://api.test/me", [bearer("made-up")])) == "refused")
    }

    /// A token in a link of a mail, which a later answer calls an access token: it was learned only then.
    @Test func aValueThatTheClientHadBeforeItWasIssuedIsItsOwn() throws {
        let player = try player([
            entry(get("http://api.test/share/REDACTED_access_token_1"), response("shared")),
            entry(
                get("http://api.test/mine"),
                response(#"{"access_token":"REDACTED_access_token_1"}"#),
                secret("access_token_1", .issued, hex: 32)
            ),
        ])
        #expect(player.text(get("http://api.test/share/of-my-own")) == "shared")
        #expect(player.text(get("http://api.test/mine")) == #"{"access_token":"of-my-own"}"#)
        #expect(player.text(get("http://api.test/share/another")) == "miss")
    }

    @Test func aVolatileValueIsIgnored() throws {
        let player = try player([
            entry(
                get("http://api.test/?a=1&_=REDACTED_cache_buster_1"),
                response("1"),
                secret("cache_buster_1", .volatile)
            ),
            entry(
                get("http://api.test/?a=1&_=REDACTED_cache_buster_2"),
                response("2"),
                secret("cache_buster_2", .volatile)
            ),
        ])
        #expect(player.text(get("http://api.test/?_=17&a=1")) == "1")
        #expect(player.text(get("http://api.test/?a=1")) == "2")
        #expect(player.text(get("http://api.test/?a=1&_=1&_=2")) == "miss")
    }

    @Test func anEchoComesBack() throws {
        let player = try player([
            entry(
                get("http://api.test/authorize?state=REDACTED_state_1&client_id=a"),
                response(
                    "",
                    status: 302,
                    type: "text/html",
                    [HeaderField("Location", "https://app.test/cb?code=REDACTED_code_1&state=REDACTED_state_1")]
                ),
                secret("state_1", .echo),
                secret("code_1", .issued, hex: 12)
            )
        ])
        let code = try minted("code_1", hex: 12)
        for (state, encoded) in [("abc", "abc"), ("x%2By%3D%26", "x%2By%3D%26"), ("a%0D%0Ab", "a%0D%0Ab")] {
            let answer = player.answer(get("http://api.test/authorize?client_id=a&state=\(state)"))
            #expect(answer.fields.first("Location") == "https://app.test/cb?code=\(code)&state=\(encoded)")
        }
    }

    @Test func anEchoIsRememberedForLaterAnswers() throws {
        let player = try player([
            entry(get("http://api.test/authorize?state=REDACTED_state_1"), response("form"), secret("state_1", .echo)),
            entry(post("http://api.test/login", "ok=1"), response("REDACTED_state_1", type: "text/plain")),
        ])
        #expect(player.text(get("http://api.test/authorize?state=mine")) == "form")
        #expect(player.text(post("http://api.test/login", "ok=1")) == "mine")
    }

    @Test func jsonpCallsTheLiveCallback() throws {
        let player = try player([
            entry(
                get("http://api.test/session?callback=REDACTED_callback_1&_=REDACTED_cache_buster_1"),
                response(
                    #"REDACTED_callback_1({"session_token":"REDACTED_session_token_1"});"#,
                    type: "text/javascript"
                ),
                secret("callback_1", .echo),
                secret("cache_buster_1", .volatile),
                secret("session_token_1", .issued, hex: 20)
            )
        ])
        let session = try minted("session_token_1", hex: 20)
        #expect(
            player.text(get("http://api.test/session?callback=jQuery35_17&_=99"))
                == #"jQuery35_17({"session_token":"\#(session)"});"#
        )
    }

    @Test func aBasicPairIsReadInHalves() throws {
        let credentials = [HeaderField("Authorization", "Basic REDACTED_basic_credentials_1")]
        let wrong = [HeaderField("Authorization", "Basic REDACTED_basic_credentials_2")]
        let player = try player([
            entry(
                post(token, "grant_type=client_credentials", credentials),
                response("token"),
                secret("api_key_1", .held),
                secret("client_secret_1", .held),
                wrapper("basic_credentials_1", .held, ["base64"], "REDACTED_api_key_1:REDACTED_client_secret_1")
            ),
            entry(
                post(token, "grant_type=client_credentials", wrong),
                response("no REDACTED_basic_credentials_2", type: "text/plain"),
                secret("client_secret_2", .held),
                wrapper("basic_credentials_2", .held, ["base64"], "REDACTED_api_key_1:REDACTED_client_secret_2")
            ),
            entry(get("http://api.test/keys?key=REDACTED_api_key_1"), response("keys")),
        ])
        func ask(_ pair: String) -> String {
            let encoded = String(decoding: Base64.encode(Array(pair.utf8)), as: UTF8.self)
            return player.text(
                post(token, "grant_type=client_credentials", [HeaderField("Authorization", "basic \(encoded)")])
            )
        }
        #expect(ask("key:s3:cret") == "token")
        #expect(ask("key:other") == "no a2V5Om90aGVy")
        #expect(ask("another:s3:cret") == "miss")
        #expect(player.text(get("http://api.test/keys?key=key")) == "keys")
        #expect(player.text(get("http://api.test/keys?key=another")) == "miss")
    }

    @Test func aBase64CookieIsRebuiltAndRead() throws {
        let cookie = HeaderField("Cookie", "auth=REDACTED_wrapped_1")
        let player = try player([
            entry(
                get("http://api.test/login"),
                response("in", [HeaderField("Set-Cookie", "auth=REDACTED_wrapped_1; Path=/")]),
                secret("access_token_1", .issued, hex: 24),
                wrapper("wrapped_1", .issued, ["base64"], #"{"access_token":"REDACTED_access_token_1","exp":1}"#)
            ),
            entry(get("http://api.test/cart", [HeaderField("Cookie", "auth=nothing")]), response("stranger")),
            entry(get("http://api.test/cart", [cookie]), response("cart")),
        ])
        let json = try #"{"access_token":"\#(minted("access_token_1", hex: 24))","exp":1}"#
        let value = String(decoding: Base64.encode(Array(json.utf8)), as: UTF8.self)
        let answer = player.answer(get("http://api.test/login"))
        #expect(answer.fields.first("Set-Cookie") == "auth=\(value); Path=/")
        for _ in 0..<2 {
            #expect(player.text(get("http://api.test/cart", [HeaderField("Cookie", "a=b; auth=\(value)")])) == "cart")
        }
    }

    @Test func aJSONWebTokenKeepsItsClaims() throws {
        let template = #"{"alg":"RS256"}.{"sub":"me"}.REDACTED_signature_1"#
        let player = try player([
            entry(
                get("http://api.test/id"),
                response("REDACTED_id_token_1", type: "text/plain"),
                secret("signature_1", .volatile, hex: 30),
                wrapper("id_token_1", .issued, ["jwt"], template)
            ),
            entry(get("http://api.test/me", [bearer("REDACTED_id_token_1")]), response("me")),
        ])
        let token = player.text(get("http://api.test/id"))
        let parts = token.split(separator: ".").map(String.init)
        #expect(parts.count == 3)
        #expect(Base64.decode(Array(parts[1].utf8)).map { String(decoding: $0, as: UTF8.self) } == #"{"sub":"me"}"#)
        #expect(parts[2].utf8.count == 30)
        #expect(player.text(get("http://api.test/me", [bearer(token)])) == "me")
        #expect(player.text(get("http://api.test/me", [bearer("e30.e30.x")])) == "miss")
    }

    @Test func holesAreReadWhereTheyStand() throws {
        let player = try player([
            entry(get("http://api.test/botREDACTED_api_key_1/getMe"), response("bot"), secret("api_key_1", .held)),
            entry(
                post("http://api.test/soap", "<l><p>REDACTED_password_1</p></l>", type: "text/xml"),
                response("soap"),
                secret("password_1", .held)
            ),
            entry(
                post("http://api.test/json", #"{"pin":"REDACTED_password_1"}"#, type: "application/json"),
                response("json")
            ),
        ])
        #expect(player.text(get("http://api.test/bot12%3Aab/x/getMe")) == "miss")
        #expect(player.text(get("http://api.test/bot12%3Aab/getMe")) == "bot")
        #expect(player.text(get("http://api.test/bot12:ab/getMe")) == "bot")
        #expect(player.text(post("http://api.test/soap", "<l><p>a&lt;b</p></l>", type: "text/xml")) == "soap")
        #expect(player.text(post("http://api.test/json", #"{"pin":"ab"}"#, type: "application/json")) == "miss")
        #expect(player.text(post("http://api.test/json", #"{"pin":"a\u003cb"}"#, type: "application/json")) == "json")
    }

    @Test func aMaskedNumberFitsANumber() throws {
        let player = try player([
            entry(
                post("http://api.test/", #"{"pin":"REDACTED_otp_1"}"#, type: "application/json"),
                response("ok"),
                secret("otp_1", .held)
            )
        ])
        #expect(player.text(post("http://api.test/", #"{"pin":123456}"#, type: "application/json")) == "ok")
    }

    @Test func wrappersThatHoldThemselvesHoldNothing() throws {
        let player = try player([
            entry(
                get("http://api.test/?a=REDACTED_wrapped_1&b=REDACTED_wrapped_2"),
                response("REDACTED_wrapped_1 REDACTED_wrapped_2", type: "text/plain"),
                wrapper("wrapped_1", .held, [], "x REDACTED_wrapped_2"),
                wrapper("wrapped_2", .held, [], "x REDACTED_wrapped_1")
            )
        ])
        #expect(player.text(get("http://api.test/?a=x+x+one&b=x+one")) == "x x one x one")
    }

    @Test func wrappersDoNotGrowWithoutBound() throws {
        let chain = (1...40).map { number in
            let inner = "REDACTED_wrapped_\(number + 1)"
            return wrapper("wrapped_\(number)", .issued, [], "\(inner) \(inner) \(inner)")
        }
        let cassette = try CassetteEntry(
            exchange: Exchange(
                request: get("http://api.test/"),
                response: response("REDACTED_wrapped_1", type: "text/plain")
            ),
            extension: ["secrets": .array(chain + [secret("wrapped_41", .issued)])]
        )
        #expect(player([cassette]).answer(get("http://api.test/")).body.length < 1 << 20)
    }
}
