import Capture
import Testing

@testable import Secrets

private let at1 = "REDACTED_access_token_1"
private let pw1 = "REDACTED_password_1"

/// Text that is no format or one of lines, and contents under a wrong name.
struct TextBodyTests {
    @Test(arguments: [
        BodyCase(
            "# env\nexport DB_HOST=h\nPASSWORD=correct horse battery\nAPI_KEY='\u{1}'\n",
            "# env\nexport DB_HOST=h\nPASSWORD=\(pw1)\nAPI_KEY='REDACTED_api_key_1'\n"
        ),
        BodyCase("[db]\nhost = h\npassword = hunter2 ; x\n", "[db]\nhost = h\npassword = \(pw1)\n"),
        BodyCase(
            "db:\n  host: h\n  password: hunter2 and more # note\n  token: \"\u{1}\"\n",
            "db:\n  host: h\n  password: \(pw1) # note\n  token: \"\(at1)\"\n"
        ),
        BodyCase("a: 1\npassword: |\n  hunter2\n  and more\nb: 2\n", "a: 1\npassword: |\n  \(pw1)\nb: 2\n"),
        BodyCase(
            "env:\n- name: PASSWORD\n  value: hunter2\n- name: PAGE\n  value: two\n",
            "env:\n- name: PASSWORD\n  value: \(pw1)\n- name: PAGE\n  value: two\n"
        ),
        BodyCase(
            "TRACE /x?access_token=\u{1} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \u{2}\r\nCookie: sid=abcdefgh1234; theme=dark\r\n\r\n",
            "TRACE /x?access_token=\(at1) HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer REDACTED_access_token_2\r\nCookie: sid=REDACTED_cookie_1; theme=dark\r\n\r\n",
            "message/http"
        ),
        BodyCase(
            "Sent:\n> Authorization: Bearer \u{1}\n> Accept: a/b\ndone.",
            "Sent:\n> Authorization: Bearer \(at1)\n> Accept: a/b\ndone."
        ),
        BodyCase(
            "try curl -H 'Authorization: Bearer \u{1}' --data 'password=hunter2&n=1' https://u:hunter3@h.test/x",
            "try curl -H 'Authorization: Bearer \(at1)' --data 'password=\(pw1)&n=1' https://u:REDACTED_password_2@h.test/x"
        ),
        BodyCase("curl -u shop:hunter2 https://h.test/", "curl -u shop:\(pw1) https://h.test/"),
        BodyCase(
            "user,password,note\nbob,hunter2,\"a, b\"\n\"al\",\"hunter3\",c\n",
            "user,password,note\nbob,\(pw1),\"a, b\"\n\"al\",\"REDACTED_password_2\",c\n",
            "text/csv"
        ),
        BodyCase(
            "$c = ['password' => 'hunter2', 'n' => 1]; token := \"\u{1}\"",
            "$c = ['password' => '\(pw1)', 'n' => 1]; token := \"\(at1)\""
        ),
        BodyCase(
            "Your password: must be long. Access token: none. See Authorization: required, cookie: accepted.",
            "Your password: must be long. Access token: none. See Authorization: required, cookie: accepted."
        ),
    ])
    func `named values`(body: BodyCase) {
        body.expectMasked()
    }

    @Test(arguments: [
        BodyCase(
            "oauth_token=\u{1}&oauth_token_secret=\u{2}&x=1\n",
            "oauth_token=\(at1)&oauth_token_secret=REDACTED_access_token_2&x=1\n",
            "text/plain"
        ),
        BodyCase("access_token=\u{1}&scope=a", "access_token=\(at1)&scope=a", "text/html; charset=utf-8"),
        BodyCase("\n {\"access_token\":\"\u{1}\"}", "\n {\"access_token\":\"\(at1)\"}", "text/html"),
        BodyCase("\u{1}\n", "\(at1)\n", "text/plain", at: "/oauth/token"),
        BodyCase("\"\u{1}\"", "\"\(at1)\"", "application/json", at: "/oauth/token"),
        BodyCase("\u{1}\n", "\u{1}\n", "text/plain"),
        BodyCase("invalid_client", "invalid_client", "text/plain", at: "/oauth/token"),
    ])
    func `whatever the type says`(body: BodyCase) {
        body.expectMasked()
    }

