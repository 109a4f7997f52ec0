import Capture
import Testing

@testable import Secrets

/// Words of the protocols in the place of a value: masking one would mask it everywhere.
struct ProtocolWordTests {
    @Test(arguments: [
        (
            #"const P={ACCESS_TOKEN:"access_token",REFRESH_TOKEN:"refresh_token",CODE_VERIFIER:"code_verifier"};"#,
            "text/javascript"
        ),
        (#"var g=["refresh_token","authorization_code"];"#, "text/javascript"),
        (#"{"response_types":["id_token","code token"],"grants":["refresh_token","client_credentials"]}"#, ""),
        ("self.client_secret = client_secret\nself.refresh_token = token.refresh_token\n", "text/plain"),
        (
            #"auth={client_secret:"client_secret_post",id_token:"urn:ietf:params:oauth:token-type:id_token"}"#,
            "text/plain"
        ),
        ("curl -H 'Authorization: Bearer ACCESS_TOKEN' 'https://h.test/?access_token=ACCESS_TOKEN'", "text/plain"),
        (#"{"access_token":"Access token","refreshToken":"Refresh Token","input_token":"nextToken"}"#, ""),
        (#"{"accessToken":"Zugriffstoken","access_token":"required|string","api_key":"varchar(255)"}"#, ""),
        (#"{"password":["can't be blank"],"new_password":"is required","secret_key":"must be a string"}"#, ""),
        ("PASSWORD=$PASSWORD\nCLIENT_SECRET=$CLIENT_SECRET\nTOKEN=$API_TOKEN\n", "text/plain"),
    ])
    func `stand for no value`(body: String, type: String) {
        BodyCase(body, body, type).expectMasked()
    }

    @Test func `nor in requests`() {
        for text in ["client_secret=client_secret&grant_type=refresh_token&refresh_token=refresh_token"] {
            BodyCase(text, text, "application/x-www-form-urlencoded", at: "/oauth/token", inRequest: true)
                .expectMasked()
        }
        #expect(FieldRedaction.request("Authorization", "Bearer ACCESS_TOKEN").text == "Bearer ACCESS_TOKEN")
    }

    @Test func `a word that somebody chose is a secret where it is sent`() {
        BodyCase(
            "grant_type=password&username=joe&password=secret&client_secret=secret",
            "grant_type=password&username=REDACTED_username_1&password=REDACTED_password_1&client_secret=REDACTED_password_1",
            "application/x-www-form-urlencoded",
            at: "/oauth/token",
            inRequest: true
        ).expectMasked()
    }
}

/// Passwords are what is sent under their name, whatever it looks like.
struct SentPasswordTests {
    @Test(arguments: [
        "/9j/Secr3tPassw0rd", "//share/x1", "http://h.test/p", "true", "required", "text", "refresh_token",
    ])
    func `in every syntax`(password: String) {
        let encoded = password.replacing("/", with: "%2F").replacing(":", with: "%3A")
        let masked = "REDACTED_password_1"
        let cases: [(String, String, String)] = [
            (
                "grant_type=password&username=joe&password=\(encoded)",
                "grant_type=password&username=REDACTED_username_1&password=\(masked)",
                "application/x-www-form-urlencoded"
            ),
            (
                #"{"grant_type":"password","password":"\#(password)"}"#,
                #"{"grant_type":"password","password":"\#(masked)"}"#, ""
            ),
            (
                "--b\r\nContent-Disposition: form-data; name=password\r\n\r\n\(password)\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=password\r\n\r\n\(masked)\r\n--b--\r\n",
                "multipart/form-data; boundary=b"
            ),
        ]
        for (before, after, type) in cases {
            BodyCase(before, after, type, at: "/oauth/token", inRequest: true).expectMasked()
        }
        #expect(
            FieldRedaction.target("/oauth/token?grant_type=password&password=\(encoded)").text
                == "/oauth/token?grant_type=password&password=\(masked)"
        )
        #expect(
            FieldRedaction.request("X-Upstream", "https://joe:\(encoded)@h.test/").text
                == "https://joe:\(masked)@h.test/"
        )
        let basic = FieldRedaction.request("Authorization", "Basic \(Planting.base64("joe:\(password)"))")
        #expect(basic.templates == ["joe:\(masked)"])
    }
}

/// Base64 whose `+` nobody encoded.
struct PlusTests {
    private static let value: String = {
        var sample = Sample(seed: 31)
        return sample.base62(12) + "+" + sample.base62(14) + "/" + sample.base62(4) + "=="
    }()

    @Test(arguments: ["token", "key", "sessionToken", "api_key", "csrf_token", "client_secret", "code", "state"])
    func `in queries and forms`(name: String) {
        for text in ["/x?\(name)=\(Self.value)&page=2", "/cb?a=1&\(name)=\(Self.value)"] {
            let got = FieldRedaction.target(text).text
            #expect(!got.contains(Self.value.prefix(12)) && !got.contains(Self.value.suffix(10)), "\(got)")
        }
        let body = FieldRedaction(Sample.exchange("POST", "/x", [], "a=1&\(name)=\(Self.value)"), .requestBody).text
        #expect(!body.contains("+") && body.hasPrefix("a=1&\(name)=REDACTED_"), "\(body)")
    }

    @Test func `and in connection strings, under the value that JSON has`() {
        let body = #"{"sb":"Endpoint=sb://n.test/;SharedAccessKeyName=Root;SharedAccessKey=K","SharedAccessKey":"K"}"#
        BodyCase(
            body.replacing("K\"", with: Self.value + "\""),
            body.replacing("K\"", with: "REDACTED_api_key_1\"")
        ).expectMasked()
    }

    @Test func `and in connection strings that begin with a URL`() {
        let text = "Endpoint=sb://n.test/;SharedAccessKeyName=Root;SharedAccessKey=\(Self.value)"
        BodyCase(text, text.replacing(Self.value, with: "REDACTED_api_key_1"), "text/plain").expectMasked()
    }

    @Test func `words with spaces between them stay words`() {
        BodyCase(
            "password=correct+horse+battery+12&q=a+b",
            "password=REDACTED_password_1&q=a+b",
            "application/x-www-form-urlencoded",
            at: "/login",
            inRequest: true
        ).expectMasked()
    }
}

/// What depends on the place and not on the name alone.
struct PlaceOfNameTests {
    @Test func `an element of HTML for program text holds no code`() {
        let page = "<!doctype html><p>Unknown client <code>clientid1</code></p>"
        BodyCase(page, page, "text/html", at: "/authorize?client_id=clientid1&response_type=code").expectMasked()
        BodyCase(
            "<r><access_token>\u{1}</access_token></r>",
            "<r><access_token>REDACTED_access_token_1</access_token></r>"
        )
        .expectMasked()
    }

    @Test func `the name of a pushed request`() {
        var sample = Sample(seed: 5)
        let name = "urn:ietf:params:oauth:request_uri:\(sample.base62(22))"
        let target = "/authorize?client_id=abc&request_uri=\(name.replacing(":", with: "%3A"))"
        #expect(FieldRedaction.target(target).text == "/authorize?client_id=abc&request_uri=REDACTED_code_1")
        BodyCase(
            #"{"request_uri":"\#(name)","expires_in":60}"#,
            #"{"request_uri":"REDACTED_code_1","expires_in":60}"#
        ).expectMasked()
        let other = #"{"requestUri":"http://localhost","request_uri":"/api/v1/foo"}"#
        BodyCase(other, other).expectMasked()
    }

    @Test(arguments: [
        BodyCase(#"{"access_token":"V"}"#, #"{"access_token":"REDACTED_access_token_1"}"#, "text/event-stream"),
        BodyCase("access_token=V&a=1", "access_token=REDACTED_access_token_1&a=1", "text/event-stream"),
        BodyCase(
            "<r><access_token>V</access_token></r>",
            "<r><access_token>REDACTED_access_token_1</access_token></r>",
            "text/event-stream"
        ),
        BodyCase(
            "<!doctype html><input name=csrf_token value=V>",
            "<!doctype html><input name=csrf_token value=REDACTED_csrf_token_1>",
            "text/event-stream"
        ),
        BodyCase(
            "foo: 1\ndata: {\"access_token\":\"V\"}\n\n",
            "foo: 1\ndata: {\"access_token\":\"REDACTED_access_token_1\"}\n\n",
            "text/event-stream"
        ),
    ])
    func `a content that is no event stream`(body: BodyCase) {
        var body = body
        body.before = body.before.replacing("V", with: "\u{1}")
        body.expectMasked()
    }

    @Test func `an authorization response in a script`() {
        BodyCase(
            "<script>var r = {type: \"authorization_response\",response: {\"code\":\"\u{1}\",\"state\":\"\u{2}\"}};</script>",
            "<script>var r = {type: \"authorization_response\",response: {\"code\":\"REDACTED_code_1\",\"state\":\"REDACTED_state_1\"}};</script>",
            "text/html",
            at: "/authorize?client_id=abc&response_mode=web_message&response_type=code"
        ).expectMasked()
    }

    @Test func `whether a value is opaque does not depend on where its separators fell`() {
        var sample = Sample(seed: 3)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        let refused = (0..<20_000).count { _ in
            !ValueTest.opaque.accepts(Array(sample.text(24, from: alphabet).utf8), in: .json, inRequest: false)
        }
        #expect(refused <= 10)  // it was one in 25
        for words in [
            "never-expires-here-and-now", "en_US.UTF-8-and-more-20", "Content-Type-And-Length",
            "max_completion_tokens_2",
            "0xaa4da29bf3517c7ba55d66249f0a372ad986fe61", "2026-01-31T12:00:00Z-2026", "password-strengths-checks",
            "OAuthHTTPErrorJSONResponse", "HTMLInputElementJSONParser",
        ] {
            #expect(!ValueTest.opaque.accepts(Array(words.utf8), in: .json, inRequest: false), "\(words)")
        }
    }
}
