import FoundationEssentials
import Testing
import TokenSandbox

@Suite("Leaks")
struct LeakTests {
    @Test("the leaky page has the token in two cookies, a script and localStorage")
    func page() throws {
        let shop = try Shop(leaky: true)
        let token = try shop.loginToken().accessToken
        let handOver = shop.get("/v1/shoppers/me/carts/active/web-checkout", ["Authorization": "bearer " + token])
        #expect(handOver.status == 302)
        let location = try #require(handOver.field("Location"))
        #expect(location.hasPrefix("http://127.0.0.1:8080/store/sandbox/Checkout;jsessionid="))
        #expect(location.between("jsessionid=", "?")?.count == 32)
        #expect(location.hasSuffix("?token=" + token))
        let page = shop.get(location)
        let cookies = page.fields.filter { $0.name == "Set-Cookie" }.map(\.value)
        #expect(
            cookies.first
                == "drgc=%7B%22access_token%22%3A%22\(token)%22%2C%22token_type%22%3A%22bearer%22%7D; Path=/"
        )
        let encoded = try #require(cookies.last?.between("drgc_state=", "; Path=/"))
        let inside = try #require(Data(base64Encoded: encoded))
        #expect(String(decoding: inside, as: UTF8.self) == #"{"access_token":"\#(token)","token_type":"bearer"}"#)
        #expect(page.text.contains(#"var drgc_params = {"siteID":"sandbox","accessToken":"\#(token)"};"#))
        #expect(page.text.contains("localStorage.setItem('accessToken', '\(token)');"))
        #expect(page.text.contains(#"<img src="http://localhost:8080/pixel.gif""#))
        #expect(page.field("Referrer-Policy") == "unsafe-url")
    }

    @Test("the leaky home page fetches a token of its own")
    func home() throws {
        let shop = try Shop(leaky: true)
        let page = shop.get("/store/sandbox/Home")
        let token = try #require(page.text.between("'accessToken', '", "'"))
        #expect(shop.sandbox.issuedSecrets.contains(SandboxSecret(.accessToken, token)))
    }

    @Test(
        "the third party is another host on the same port",
        arguments: [
            ("127.0.0.1:80", "localhost:80"), ("localhost:80", "127.0.0.1:80"), ("localhost", "127.0.0.1"),
            ("[::1]:80", "localhost:80"), ("[::1]", "localhost"),
        ]
    )
    func thirdParty(host: String, other: String) throws {
        let sandbox = try TokenSandbox()
        let request = SandboxRequest(method: "GET", target: "/store/sandbox/Home", fields: [SandboxField("Host", host)])
        #expect(sandbox.respond(to: request).text.contains("src=\"http://\(other)/pixel.gif\""))
    }

    @Test("the leaky login page has the session in its path")
    func loginPath() throws {
        let shop = try Shop(leaky: true)
        let query = "client_id=\(shop.credentials.apiKey)&response_type=token&redirect_uri=https%3A%2F%2Fa.example"
        let location = try #require(shop.get("/oauth20/authorize?" + query).field("Location"))
        let session = try #require(location.between(";jsessionid=", "?requestId="))
        #expect(shop.sandbox.issuedSecrets.contains(SandboxSecret(.sessionToken, session)))
    }

    @Test("otherwise secrets are where they belong and nowhere else")
    func nothingLeaks() throws {
        let shop = try Shop(leaky: false)
        let session = try shop.sessionToken()
        let login = try shop.loginToken()
        let bearer = ["Authorization": "bearer " + login.accessToken]
        _ = try TokenAnswer(shop.postToken("grant_type=refresh_token&refresh_token=\(login.refreshToken)"))
        let answers = [
            shop.get("/store/sandbox/Home"), shop.get("/store/sandbox/Checkout?token=\(login.accessToken)"),
            shop.get("/v1/shoppers/me?format=json", bearer), shop.get("/v1/shoppers/me/carts/active", bearer),
            shop.get("/v1/shoppers/me/carts/active/web-checkout", bearer),
            shop.get("/app/callback?access_token=\(login.accessToken)"), shop.get("/pixel.gif"),
            shop.get(
                "/oauth20/authorize?client_id=\(shop.credentials.apiKey)&response_type=token&redirect_uri=https%3A%2F%2Fa.example"
            ),
            shop.postToken("grant_type=refresh_token&refresh_token=\(login.refreshToken)"),
            shop.postToken("grant_type=password&dr_session_token=\(session.lowercased())"),
            shop.postToken("grant_type=password&username=x&password=\(escape(shop.credentials.password))x"),
            shop.get("/v1/shoppers/me?token=\(login.refreshToken)"),
            shop.get("/oauth20/access-tokens?token=\(login.refreshToken)"),
            shop.get("/wire/\(login.accessToken)"),
        ]
        let secrets = shop.sandbox.issuedSecrets.filter { $0.kind != .username }
        #expect(secrets.count > 10)
        for answer in answers {
            // The session cookie is the session token's own place.
            let places =
                [answer.text]
                + answer.fields.filter { !$0.value.hasPrefix("JSESSIONID=") }.map { $0.name + ": " + $0.value }
            for secret in secrets {
                let forms = [secret.value, escape(secret.value), base64(secret.value)]
                #expect(!places.contains { place in forms.contains { place.contains($0) } }, "a \(secret.kind) leaks")
            }
        }
    }

    @Test("token answers may be stored only where the provider is leaky", arguments: [false, true])
    func storing(leaky: Bool) throws {
        let shop = try Shop(leaky: leaky)
        #expect((shop.postToken("grant_type=password").field("Cache-Control") == "no-store") == !leaky)
    }
}
