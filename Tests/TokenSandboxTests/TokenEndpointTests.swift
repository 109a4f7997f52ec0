import Testing
import TokenSandbox

@Suite("/oauth20/token")
struct TokenEndpointTests {
    @Test("session token in the content: wrapped", arguments: Carrier.allCases)
    func exchange(_ carrier: Carrier) throws {
        let shop = try Shop()
        let session = try shop.sessionToken()
        let response = shop.postToken(carrier.body(session), ["Content-Type": carrier.contentType])
        let answer = try TokenAnswer(response)
        #expect(response.status == 200)
        #expect(answer.isWellFormed && answer.isWrapped && answer.hasTextualLifetime)
        #expect(answer.expiresIn == "86397")
        #expect(response.field("Cache-Control") == "no-store")
        #expect(response.field("Pragma") == "no-cache")
    }

    /// The ways to write a session token into the content.
    enum Carrier: CaseIterable {
        case form
        case json
        case documentsObject
        case documentsObjectInOneLine
        case lines

        func body(_ token: String) -> String {
            switch self {
            case .form: "dr_session_token=\(token)&grant_type=password&format=json"
            case .json: #"{"dr_session_token": "\#(token)", "grant_type": "password", "format": "json"}"#
            case .documentsObject:
                "{\n    dr_session_token: \(token)\n    grant_type: password\n    format:json\n}"
            case .documentsObjectInOneLine: "{ dr_session_token: \(token) grant_type: password format:json }"
            case .lines: "dr_session_token: \(token)\ngrant_type: password\nformat:json"
            }
        }

        var contentType: String {
            self == .json ? "application/json" : "application/x-www-form-urlencoded"
        }
    }

    @Test("session token in the query, or split: flat", arguments: ["dr_session_token", "sessionToken"])
    func exchangeInQuery(name: String) throws {
        let shop = try Shop()
        let session = try shop.sessionToken()
        for (query, form) in [
            ("?\(name)=\(session)&grant_type=password&format=json", ""), ("?\(name)=\(session)", "grant_type=password"),
        ] {
            let answer = try TokenAnswer(shop.postToken(form, query: query))
            #expect(answer.isWellFormed && !answer.isWrapped && !answer.hasTextualLifetime)
        }
    }

    @Test("a public client names itself by client_id")
    func publicClient() throws {
        let shop = try Shop()
        let session = try shop.sessionToken()
        let target =
            "/oauth20/token?grant_type=password&client_id=\(shop.credentials.apiKey)&dr_session_token=\(session)"
        #expect(try TokenAnswer(shop.send("POST", target, ["Content-Length": "0"])).isWellFormed)
    }

    @Test(
        "the same endpoint under its other names",
        arguments: ["/oauth20/token/", "/oauth20/token.json", "/v1/oauth20/token"]
    )
    func names(path: String) throws {
        let shop = try Shop()
        let response = shop.send("POST", path + "?grant_type=password", ["Authorization": "Basic " + shop.basicPair])
        #expect(try TokenAnswer(response).isWellFormed)
    }

    @Test("GET for scripts")
    func script() throws {
        let shop = try Shop()
        let response = shop.get("/oauth20/token?grant_type=password&client_id=\(shop.credentials.apiKey)&callback=cb")
        #expect(response.text.hasPrefix("/**/cb({"))
        let json = try #require(response.text.between("cb(", ");"))
        #expect(try TokenAnswer(json: json).isWellFormed)
    }

    @Test("key and session token for scripts: /v1/shoppers/token")
    func shopperToken() throws {
        let shop = try Shop()
        let session = try shop.sessionToken()
        let key = shop.credentials.apiKey
        for parameters in [
            "session_token=\(session)&format=json", "format=json&method=get&cookie=JSESSIONID=\(session)",
        ] {
            let answer = try TokenAnswer(shop.get("/v1/shoppers/token?apiKey=\(key)&\(parameters)"))
            #expect(answer.isWellFormed && !answer.isWrapped)
        }
        #expect(shop.get("/v1/shoppers/token?apiKey=wrong&session_token=\(session)").status == 401)
    }

    @Test("anonymous, the grant in the query: the lifetime as text")
    func anonymous() throws {
        let answer = try Shop().anonymousToken()
        #expect(answer.isWellFormed && !answer.isWrapped && answer.hasTextualLifetime)
        #expect(answer.expiresIn == "3599")
    }

