/// What the sandbox answers, and where the answer is made.
///
/// Paths may end in `.json` or `.xml`, which then picks the format; `/v1` may stand before `/oauth20`.
///
/// | scenario | request | answer | file |
/// | --- | --- | --- | --- |
/// | session-aware token, one call | `GET /store/{site}/SessionToken?apiKey=` | limited token: wrapped with `expires_in` as text; as JSONP flat with a number | `SessionToken` |
/// | session token | `GET /store/{site}/SessionToken` | `{"session_token":...}`; JSONP with `callback=` | `SessionToken` |
/// | session-aware token, two calls | `POST /oauth20/token`, `dr_session_token` in form, query, JSON or the documents' object | wrapped from the content, flat from the query | `TokenEndpoint` |
/// | the same with an API key alone | `GET /v1/shoppers/token?apiKey=&session_token=` | flat | `TokenEndpoint` |
/// | anonymous token | `POST /oauth20/token?grant_type=password` | flat, `expires_in` as text | `TokenEndpoint` |
/// | shopper's login | `POST /oauth20/token` with `username`, `password` (plain or base64), Basic, `Cookie: {token}` | full token, or 400 `password-failure` | `TokenEndpoint` |
/// | shopper of the client | `POST /oauth20/token`, `client_credentials`, `dr_external_reference_id` | full token | `TokenEndpoint` |
/// | implicit grant | `GET /oauth20/authorize?response_type=token` | 302 to the login page; its `POST` 302 with the token in the fragment (`response_mode=query`: in the query) | `Authorize` |
/// | code grant | `GET /oauth20/authorize?response_type=code`, then `POST /oauth20/token` with `code` | 302 with `code`; full token | `Authorize`, `TokenEndpoint` |
/// | refresh | `POST /oauth20/token`, `refresh_token` | new pair; the old refresh token is refused from then on | `TokenEndpoint` |
/// | description, revocation | `GET`, `DELETE /oauth20/access-tokens?token=` | what the token is; JSONP begins with `;` | `AccessTokens` |
/// | protected resources, 401 and retry | `GET /v1/shoppers/me`, `.../carts/active`; `POST .../line-items` | XML unless JSON is asked for; 401 `invalid_token` once expired; JSONP begins with `/**/` | `Shoppers` |
/// | hand-over to the storefront | `GET /v1/shoppers/me/carts/active/web-checkout` | 302; leaky: session in the path, token in the query | `Shoppers` |
/// | errors | any | flat, nested, listed, gateway fault; 200 in JSONP; leaky: a refused refresh token is echoed | `Failure` |
/// | CORS preflight | `OPTIONS` of any path | 200 with five bytes | here |
/// | XML | `Accept: application/xml` | tokens and errors as elements | `Document` |
/// | leaks to the browser | `GET /store/{site}/Home`, `/Checkout` | leaky: token in cookies (plain, base64), inline script, `localStorage`, a third party's `Referer` | `Storefront` |
/// | third party, the shop's own page | `GET /pixel.gif`, `/app/callback` | an image; a page | `Storefront` |
/// | framings for the tests of proxies | `/wire/...` | see there | `WireRoutes` |
enum Routes {
    private struct Route: Sendable {
        /// The segments of the path; `*` is any one.
        let path: [Substring]
        let verbs: [String]
        let answer: @Sendable (inout Provider, Call) -> SandboxResponse

        init(
            _ path: String,
            _ verbs: [String] = ["GET"],
            answer: @escaping @Sendable (inout Provider, Call) -> SandboxResponse
        ) {
            self.path = path.split(separator: "/")
            self.verbs = verbs
            self.answer = answer
        }

        func fits(_ segments: [String]) -> Bool {
            path.count == segments.count && zip(path, segments).allSatisfy { $0 == "*" || $0 == $1 }
        }
    }

    private static let all: [Route] = [
        Route("store/*/SessionToken") { $0.sessionToken($1) },
        Route("store/*/Login", ["GET", "POST"]) { $0.logIn($1) },
        Route("store/*/Home") { $0.storefront($1) },
        Route("store/*/Checkout") { $0.storefront($1) },
        Route("oauth20/token", ["POST", "GET"]) { $0.token($1) },
        Route("oauth20/authorize") { $0.authorize($1) },
        Route("oauth20/access-tokens", ["GET", "DELETE"]) { $0.accessTokens($1) },
        Route("oauth20/access-token", ["GET", "DELETE"]) { $0.accessTokens($1) },
        Route("v1/shoppers/token") { $0.shopperToken($1) },
        Route("v1/shoppers/me") { $0.shopper($1) },
        Route("v1/shoppers/me/carts/active") { $0.cart($1) },
        Route("v1/shoppers/me/carts/active/line-items", ["POST"]) { $0.addLineItem($1) },
        Route("v1/shoppers/me/carts/active/web-checkout", ["GET", "POST"]) { $0.webCheckout($1) },
        Route("app/callback") { $0.appCallback($1) },
        Route("pixel.gif") { $0.pixel($1) },
        Route("wire/*", ["GET", "POST", "PUT", "PATCH", "DELETE"]) { WireRoutes.answer($1) },
    ]

    static func answer(_ call: Call, from provider: inout Provider) -> SandboxResponse {
        if call.request.method == "OPTIONS" { return preflight }
        let segments = segments(of: call)
        guard let route = all.first(where: { $0.fits(segments) }) else {
            return Failure.unknownService.response(to: call)
        }
        guard route.verbs.contains(call.verb) else {
            let failure = Failure(status: 405, code: "405", description: "Method Not Allowed", shape: .fault)
            return failure.response(to: call).adding("Allow", route.verbs.joined(separator: ", "))
        }
        let response = route.answer(&provider, call)
        guard let origin = call.request.field("Origin") else { return response }
        return response.adding("Access-Control-Allow-Origin", origin).adding("Vary", "Origin")
    }

    private static func segments(of call: Call) -> [String] {
        var segments = call.path
        if segments.starts(with: ["v1", "oauth20"]) { segments.removeFirst() }
        for suffix in [".json", ".xml"] where segments.last?.hasSuffix(suffix) == true {
            segments.append(String(segments.removeLast().dropLast(suffix.count)))
        }
        return segments
    }

    /// The preflight answer (Fetch §4.8) as the provider has it: any origin, and credentials too.
    private static let preflight = SandboxResponse(
        status: 200,
        fields: [
            SandboxField("Content-Type", "text/plain;charset=UTF-8"),
            SandboxField("Access-Control-Allow-Origin", "*"),
            SandboxField("Access-Control-Allow-Credentials", "true"),
            SandboxField("Access-Control-Allow-Headers", "Authorization,Content-Type,Accept,Accept-Language"),
            SandboxField("Access-Control-Allow-Methods", "POST,OPTIONS"),
        ],
        body: Array("true\n".utf8)
    )
}
