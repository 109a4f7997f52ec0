import Capture
import Testing

@testable import Secrets

/// Documents of the web that speak of secrets and hold none, or hold what only looks like one.
struct BenignDocumentTests {
    @Test(arguments: [
        #"{"issuer":"https://id.example.test","authorization_endpoint":"https://id.example.test/authorize","token_endpoint":"https://id.example.test/token","token_endpoint_auth_methods_supported":["client_secret_basic","private_key_jwt"],"jwks_uri":"https://id.example.test/jwks","response_types_supported":["code","id_token token"],"id_token_signing_alg_values_supported":["RS256"],"code_challenge_methods_supported":["S256"]}"#,
        #"{"keys":[{"kty":"EC","use":"sig","crv":"P-256","kid":"2026-01","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","alg":"ES256"},{"kty":"RSA","kid":"r","n":"sXchTGwRVVRX3fzWwhJmZIBZFCb_DKH9nbSJDzZyXPqZVKb6Lx7RrV2zV8hUJ4NiL1mQ4tE9pQ2wIu7yHn3XWw","e":"AQAB","x5c":["MIIDQjCCAiqgAwIBAgIGATz8FuLiMA0GCSqGSIb3DQEBBQUAMGIxCzAJBgNVBAYTAlVTMQswCQYDVQQIEwJDTzEPMA0G"],"x5t":"dGhpcyBpcyBhIHNoYTEgdGg"}]}"#,
        #"{"id":"resp_1","usage":{"prompt_tokens":17,"completion_tokens":33,"total_tokens":50},"max_tokens":2048,"finish_reason":"stop","token_count":3}"#,
        #"{"items":[{"sku":"12345678","price":"19.99","order_id":"202600001234","phone":"+49 30 1234567"}],"next_cursor":null,"page":2,"has_more":true}"#,
        #"{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","request_id":"6f9619ff-8b86-d011-b42d-00c04fc964ff","sha":"33a64df551425fcc55e4d42a148795d9f25f89d4","digest":"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}"#,
        #"{"error":"invalid_grant","error_description":"The refresh token is invalid or expired.","error_codes":[70008],"trace_id":"255d1aef-8c98-452f-ac51-23d051240864","correlation_id":"fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7"}"#,
        #"{"active":true,"scope":"read write","client_id":"shop","token_type":"Bearer","exp":1700000000,"iat":1699996400,"sub":"1234","aud":"api"}"#,
    ])
    func `JSON`(body: String) {
        expectUntouched(body, "application/json")
    }

    @Test(arguments: [
        #"{"login":{"password":"Passwort","token":"Jeton","forgot":"Passwort vergessen?","secret":"Geheimnis"}}"#,
        #"{"password":"Your password","newPassword":"Enter a new password","confirmPassword":"Repeat it","passcode":"Passcode"}"#,
        #"{"auth.password.label":"Mot de passe","auth.password.hint":"Au moins 8 caractères","auth.token.expired":"Session expirée"}"#,
    ])
    func `labels in any language`(body: String) {
        expectUntouched(body, "application/json")
    }

    @Test(arguments: [
        #"{"openapi":"3.0.0","components":{"schemas":{"Token":{"type":"object","properties":{"access_token":{"type":"string","description":"The access token"},"refresh_token":{"type":"string"},"expires_in":{"type":"integer"}},"required":["access_token"]}},"securitySchemes":{"bearerAuth":{"type":"http","scheme":"bearer"},"apiKey":{"type":"apiKey","in":"header","name":"X-Api-Key"}}}}"#,
        #"{"openapi":"3.0.0","paths":{"/login":{"post":{"requestBody":{"content":{"application/json":{"schema":{"properties":{"password":{"type":"string","format":"password"}}}}}}}}}}"#,
    ])
    func `descriptions of interfaces`(body: String) {
        expectUntouched(body, "application/json")
    }

    @Test(arguments: [
        #"const l={password:"Your password",passwordConfirmation:"Repeat password",token:"Token",secret:!1};"#,
        #"var u=n.headers["x-csrf-token"]=document.querySelector('meta[name="csrf-token"]').content;"#,
        #"localStorage.getItem("access_token");sessionStorage.removeItem("refresh_token");"#,
        #"!function(){var t={token:"punctuation",regex:/[{}]/};e.rules=[{token:"keyword.operator",next:"start"},{token:"string"}]}();"#,
        #"function f(password,token){if(!token)return null;return{password:password,token:token}}"#,
        #"t.exports={access_token:e.access_token,refresh_token:e.refresh_token,client_secret:process.env.CLIENT_SECRET}"#,
        #"fetch(u,{headers:{Authorization:"Bearer "+token,"X-Api-Key":apiKey}})"#,
        #"//# sourceMappingURL=app.33a64df551425fcc55e4.js.map"#,
        #"{"version":3,"file":"app.js","sources":["webpack:///src/token.ts"],"names":["password","token"],"mappings":"AAAA,SAASA,GAAGC,EAAEC,GAAG,OAAOC"}"#,
    ])
    func `scripts`(body: String) {
        expectUntouched(body, "text/javascript")
    }

