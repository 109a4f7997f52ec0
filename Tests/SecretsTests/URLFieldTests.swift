import Capture
import Testing

@testable import Secrets

/// Secrets in URLs, by name, by the path around them and by what is in front of the host.
struct URLFieldTests {
    private var sample = Sample(seed: 26)

    @Test(arguments: [
        ("/a?x=1;access_token={token}&y=2", "/a?x=1;access_token=REDACTED_access_token_1&y=2"),
        ("/a?flag;access_token={token}", "/a?flag;access_token=REDACTED_access_token_1"),
        (
            "/a?access_token={token}&access_token={token2}&access_token={token}",
            "/a?access_token=REDACTED_access_token_1&access_token=REDACTED_access_token_2&access_token=REDACTED_access_token_1"
        ), ("/a?=1&flag&access_token={token}&&=", "/a?=1&flag&access_token=REDACTED_access_token_1&&="),
        ("/a?auth[access_token]={token}", "/a?auth[access_token]=REDACTED_access_token_1"),
        ("/a?access_token[]={token}", "/a?access_token[]=REDACTED_access_token_1"),
        ("/a?access_token={token}==&b=1", "/a?access_token=REDACTED_access_token_1&b=1"),
        ("/a?apiKey={token}]&b=1", "/a?apiKey=REDACTED_api_key_1]&b=1"),
        ("/a?x=1?access_token={token}", "/a?x=1?access_token=REDACTED_access_token_1"),
        ("/a?%61ccess_token={token}", "/a?%61ccess_token=REDACTED_access_token_1"),
        ("/a;jsessionid={hex}?x=1", "/a;jsessionid=REDACTED_session_token_1?x=1"),
        ("/a;v=1;jsessionid={hex}/b", "/a;v=1;jsessionid=REDACTED_session_token_1/b"),
        ("/a#access_token={token}&x=1", "/a#access_token=REDACTED_access_token_1&x=1"),
        ("/a#!access_token={token}", "/a#!access_token=REDACTED_access_token_1"),
        ("/a#/cb?access_token={token}&x=1", "/a#/cb?access_token=REDACTED_access_token_1&x=1"),
        ("/a#!/cb?access_token={token}", "/a#!/cb?access_token=REDACTED_access_token_1"),
        ("/a#access_token={token}&next=/b?c=d", "/a#access_token=REDACTED_access_token_1&next=/b?c=d"),
        (
            "/a?u=https%3A%2F%2Fb%2Fc%3Fd%3D%252Fe%253Faccess_token%253D{token}%2526f%253D1",
            "/a?u=https%3A%2F%2Fb%2Fc%3Fd%3D%252Fe%253Faccess_token%253DREDACTED_access_token_1%2526f%253D1"
        ),
        (
            "/a?u=https://alice:{token}@b.example.test/c",
            "/a?u=https://alice:REDACTED_password_1@b.example.test/c"
        ),
    ])
    mutating func `parameters`(target: String, expected: String) {
        #expect(FieldRedaction.target(sample.fill(target)).text == expected)
    }

    @Test mutating func `a URL in a URL to depth four`() {
        let token = sample.base62(40)
        var url = "/e?access_token=\(token)&z=1"
        for name in ["d", "c", "b", "a"] { url = "/\(name)?u=\(Planting.percent(url))" }
        let text = FieldRedaction.target(url).text
        #expect(text.contains("REDACTED_access_token_1"))
        #expect(!text.contains(token))
    }

    @Test(arguments: [
        ("/bot123456789:{token}/getMe", "/botREDACTED_access_token_1/getMe"),
        ("/file/bot123456789%3A{token}/a.jpg", "/file/botREDACTED_access_token_1/a.jpg"),
        ("/services/T00000000/B00000000/{key}", "/services/T00000000/B00000000/REDACTED_api_key_1"),
        ("/api/webhooks/1234567890/{token}?wait=true", "/api/webhooks/1234567890/REDACTED_api_key_1?wait=true"),
        (
            "/webhookb2/a@b/IncomingWebhook/{hex}/{token}",
            "/webhookb2/a@b/IncomingWebhook/REDACTED_api_key_1/REDACTED_api_key_2"
        ), ("/hooks/catch/12345/{key}/", "/hooks/catch/12345/REDACTED_api_key_1/"),
        ("/rest/1/{key}/crm.lead.list", "/rest/1/REDACTED_api_key_1/crm.lead.list"),
        ("/account/login/multipass/{token}", "/account/login/multipass/REDACTED_flow_token_1"),
        ("/reset/{token}", "/reset/REDACTED_flow_token_1"), ("/reset/MQ/{hex}/", "/reset/MQ/REDACTED_flow_token_1/"),
        ("/users/password_reset/{token}?x=1", "/users/password_reset/REDACTED_flow_token_1?x=1"),
        ("/auth/magic-link/{token}", "/auth/magic-link/REDACTED_flow_token_1"),
        ("/invite/{token}", "/invite/REDACTED_flow_token_1"),
        ("/unsubscribe/{hex}", "/unsubscribe/REDACTED_flow_token_1"),
        ("/confirm/{token}", "/confirm/REDACTED_flow_token_1"),
        ("/reset/{token}%2F{key}", "/reset/REDACTED_flow_token_1"),
        ("/verify-email/{key}%2B{token}%3D", "/verify-email/REDACTED_flow_token_1"),
        ("/accounts/password/reset/MQ/{token}%2f{key}/", "/accounts/password/reset/MQ/REDACTED_flow_token_1/"),
        ("/calendar/ical/u%40x.test/private-{hex}/basic.ics", "/calendar/ical/u%40x.test/REDACTED_api_key_1/basic.ics"),
        ("/login/{token}", "/login/REDACTED_flow_token_1"), ("/sso/{token}?x=1", "/sso/REDACTED_flow_token_1?x=1"),
        ("/token/{hex}", "/token/REDACTED_flow_token_1"),
        ("/auth/callback/{token}", "/auth/callback/REDACTED_flow_token_1"),
        ("/hmac={hex}/video.mp4", "/hmac=REDACTED_signature_1/video.mp4"),
    ])
    mutating func `segments of paths`(target: String, expected: String) {
        #expect(FieldRedaction.target(sample.fill(target)).text == expected)
        let url = "https://h.example.test" + sample.fill(target)
        let inText = FieldRedaction(Sample.exchange("GET", "/", [], "", [], "see \(url) now"), .responseBody)
        #expect(inText.text == "see https://h.example.test\(expected) now")
    }