    @Test("anonymous, as other clients write it")
    func anonymousVariants() throws {
        let shop = try Shop()
        let key = shop.credentials.apiKey
        let bearer = ["authorization": "bearer " + shop.basicPair]
        let responses = [
            shop.send("POST", "/oauth20/token?grant_type=password", bearer),
            shop.send("POST", "/oauth20/token", body: "client_id=\(key)&grant_type=password"),
            shop.send("POST", "/oauth20/token/", body: "{ client_id=\(key)&grant_type=password }"),
            shop.postToken("grant_type=password&username=anonymous&password=anonymous&ts=1600463566843"),
        ]
        for response in responses { #expect(try TokenAnswer(response).isWellFormed) }
    }

    @Test("a shopper logs in, with the limited token as a nameless cookie", arguments: [false, true])
    func login(inBase64: Bool) throws {
        let shop = try Shop()
        let limited = try shop.anonymousToken()
        let user = escape(shop.credentials.username)
        let password = inBase64 ? base64(shop.credentials.password) : shop.credentials.password
        let response = shop.postToken(
            "grant_type=password&username=\(user)&password=\(escape(password))",
            ["Accept": "application/json", "Cookie": limited.accessToken]
        )
        let answer = try TokenAnswer(response)
        #expect(answer.isWellFormed && !answer.isWrapped && !answer.hasTextualLifetime)
        #expect(answer.expiresIn == "3600")
        #expect(answer.accessToken != limited.accessToken)
        let me = shop.get("/v1/shoppers/me?format=json", ["Authorization": "bearer " + answer.accessToken])
        #expect(me.text.contains(#""authenticated":true"#))
    }

    @Test("credentials in JSON, escaped")
    func loginInJSON() throws {
        let shop = try Shop()
        let password = shop.credentials.password.replacing("%", with: "\\u0025").replacing("s", with: "\\u0073")
        let body = #"{"grant_type":"password","username":"shopper@example.com","password":"\#(password)"}"#
        #expect(try TokenAnswer(shop.postToken(body, ["Content-Type": "application/json"])).isWellFormed)
    }

    @Test("all in the query")
    func loginInQuery() throws {
        let shop = try Shop()
        #expect(try TokenAnswer(shop.postToken("", query: "?" + shop.loginForm)).isWellFormed)
    }

    @Test("a wrong password is refused without a trace of it")
    func wrongPassword() throws {
        let shop = try Shop()
        let response = shop.postToken("grant_type=password&username=shopper%40example.com&password=not-it")
        #expect(response.status == 400)
        #expect(response.text.contains(#""code":"password-failure""#))
        #expect(!response.text.contains("not-it"))
    }

    @Test("the client's own shopper")
    func clientHosted() throws {
        let shop = try Shop()
        let form = "grant_type=client_credentials&dr_external_reference_id="
        let answer = try TokenAnswer(shop.postToken(form + shop.credentials.externalReference))
        #expect(answer.isWellFormed)
        let info = shop.get("/oauth20/access-tokens?token=\(answer.accessToken)")
        #expect(info.text.contains(#""authenticated":"true""#))
        #expect(shop.postToken(form + "nobody").status == 400)
        let withKeyAlone = shop.send(
            "POST",
            "/oauth20/token",
            body: form + shop.credentials.externalReference + "&client_id=\(shop.credentials.apiKey)"
        )
        #expect(withKeyAlone.status == 401)
    }

    @Test(
        "a limited or session token carries the cart into the full token",
        arguments: ["dr_limited_token", "dr_session_token"]
    )
    func cartIsCarriedOver(name: String) throws {
        let shop = try Shop()
        let session = try shop.sessionToken()
        let limited = try TokenAnswer(shop.postToken("grant_type=password&dr_session_token=\(session)"))
        let bearer = ["Authorization": "bearer " + limited.accessToken]
        _ = shop.send("POST", "/v1/shoppers/me/carts/active/line-items?productId=5&quantity=3", bearer)
        let value = name == "dr_limited_token" ? limited.accessToken : session
        let full = try TokenAnswer(shop.postToken(shop.loginForm + "&\(name)=\(value)"))
        let cart = shop.get("/v1/shoppers/me/carts/active.json", ["Authorization": "bearer " + full.accessToken])
        #expect(cart.text.contains(#""totalItemsInCart":3"#))
    }

    @Test(
        "requests that no grant fits",
        arguments: [
            ("", 400, "invalid_request"), ("grant_type=device", 400, "unsupported_grant_type"),
            ("grant_type=password&dr_session_token=unknown", 400, "invalid_request"),
            ("grant_type=password&dr_limited_token=unknown", 400, "dr_limited_token_invalid"),
            ("grant_type=authorization_code&code=unknown", 400, "invalid_grant"),
            ("grant_type=refresh_token&refresh_token=unknown", 401, "invalid_grant"),
        ]
    )
    func refused(form: String, status: Int, code: String) throws {
        let response = try Shop().postToken(form)
        #expect(response.status == status)
        #expect(response.text.contains("\"\(code)\""))
        #expect(!response.text.contains("unknown"))
    }

    @Test("an unknown client is refused flat", arguments: ["Basic d3Jvbmc6d3Jvbmc=", "Bearer nothing", "Digest x", ""])
    func unknownClient(authorization: String) throws {
        let shop = try Shop()
        let response = shop.send("POST", "/oauth20/token?grant_type=password", ["Authorization": authorization])
        #expect(response.status == 401)
        #expect(
            response.text.hasPrefix(
                #"{"error":"invalid_client","error_description":"Request Contains Invalid Client ID","error_uri":""#
            )
        )
        #expect(response.field("WWW-Authenticate") != nil)
    }

    @Test("XML when it is asked for")
    func xml() throws {
        let shop = try Shop()
        let token = shop.postToken("grant_type=password", ["Accept": "application/xml"])
        #expect(token.field("Content-Type") == "application/xml;charset=UTF-8")
        #expect(token.text.hasPrefix(#"<?xml version="1.0" encoding="UTF-8"?>"# + "\n<token><access_token>"))
        #expect(token.text.between("<access_token>", "</access_token>")?.count == 160)
        #expect(token.text.contains("<token_type>bearer</token_type><expires_in>3599</expires_in>"))
        let failure = shop.postToken("grant_type=password&username=x&password=y", ["Accept": "text/xml"])
        #expect(failure.text.contains("<errors><error><code>password-failure</code><description>"))
    }
}
