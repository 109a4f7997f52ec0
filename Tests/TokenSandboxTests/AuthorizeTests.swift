import Testing
import TokenSandbox

@Suite("/oauth20/authorize and the login page")
struct AuthorizeTests {
    private let callback = "https%3A%2F%2Fshop.example.com%2Fcb"

    private func authorize(_ shop: Shop, _ parameters: String) throws -> SandboxResponse {
        shop.get("/oauth20/authorize?client_id=\(shop.credentials.apiKey)&\(parameters)")
    }

    /// Follows the redirect to the login page and sends its form.
    private func logIn(_ shop: Shop, _ response: SandboxResponse, form: String? = nil) throws -> SandboxResponse {
        let location = try #require(response.field("Location"))
        #expect(response.status == 302 && response.body.isEmpty)
        #expect(location.hasPrefix("http://127.0.0.1:8080/store/sandbox/Login"))
        let page = shop.get(location)
        #expect(page.status == 200)
        let number = try #require(page.text.between(#"name="requestId" value=""#, "\""))
        let user = escape(shop.credentials.username)
        let right = "username=\(user)&password=\(escape(shop.credentials.password))"
        return shop.send("POST", "/store/sandbox/Login", body: "requestId=\(number)&" + (form ?? right))
    }

    @Test("the token comes in the fragment")
    func implicit() throws {
        let shop = try Shop()
        let limited = try shop.anonymousToken().accessToken
        let start = try authorize(
            shop,
            "response_type=token&dr_limited_token=\(limited)&redirect_uri=\(callback)&state=a%20b"
        )
        let end = try logIn(shop, start)
        #expect(end.status == 302 && end.body.isEmpty)
        let location = try #require(end.field("Location"))
        #expect(location.hasPrefix("https://shop.example.com/cb#access_token="))
        #expect(location.hasSuffix("&token_type=bearer&expires_in=3599&state=a%20b"))
        let token = try #require(location.between("access_token=", "&"))
        let me = shop.get("/v1/shoppers/me?format=json&token=" + token)
        #expect(me.text.contains(#""authenticated":true"#))
    }

    @Test(
        "the token comes in the query when that is asked for",
        arguments: [
            ("https%3A%2F%2Fshop.example.com%2Fcb", "https://shop.example.com/cb?access_token="),
            ("https%3A%2F%2Fshop.example.com%2Fcb%3Fa%3D1", "https://shop.example.com/cb?a=1&access_token="),
            ("http%253A%252F%252Fshop.example.com%252Fcb", "http://shop.example.com/cb?access_token="),
        ]
    )
    func inQuery(redirect: String, start: String) throws {
        let shop = try Shop()
        let response = try authorize(shop, "response_type=token&response_mode=query&redirect_uri=\(redirect)")
        let location = try logIn(shop, response).field("Location")
        #expect(location?.hasPrefix(start) == true)
    }

    @Test("a code, which is good for one exchange with the same redirect URI")
    func code() throws {
        let shop = try Shop()
        let location = try #require(
            try logIn(shop, authorize(shop, "response_type=code&redirect_uri=\(callback)&state=s")).field("Location")
        )
        let code = try #require(location.between("https://shop.example.com/cb?code=", "&state=s"))
        #expect(code.count == 40)
        let form = "grant_type=authorization_code&code=\(code)&redirect_uri=\(callback)&ts=1600463566843"
        #expect(try TokenAnswer(shop.postToken(form)).isWellFormed)
        let again = shop.postToken(form)
        #expect(again.status == 400)
        #expect(again.text.hasPrefix(#"{"error":"invalid_grant""#))
    }

    @Test("a code for another address, or too old, is refused")
    func codeRefused() throws {
        let shop = try Shop()
        for (redirect, wait) in [("https%3A%2F%2Fother.example.com", 0), (callback, 601)] {
            let end = try logIn(shop, authorize(shop, "response_type=code&redirect_uri=\(callback)"))
            let code = try #require(end.field("Location")?.split(separator: "=").last)
            shop.sandbox.clock.advance(bySeconds: wait)
            let form = "grant_type=authorization_code&code=\(code)&redirect_uri=\(redirect)"
            #expect(shop.postToken(form).status == 400)
        }
    }

    @Test("a cancelled login goes back with an error")
    func cancelled() throws {
        let shop = try Shop()
        let start = try authorize(shop, "response_type=token&redirect_uri=\(callback)&state=s")
        let end = try logIn(shop, start, form: "cancel=yes")
        #expect(
            end.field("Location")
                == "https://shop.example.com/cb#error=access_denied&error_description=The%20shopper%20did%20not%20log%20in&state=s"
        )
    }

    @Test("a wrong password shows the form again; a login works once")
    func wrongPassword() throws {
        let shop = try Shop()
        let start = try authorize(shop, "response_type=token&redirect_uri=\(callback)")
        let refused = try logIn(shop, start, form: "username=shopper%40example.com&password=not-it")
        #expect(refused.status == 401)
        #expect(refused.text.contains("<form") && !refused.text.contains("not-it"))
        #expect(try logIn(shop, start).status == 302)
        #expect(shop.get(try #require(start.field("Location"))).status == 404)
    }

    @Test(
        "faults that must not redirect do not",
        arguments: [
            ("client_id=wrong&response_type=token&redirect_uri=https%3A%2F%2Fa.example", 401),
            ("response_type=token", 400),
            ("response_type=token&redirect_uri=javascript%3Aalert(1)", 400),
            ("response_type=token&redirect_uri=https%3A%2F%2Fa.example%0D%0AX%3A1", 400),
            ("response_type=token&redirect_uri=https%3A%2F%2Fa.example&dr_limited_token=unknown", 400),
        ]
    )
    func faults(parameters: String, status: Int) throws {
        let shop = try Shop()
        let key = parameters.contains("client_id") ? "" : "client_id=\(shop.credentials.apiKey)&"
        let response = shop.get("/oauth20/authorize?" + key + parameters)
        #expect(response.status == status)
        #expect(response.field("Location") == nil)
    }

    @Test("an unknown response type goes back with an error")
    func unknownResponseType() throws {
        let response = try authorize(Shop(), "response_type=mac&redirect_uri=\(callback)")
        #expect(
            response.field("Location")?.hasPrefix("https://shop.example.com/cb?error=unsupported_response_type") == true
        )
    }
}
