import Capture
import Secrets
import Testing

@testable import Replay

/// A password grant, two refreshes with rotation, and everything old refused.
@Suite struct StoryTests {
    private let token = "https://api.test/oauth/token"
    private let me = "https://api.test/api/me"
    private let basic = HeaderField("Authorization", "Basic REDACTED_basic_credentials_1")

    private func cassette() throws -> [CassetteEntry] {
        func granted(_ request: Request, _ number: Int, _ secrets: JSONValue...) throws -> CassetteEntry {
            let body =
                #"{"access_token": "REDACTED_access_token_\#(number)", "refresh_token": "REDACTED_refresh_token_\#(number)"}"#
            return try CassetteEntry(
                exchange: Exchange(request: request, response: response(body)),
                extension: [
                    "secrets": .array(
                        secrets + [
                            secret("access_token_\(number)", .issued, hex: 42),
                            secret("refresh_token_\(number)", .issued, hex: 48),
                        ]
                    )
                ]
            )
        }
        func refreshing(_ number: Int) -> Request {
            post(token, "grant_type=refresh_token&refresh_token=REDACTED_refresh_token_\(number)", [basic])
        }
        let refused = response(#"{"error": "invalid_grant"}"#, status: 400)
        return try [
            granted(
                post(token, "grant_type=password&username=alice&password=REDACTED_password_1", [basic]),
                1,
                secret("password_1", .held),
                secret("client_secret_1", .held, hex: 40),
                wrapper("basic_credentials_1", .held, ["base64"], "client:REDACTED_client_secret_1")
            ),
            entry(get(me, [bearer("REDACTED_access_token_1")]), response("me 1")),
            granted(refreshing(1), 2),
            granted(refreshing(2), 3),
            entry(get(me, [bearer("REDACTED_access_token_3")]), response("me 3")),
            entry(get(me, [bearer("REDACTED_access_token_1")]), response("expired", status: 401)),
            entry(refreshing(1), refused),
            entry(
                post(token, "grant_type=password&username=alice&password=REDACTED_password_2", [basic]),
                refused,
                secret("password_2", .held)
            ),
        ]
    }

    /// Plays the story with a client's own secrets; what each step got.
    private func play(_ player: Player, password: String, secret: String, session: String?) throws -> [String] {
        let pair = String(decoding: Base64.encode(Array("client:\(secret)".utf8)), as: UTF8.self)
        let basic = HeaderField("Authorization", "Basic \(pair)")
        var log: [String] = []
        func ask(_ request: Request) -> JSONValue {
            let answer = player.answer(request, session: session)
            log.append("\(answer.status) \(answer.text)")
            return (try? JSONValue(parsing: answer.body.bytes)) ?? .null
        }
        func refresh(_ value: String) -> JSONValue {
            ask(post(token, "refresh_token=\(value)&grant_type=refresh_token", [basic]))
        }
        func login(_ password: String) -> JSONValue {
            ask(post(token, "grant_type=password&username=alice&password=\(password)", [basic]))
        }
        let first = login(password)
        let access = try #require(first["access_token"]?.string)
        let refreshToken = try #require(first["refresh_token"]?.string)
        _ = ask(get(me, [bearer(access)]))
        let second = refresh(refreshToken)
        let third = try refresh(#require(second["refresh_token"]?.string))
        _ = try ask(get(me, [bearer(#require(third["access_token"]?.string))]))
        _ = ask(get(me, [bearer(access)]))
        _ = refresh(refreshToken)
        _ = login("nope" + password)
        return log
    }

    @Test func everyStepGetsItsAnswer() throws {
        let player = try player(cassette())
        let log = try play(player, password: "correct", secret: "mine", session: nil)
        #expect(log.map { $0.prefix(3) } == ["200", "200", "200", "200", "200", "401", "400", "400"])
        #expect(log[1] == "200 me 1")
        #expect(log[4] == "200 me 3")
        #expect(Set(log[0...3]).count == 4)
        #expect(player.summary.isComplete)
    }

    @Test func sessionsDoNotDisturbOneAnother() throws {
        let player = try player(cassette())
        let expected = try play(player, password: "a", secret: "b", session: nil)
        for session in 0..<20 {
            let log = try play(player, password: "p\(session)", secret: "s\(session)", session: "s\(session)")
            #expect(log == expected)
        }
    }
}