    @Test(arguments: [
        BodyCase(
            "event: t\nid: 7\ndata: {\"access_token\":\"\u{1}\"}\n\ndata: {\ndata: \"refresh_token\":\"\u{2}\"}\n\n",
            "event: t\nid: 7\ndata: {\"access_token\":\"\(at1)\"}\n\ndata: {\ndata: \"refresh_token\":\"REDACTED_refresh_token_1\"}\n\n",
            "text/event-stream"
        ),
        BodyCase(
            "data: access_token=\u{1}\r\n\r\n: ping\r\n\r\ndata: bye\r\n\r\n",
            "data: access_token=\(at1)\r\n\r\n: ping\r\n\r\ndata: bye\r\n\r\n"
        ),
    ])
    func `event streams`(body: BodyCase) {
        body.expectMasked()
    }
}

struct MultipartBodyTests {
    private static func body(_ head: String, _ content: String, boundary: String = "b") -> String {
        "--\(boundary)\r\nContent-Disposition: form-data; \(head)\r\n\r\n\(content)\r\n--\(boundary)--\r\n"
    }

    @Test(arguments: [
        "name=\"password\"", "name=password", "NAME=\"password\"; filename=\"a;b\"", "name*=UTF-8''pass%77ord",
    ])
    func `names of parts`(head: String) {
        BodyCase(Self.body(head, "hunter2"), Self.body(head, pw1), "multipart/form-data; boundary=b", inRequest: true)
            .expectMasked()
    }

    @Test(arguments: [("\"b b;c\"", "b b;c"), ("a.*(+)", "a.*(+)"), ("\"=_x?\"", "=_x?")])
    func `boundaries`(parameter: String, boundary: String) {
        BodyCase(
            Self.body("name=password", "hunter2", boundary: boundary),
            Self.body("name=password", pw1, boundary: boundary),
            "multipart/form-data; charset=x; boundary=\(parameter)",
            inRequest: true
        ).expectMasked()
    }

    @Test func `a content that says nowhere that it is multipart, and one that is cut off`() {
        BodyCase(
            Self.body("name=password", "hunter2", boundary: "--xyz"),
            Self.body("name=password", pw1, boundary: "--xyz"),
            inRequest: true
        ).expectMasked()
        BodyCase(
            Self.body("name=password", "hunter2", boundary: "x"),
            Self.body("name=password", pw1, boundary: "x"),
            "multipart/form-data; boundary=another",
            inRequest: true
        ).expectMasked()
        BodyCase(
            "pre --b\n--b\nContent-Disposition: form-data; name=password\n\nhunter2",
            "pre --b\n--b\nContent-Disposition: form-data; name=password\n\n\(pw1)",
            "multipart/form-data; boundary=b",
            inRequest: true
        ).expectMasked()
    }

    @Test func `encodings and headers of parts, parts in parts, requests in parts`() {
        func part(_ secret: String, _ token: String, _ other: String, _ third: String) -> String {
            "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\npassword=3D\(secret)&x=3D1\r\n--c--\r\n"
                + "--b\r\nContent-Type: application/http\r\n\r\nGET /a?access_token=\(token) HTTP/1.1\r\nAuthorization: Bearer \(other)\r\nContent-Type: application/json\r\n\r\n{\"refresh_token\":\"\(third)\"}\r\n--b--\r\n"
        }
        var sample = Sample(seed: 8)
        BodyCase(
            part("hunter2", "\u{1}", "\u{2}", sample.base62(30)),
            part(pw1, at1, "REDACTED_access_token_2", "REDACTED_refresh_token_1"),
            "multipart/mixed; boundary=b"
        ).expectMasked()
    }

    /// Dumps and fingerprints set the bytes of hex apart.
    @Test(arguments: [" ", ":", "-"], [false, true])
    func `a known value in hex whose bytes are set apart`(separator: String, isUppercase: Bool) {
        var redactor = Redactor()
        let body = "{\"access_token\":\"\(Sample.token)\"}"
        _ = redactor.redact(Sample.exchange("POST", "/oauth/token", [], "", [], body))
        let bytes = Hex.encode(Array(Sample.token.utf8), uppercase: isUppercase).map { String(Unicode.Scalar($0)) }
        let pairs = stride(from: 0, to: bytes.count, by: 2).map { bytes[$0] + bytes[$0 + 1] }
        let dump = pairs.joined(separator: separator)
        let exchange = Sample.exchange("GET", "/log", [], "", [], "at 12:34:56 got 0a 0b, \(dump) and no more")
        let redaction = redactor.redact(exchange)
        #expect(redaction.redacted.text.contains("at 12:34:56 got 0a 0b, REDACTED_wrapped_1 and no more"))
        #expect(redaction.faults.isEmpty)
    }
}
