import Capture

/// A client that goes through a token conversation with secrets of its own.
struct Shopper {
    enum Step: CaseIterable {
        case login, wrongLogin, refresh, oldRefresh, me, oldMe, session, authorize, page, identity, xml, remember,
            keyed, keyless
    }

    private let password: String
    private let secret: String
    private let key: String
    private var generator: SeededGenerator
    private var access = ["none-yet"]
    private var refresh = ["none-yet"]
    private var cookie: String?

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        password = "pä$$ & =+%" + generator.hex(12)
        secret = generator.hex(40)
        key = generator.hex(40)
    }

    /// Goes through the steps; what was asked and what was answered.
    func run(_ steps: [Step], _ answer: (Request, Step) -> Response) -> [Exchange] {
        var shopper = self
        return steps.map { step in
            let request = shopper.request(step)
            let response = answer(request, step)
            shopper.learn(response)
            return Exchange(request: request, response: response)
        }
    }

    private mutating func request(_ step: Step) -> Request {
        let base = "https://api.test"
        var fields = cookie.map { [HeaderField("Cookie", "JSESSIONID=\($0)")] } ?? []
        func form(_ text: String) -> Request { post("\(base)/oauth/token", text, fields) }
        func encoded(_ text: String) -> String {
            String(decoding: PercentCoding.encode(Array(text.utf8)), as: UTF8.self)
        }
        switch step {
        case .login, .wrongLogin:
            let pair = Base64.encode(Array("shop:\(secret)".utf8))
            fields.append(HeaderField("Authorization", "Basic \(String(decoding: pair, as: UTF8.self))"))
            let password = step == .login ? password : "wrong \(password)"
            return form("grant_type=password&username=alice&password=\(encoded(password))")
        case .refresh: return form("grant_type=refresh_token&refresh_token=\(refresh.last ?? "")")
        case .oldRefresh: return form("grant_type=refresh_token&refresh_token=\(refresh[0])")
        case .me: return get("\(base)/me", fields + [bearer(access.last ?? "")])
        case .oldMe: return get("\(base)/me", fields + [bearer(access[0])])
        case .session:
            let query =
                "callback=jQuery\(generator.hex(8))&format=json&_=\(100_000_000 + generator.next() % 900_000_000)"
            return get("\(base)/SessionToken?\(query)", fields)
        case .authorize:
            let query = "response_type=code&client_id=shop&state=\(generator.hex(24))"
            return get("\(base)/oauth/authorize?\(query)", fields)
        case .page: return get("\(base)/page", fields)
        case .identity: return form("grant_type=client_credentials&scope=openid&client_secret=\(secret)")
        case .xml: return form("grant_type=password&format=xml&dr_session_token=\(access.last ?? "")")
        case .remember: return get("\(base)/remember", fields)
        case .keyed: return get("\(base)/account", fields + [HeaderField("X-Api-Key", key)])
        case .keyless: return get("\(base)/account", fields)
        }
    }

    private mutating func learn(_ response: Response) {
        for field in response.fields where field.isNamed("Set-Cookie") { cookie = SetCookie(field.value).value }
        guard let json = try? JSONValue(parsing: response.body.bytes) else { return }
        if let value = json["access_token"]?.string { access.append(value) }
        if let value = json["refresh_token"]?.string { refresh.append(value) }
    }
}

/// A provider that issues tokens, rotates them and refuses old ones.
struct Provider {
    var generator: SeededGenerator
    private(set) var issued: [String] = []
    private var access = ""
    private var refresh = ""

    init(generator: SeededGenerator) {
        self.generator = generator
    }

    mutating func answer(_ step: Shopper.Step, to request: Request) -> Response {
        let body = String(decoding: request.body.bytes, as: UTF8.self)
        switch step {
        case .login: return tokens()
        case .wrongLogin: return response(#"{"error":"invalid_grant"}"#, status: 400)
        case .refresh, .oldRefresh:
            guard !refresh.isEmpty, body.hasSuffix(refresh) else {
                return response(#"{"error":"invalid_grant","error_description":"unknown refresh token"}"#, status: 400)
            }
            return tokens()
        case .me, .oldMe:
            guard !access.isEmpty, request.fields.first("Authorization") == "Bearer \(access)" else {
                return response(#"{"error":"invalid_token"}"#, status: 401)
            }
            return response(#"{"name":"alice"}"#)
        case .session:
            let target = String(decoding: request.target, as: UTF8.self)
            let callback = target.split(separator: "=")[1].split(separator: "&")[0]
            return response(#"\#(callback)({"session_token":"\#(mint(40))"});"#, type: "application/javascript")
        case .authorize:
            let target = String(decoding: request.target, as: UTF8.self)
            let state = target.split(separator: "=").last ?? ""
            let location = "https://app.test/cb?code=\(mint(32))&state=\(state)"
            return response("", status: 302, type: "text/html", [HeaderField("Location", location)])
        case .page:
            let cookie = HeaderField("Set-Cookie", "JSESSIONID=\(mint(40)); Path=/; HttpOnly")
            var page = response("<p>page</p>", type: "text/html", [cookie])
            page.body.framing = .chunked([page.body.length])
            page.fields.removeAll { $0.isNamed("Content-Length") }
            return page
        case .identity:
            return response(#"{"id_token":"\#(identityToken())","token_type":"bearer"}"#)
        case .xml:
            let body = "<token><access_token>\(mint(64))</access_token><expires_in>60</expires_in></token>"
            return response(body, type: "application/xml")
        case .keyed, .keyless:
            return request.fields.first("X-Api-Key") == nil
                ? response(#"{"error":"no key"}"#, status: 401) : response(#"{"orders":[]}"#)
        case .remember:
            let json = #"{"access_token":"\#(mint(40))","exp":1}"#
            let value = String(decoding: Base64.encode(Array(json.utf8)), as: UTF8.self)
            return response("ok", type: "text/plain", [HeaderField("Set-Cookie", "JSESSIONID=\(value); Path=/")])
        }
    }

    private mutating func mint(_ length: Int) -> String {
        issued.append(generator.hex(length))
        return issued[issued.count - 1]
    }

    /// A JSON Web Token whose claims are the same each time and whose signature is not.
    private mutating func identityToken() -> String {
        func part(_ text: String) -> String {
            String(decoding: Base64.encode(Array(text.utf8), alphabet: .urlSafe, padding: false), as: UTF8.self)
        }
        let claims = #"{"iss":"https://api.test","sub":"alice","exp":1700000000}"#
        return "\(part(#"{"alg":"RS256","typ":"JWT"}"#)).\(part(claims)).\(mint(86))"
    }

    private mutating func tokens() -> Response {
        access = mint(64)
        refresh = mint(48)
        return response(#"{"access_token":"\#(access)","token_type":"bearer","refresh_token":"\#(refresh)"}"#)
    }
}