    @Test(arguments: [
        "/reset/password", "/reset/forgot-password-confirmation", "/confirm/6f9619ff-8b86-d011-b42d-00c04fc964ff",
        "/invitations/42", "/verify/step-2-of-3-check-details", "/services/list/all/products",
        "/rest/1/customers", "/bottles/123456789", "/unsubscribe/newsletter.html", "/webhooks/1/deliveries",
        "/a//b/?c=d&&e", "/a;v=1/b", "/api?sig=a&page=2", "/api?signature=true&sort=x", "/api?expires=3600&hash=abc",
        "/a?exp=1700000000&st=x&hmacs=1", "/users/@me", "/login/github", "/sso/6f9619ff-8b86-d011-b42d-00c04fc964ff",
        "/token/0xaa4da29bf3517c7ba55d66249f0a372ad986fe61", "/login/acme-corp-12345678",
        "/token/introspection-endpoint-v2", "/x?exp=1&acl=read", "/a/~alice/x~y=1",
        "/reset/%2Fhome%2Fstart-page",
    ])
    func `what is no secret`(target: String) {
        #expect(FieldRedaction.target(target).text == target)
    }

    @Test(arguments: [
        ("https://alice:{key}@h.example.test/a", "https://alice:REDACTED_password_1@h.example.test/a"),
        ("redis://:{key}@h.example.test:6379/0", "redis://:REDACTED_password_1@h.example.test:6379/0"),
        ("redis://:a/{key}@h.example.test:6379/0", "redis://:REDACTED_password_1@h.example.test:6379/0"),
        ("https://{token}@git.example.test/a.git", "https://REDACTED_access_token_1@git.example.test/a.git"),
        (
            "https://{token}:x-oauth-basic@git.example.test/a",
            "https://REDACTED_access_token_1:x-oauth-basic@git.example.test/a"
        ),
        (
            "https://x-access-token:{token}@git.example.test/a",
            "https://x-access-token:REDACTED_access_token_1@git.example.test/a"
        ),
        (
            "postgres://app:{key}@db.example.test:5432/shop?sslmode=require",
            "postgres://app:REDACTED_password_1@db.example.test:5432/shop?sslmode=require"
        ), ("https://git@git.example.test/a", "https://git@git.example.test/a"),
        ("https://h.example.test:8080/users/@me", "https://h.example.test:8080/users/@me"),
        ("http://[::1]:8080/@a", "http://[::1]:8080/@a"),
        ("https://{token}%2B%2F{key}@a.example.test/x", "https://REDACTED_access_token_1@a.example.test/x"),
    ])
    mutating func `userinfo`(url: String, expected: String) {
        let filled = sample.fill(url)
        let body = FieldRedaction(Sample.exchange("GET", "/", [], "", [], "use \(filled) here"), .responseBody)
        #expect(body.text == "use \(expected) here")
        #expect(FieldRedaction.response("Location", filled).text == expected)
    }

    @Test mutating func `userinfo of the request itself`() {
        var exchange = Sample.exchange("GET", "/a")
        exchange.request.authority = "alice:\(sample.base62(20))@api.example.test:8443"
        let redaction = FieldRedaction(exchange, .authority)
        #expect(redaction.text == "alice:REDACTED_password_1@api.example.test:8443")
        #expect(redaction.places == [Place(.url, component: .userinfo, inRequest: true)])
        exchange.request.authority = "\(sample.base62(40))@api.example.test"
        #expect(FieldRedaction(exchange, .authority).text == "REDACTED_access_token_1@api.example.test")
    }
}
