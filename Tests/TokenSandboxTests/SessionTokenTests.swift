import Testing
import TokenSandbox

@Suite("GET /store/{site}/SessionToken")
struct SessionTokenTests {
    private let upperHex = Set("0123456789ABCDEF")

    @Test("without a key: a session token, in the session cookie too")
    func sessionToken() throws {
        let shop = try Shop()
        let response = shop.get("/store/sandbox/SessionToken?format=json")
        #expect(response.status == 200)
        #expect(response.field("Content-Type") == "application/json;charset=UTF-8")
        #expect(response.field("Cache-Control") == "no-store")
        let token = try #require(decode([String: String].self, response.text)["session_token"])
        #expect(token.count == 32)
        #expect(token.allSatisfy(upperHex.contains))
        #expect(response.field("Set-Cookie") == "JSESSIONID=\(token); Path=/; Secure; HttpOnly")
    }

    @Test("without a key, as a script")
    func sessionTokenScript() throws {
        let response = try Shop().get("/store/sandbox/SessionToken?format=json&callback=cb_1&_=2")
        #expect(response.field("Content-Type") == "application/javascript;charset=UTF-8")
        #expect(response.text.hasPrefix(#"cb_1({"session_token":""#))
        #expect(response.text.hasSuffix(#""});"#))
    }

    @Test("with a key: wrapped, the lifetime as text")
    func wrapped() throws {
        let shop = try Shop()
        let response = shop.get("/store/sandbox/SessionToken?apiKey=\(shop.credentials.apiKey)&format=json")
        let answer = try TokenAnswer(response)
        #expect(answer.isWellFormed && answer.isWrapped && answer.hasTextualLifetime)
        #expect(answer.expiresIn == "86397")
    }

    @Test("with a key, as a script: flat, the lifetime as a number")
    func script() throws {
        let shop = try Shop()
        let callback = "jQuery3510013225370692239835_1600463566842"
        let response = shop.get(
            "/store/sandbox/SessionToken?apiKey=\(shop.credentials.apiKey)&format=json&callback=\(callback)&_=1600463566843"
        )
        let json = try #require(response.text.between(callback + "(", ");"))
        let answer = try TokenAnswer(json: json)
        #expect(answer.isWellFormed && !answer.isWrapped && !answer.hasTextualLifetime)
        #expect(response.field("Set-Cookie")?.hasPrefix("JSESSIONID=") == true)
    }

    @Test("the documents' sample has a bracket too many")
    func strayBracket() throws {
        let shop = try Shop()
        let response = shop.get("/store/sandbox/SessionToken?apiKey=\(shop.credentials.apiKey)]&format=json")
        #expect(try TokenAnswer(response).isWellFormed)
    }

    @Test("a wrong key is refused: 401, and 200 for a script")
    func wrongKey() throws {
        let shop = try Shop()
        let refused = shop.get("/store/sandbox/SessionToken?apiKey=wrong")
        #expect(refused.status == 401)
        #expect(refused.text.contains(#"{"errors":{"error":{"code":"invalid_client""#))
        #expect(refused.field("WWW-Authenticate")?.hasPrefix("Basic") == true)
        let script = shop.get("/store/sandbox/SessionToken?apiKey=wrong&callback=cb")
        #expect(script.status == 200)
        #expect(script.text.hasPrefix(#"cb({"errors""#))
    }

    @Test("a callback that is no name is not written into the script")
    func hostileCallback() throws {
        let response = try Shop().get("/store/sandbox/SessionToken?callback=alert(1)//")
        #expect(response.field("Content-Type") == "application/json;charset=UTF-8")
        #expect(!response.text.contains("alert"))
    }
}
