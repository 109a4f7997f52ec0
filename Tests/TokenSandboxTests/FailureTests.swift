import Testing
import TokenSandbox

@Suite("Errors and preflight")
struct FailureTests {
    @Test("the gateway answers an unknown path in XML, to JSON clients too")
    func unknownPath() throws {
        let response = try Shop().get("/v1/nothing", ["Accept": "application/json"])
        #expect(response.status == 404)
        #expect(response.field("Content-Type") == "text/xml;charset=UTF-8")
        #expect(
            response.text.contains(
                "<fault><faultstring>Service Identification Failure</faultstring><detail><errorcode>26108</errorcode><trace>"
            )
        )
    }

    @Test("a method that a path has not")
    func wrongMethod() throws {
        let response = try Shop().send("PUT", "/oauth20/token")
        #expect(response.status == 405)
        #expect(response.field("Allow") == "POST, GET")
    }

    @Test("a protected resource refuses with a list")
    func listed() throws {
        let response = try Shop().get("/v1/shoppers/me/carts/active?format=json&token=unknown")
        #expect(response.status == 401)
        #expect(
            response.text
                == #"{"errors":{"error":[{"relation":"http://127.0.0.1:8080/v1/shoppers","code":"invalid_token","description":"Invalid token for specified shopper"}]}}"#
        )
    }

    @Test("a script sees its error as a success")
    func scriptError() throws {
        let response = try Shop().get("/v1/shoppers/me?callback=cb&token=unknown")
        #expect(response.status == 200)
        #expect(response.text.contains(#""code":"invalid_token""#))
    }

    @Test("only the leaky provider echoes the refused refresh token", arguments: [false, true])
    func echo(leaky: Bool) throws {
        let response = try Shop(leaky: leaky).postToken("grant_type=refresh_token&refresh_token=0123456789abcdef")
        #expect(response.text.contains("Invalid refresh token: 0123456789abcdef") == leaky)
        #expect(response.text.contains("0123456789abcdef") == leaky)
    }

    @Test("preflight: any origin, with credentials, five bytes")
    func preflight() throws {
        let response = try Shop().send("OPTIONS", "/oauth20/token", ["Origin": "https://shop.example.com"])
        #expect(response.status == 200)
        #expect(response.body.count == 5)
        #expect(response.field("Access-Control-Allow-Origin") == "*")
        #expect(response.field("Access-Control-Allow-Credentials") == "true")
        #expect(response.field("Access-Control-Allow-Methods") == "POST,OPTIONS")
    }

    @Test("other answers name the origin that asked")
    func origin() throws {
        let shop = try Shop()
        let response = shop.postToken("grant_type=password", ["Origin": "https://shop.example.com"])
        #expect(response.field("Access-Control-Allow-Origin") == "https://shop.example.com")
        #expect(response.field("Vary") == "Origin")
    }
}