    @Test(arguments: [
        #"<!doctype html><form method=post action="/login"><label for=p>Password</label><input type=password name=password id=p value=""><input name=username placeholder="User name"><button>Log in</button></form>"#,
        #"<!doctype html><link rel=stylesheet href="/app.33a64df5.css" integrity="sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC" crossorigin>"#,
        #"<!doctype html><img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="><p>Token: see the docs</p>"#,
        #"<!doctype html><style>@font-face{font-family:x;src:url(data:font/woff2;base64,d09GMgABAAAAAAIkAAoAAAAABVwAAAHZAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABmAAgkIKgUCBJQsGAAE2AiQDCAQgBQYHLhtsBMiemw==)}</style>"#,
        #"<!doctype html><dl><dt>access_token</dt><dd>The access token issued by the authorization server.</dd><dt>password</dt><dd>The resource owner password.</dd></dl>"#,
    ])
    func `pages`(body: String) {
        expectUntouched(body, "text/html")
    }

    @Test(arguments: [
        "/p?utm_source=x&gclid=rOMmDSaRvMi5fzNLPhIzn1EnCTOZ8PRhPMcA5xfQgVVu8HZX3HT1lpH&_gl=1*2OmhmuROzczUsppgWei2",
        "/p?fbclid=IwARvRM0Pxxq2iEdVVAzZNkENU4S38V9pnL1m5PcUipxy4868JkNHsQvpWRBL",
        "/x?token_type=bearer&response_type=token&tokenize=true&max_tokens=2048&has_token=1&access_token_expires_in=3600",
        "/oauth/access_token/refresh_token?q=access_token+password",
        "/swap?token=USDC&tokenOut=ETH&tokenId=1234&tokenAddress=0xaa4da29bf3517c7ba55d66249f0a372ad986fe61",
        "/assets/app.33a64df551425fcc55e4d42a148795d9f25f89d4.js?v=737060cd8c284d8af7ad3082f209582d",
        "/repos/x/commits/33a64df551425fcc55e4d42a148795d9f25f89d4?page=2&per_page=100",
        "/search?q=password+reset+token&sort=-updated&limit=50&offset=100&continuationToken=2",
        "/.well-known/openid-configuration", "/users/12345678/orders?key=name",
    ])
    func `targets`(target: String) {
        expectUntouched(Sample.exchange("GET", target, [], "", [], "ok"))
    }

    @Test(arguments: [
        ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        ("X-Request-Id", "33a64df551425fcc55e4d42a148795d9"),
        ("X-B3-TraceId", "463ac35c9f6413ad48485a3953bb6124"), ("Accept-Language", "de-DE,de;q=0.9,en;q=0.8"),
        ("If-Modified-Since", "Thu, 01 Jan 2026 00:00:00 GMT"),
        ("Sec-CH-UA", "\"Chromium\";v=\"130\", \"Not?A_Brand\";v=\"99\""),
        ("Sec-WebSocket-Version", "13"), ("X-Requested-With", "XMLHttpRequest"), ("Idempotency-Replayed", "false"),
        ("Priority", "u=1, i"), ("Range", "bytes=0-1023"), ("User-Agent", "curl/8.5.0"),
    ])
    func `request fields`(name: String, value: String) {
        expectUntouched(Sample.exchange("GET", "/", [(name, value)], "", [], "ok"))
    }

    @Test(arguments: [
        ("CF-Ray", "7d1f8e0a0b0c1d2e-FRA"),
        ("Content-Digest", "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"),
        (
            "Content-Security-Policy",
            "script-src 'nonce-2726c7f26c' 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
        ),
        ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"), ("Retry-After", "120"),
        ("WWW-Authenticate", "Bearer realm=\"api\", error=\"invalid_token\", error_description=\"The token expired\""),
        ("WWW-Authenticate", "Basic realm=\"shop\", charset=\"UTF-8\""), ("X-RateLimit-Remaining", "4999"),
        ("Access-Control-Expose-Headers", "X-Auth-Token, ETag"), ("Server-Timing", "cache;desc=\"hit\", db;dur=53"),
        ("Link", "<https://api.example.test/items?page=3&per_page=100>; rel=\"next\""), ("Age", "3600"),
        ("Alt-Svc", "h3=\":443\"; ma=86400"), ("ETag", "W/\"5d8c72a5edda8d6a-abc\""), ("Vary", "Authorization, Cookie"),
    ])
    func `response fields`(name: String, value: String) {
        expectUntouched(Sample.exchange("GET", "/", [], "", [(name, value)], "ok"))
    }

    private func expectUntouched(_ body: String, _ type: String) {
        expectUntouched(Sample.exchange("GET", "/api", [], "", [("Content-Type", type)], body))
    }

    private func expectUntouched(_ exchange: Exchange) {
        var redactor = Redactor()
        let redaction = redactor.redact(exchange)
        #expect(redaction.redacted.text == ReadableExchange(exchange).text)
        #expect(redaction.redacted.exchange == exchange)
        #expect(redaction.faults.isEmpty)
    }
}

extension ReadableExchange {
    /// All text of the exchange, a surface a line.
    fileprivate var text: String {
        surfaces.map { String(decoding: self[$0], as: UTF8.self) }.joined(separator: "\n")
    }
}
