import Testing
import TokenSandbox

@Suite("The life of a token")
struct LifecycleTests {
    @Test("401, refresh, the same request again")
    func refreshAfterExpiry() throws {
        let shop = try Shop()
        let first = try shop.loginToken()
        let request = { (token: TokenAnswer) in
            shop.get("/v1/shoppers/me", ["Authorization": "Bearer " + token.accessToken, "Accept": "application/json"])
        }
        #expect(request(first).status == 200)
        shop.sandbox.clock.advance(bySeconds: 3599)
        #expect(request(first).status == 200)
        shop.sandbox.clock.advance(bySeconds: 1)
        let expired = request(first)
        #expect(expired.status == 401)
        #expect(expired.text.contains(#""code":"invalid_token","description":"Session expired""#))
        #expect(expired.field("WWW-Authenticate") == #"Bearer realm="sandbox", error="invalid_token""#)
        let second = try TokenAnswer(shop.postToken("grant_type=refresh_token&refresh_token=\(first.refreshToken)"))
        #expect(second.isWellFormed && second.accessToken != first.accessToken)
        #expect(request(second).status == 200)
        #expect(request(second).text.contains(#""authenticated":true"#))
    }

    @Test("a refresh token is spent by its use, wherever it is sent", arguments: ["form", "query", "client_id"])
    func rotation(carrier: String) throws {
        let shop = try Shop()
        let first = try shop.loginToken()
        let refresh = { (token: TokenAnswer) in
            let parameters = "grant_type=refresh_token&refresh_token=\(token.refreshToken)"
            return switch carrier {
            case "form": shop.postToken(parameters)
            case "query": shop.postToken("", query: "?" + parameters)
            default: shop.send("POST", "/oauth20/token", body: parameters + "&client_id=" + shop.credentials.apiKey)
            }
        }
        let second = try TokenAnswer(refresh(first))
        #expect(second.refreshToken != first.refreshToken)
        let refused = refresh(first)
        #expect(refused.status == 401)
        #expect(refused.text.contains(#""errors":{"error":{"code":"invalid_grant""#))
        #expect(try TokenAnswer(refresh(second)).isWellFormed)
    }

    @Test("a refresh token lives a year")
    func refreshTokenExpires() throws {
        let shop = try Shop()
        let token = try shop.loginToken()
        shop.sandbox.clock.advance(bySeconds: 365 * 86_400)
        #expect(shop.postToken("grant_type=refresh_token&refresh_token=\(token.refreshToken)").status == 401)
    }

    @Test("the description counts down; an ended token has none")
    func description() throws {
        let shop = try Shop()
        let token = try shop.anonymousToken().accessToken
        shop.sandbox.clock.advance(bySeconds: 99)
        let info = shop.get("/oauth20/access-tokens?token=\(token)&format=json")
        #expect(info.status == 200)
        #expect(info.text.contains(#""expiresIn":3500"#))
        #expect(info.text.contains(#""authenticated":"false""#))
        #expect(
            info.text.contains(#""createdOn":"2026-01-01T00:00:00.000Z","lastAccessed":"2026-01-01T00:01:39.000Z""#)
        )
        let script = shop.get(
            "/oauth20/access-tokens?token=\(token)&format=json&format=json&token=\(token)&callback=cb"
        )
        #expect(script.text.hasPrefix(#";cb({"sessionId":"#))
        let ended = shop.send("DELETE", "/oauth20/access-tokens", ["Authorization": "bearer " + token])
        #expect(ended.status == 200)
        #expect(shop.get("/oauth20/access-token?token=\(token)").status == 401)
        #expect(shop.get("/v1/shoppers/me?token=\(token)").text.contains("Invalid token for specified shopper"))
    }

    @Test("protected answers are XML unless JSON is asked for")
    func formats() throws {
        let shop = try Shop()
        let token = try shop.anonymousToken().accessToken
        let bearer = ["Authorization": "bearer " + token]
        #expect(
            shop.get("/v1/shoppers/me", bearer).text.contains(
                "<shopper><uri>http://127.0.0.1:8080/v1/shoppers/me</uri>"
            )
        )
        #expect(shop.get("/v1/shoppers/me?format=json", bearer).text.hasPrefix(#"{"shopper":{"uri":"#))
        #expect(shop.get("/v1/shoppers/me.json", bearer).text.hasPrefix("{"))
        #expect(shop.get("/v1/shoppers/me").text.contains("<errors><error><relation>"))
    }

    @Test("a script adds to the cart with GET")
    func methodOverride() throws {
        let shop = try Shop()
        let token = try shop.anonymousToken().accessToken
        let items = "/v1/shoppers/me/carts/active/line-items"
        let query = "?callback=cb&format=json&productId=1&token=\(token)&quantity=2&_=1"
        #expect(shop.get(items + query + "&method=post").text.contains(#""totalItemsInCart":2"#))
        #expect(shop.get(items + query + "&method=post").text.contains(#""totalItemsInCart":4"#))
        let refused = shop.get(items + query)
        #expect(refused.status == 405)
        #expect(refused.field("Allow") == "POST")
    }

    @Test(
        "dates come from the clock",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_767_225_600, "Thu, 01 Jan 2026 00:00:00 GMT"), (4_102_444_799, "Thu, 31 Dec 2099 23:59:59 GMT"),
        ]
    )
    func dates(seconds: Int, date: String) throws {
        let sandbox = try TokenSandbox(configuration: .init(clock: SandboxClock(startingAt: seconds)))
        #expect(sandbox.respond(to: SandboxRequest(method: "GET", target: "/pixel.gif")).field("Date") == date)
    }
}
