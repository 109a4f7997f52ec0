import Capture
import Testing

@testable import Secrets

/// Which cookies are kept, and which are masked.
struct CookieTests {
    @Test(arguments: [
        "theme=dark", "theme=light", "lang=en", "locale=en-US", "locale=en_US.UTF-8", "locale=zh-Hans-CN",
        "currency=EUR",
        "country=DE", "tz=Europe/Berlin", "tz=Europe%2FBerlin", "tz=America/Argentina/Buenos_Aires", "timezone=UTC",
        "screen=1920x1080", "dims=1920x1080x24", "dpr=1.25", "zoom=110%", "zoom=110%25", "accent=#ffcc00",
        "accent=%23ffcc00",
        "font=16px", "seen=2026-01-31", "last=2026-01-31T12:00:00.000Z", "last=2026-01-31T12%3A00%3A00Z", "v=1.20.3",
        "build=v2.10.1", "n=3", "n=-1", "count=12345678", "sidebar=collapsed", "view=list", "view=gridView",
        "tour=done",
        "dismissed=banner-welcome,banner-sale", "flags=new_nav:1,old_nav:0", "darkMode=true", "consent=yes",
        #"prefs={"theme":"dark","size":12}"#, "prefs=%7B%22theme%22%3A%22dark%22%2C%22size%22%3A12%7D",
        "prefs=j%3A%7B%22theme%22%3A%22dark%22%2C%22tips%22%3A%5B%22home%22%2C%22cart%22%5D%7D",
        "prefs=eyJ0aGVtZSI6ImRhcmsiLCJzaXplIjoxMn0=", "ui=a=1&b=dark", "ui=a:1|b:dark", "ui=theme%3Ddark%26size%3D12",
        "_ga=GA1.2.1234567890.1700000000", "_ga_ABC123=GS1.1.1700000000.3.1.1700000100.0.0.0",
        "_ga_ABC123=GS2.1.s1700000000$o3$g1$t1700000100$j60$l0$h0", "_gid=GA1.2.99.1700", "_gat_UA-1234-1=1",
        "_fbp=fb.1.1700000000000.1234567890", "_gcl_au=1.1.123.456", "OptanonConsent=isGpcEnabled=0&datestamp=x",
        "OptanonConsent=isGpcEnabled=0&datestamp=Mon+Mar+02+2026&version=202401.1.0&groups=C0001%3A1%2CC0002%3A0",
        "OptanonAlertBoxClosed=2026-03-02T10:00:00.000Z", "ajs_anonymous_id=6f9619ff-8b86-4011-b42d-00c04fc964ff",
        "cookieconsent_status=dismiss", "CookieConsent=true",
        "wp-settings-1=libraryContent%3Dbrowse%26editor%3Dtinymce",
        "wp-settings-time-1=1700000000", "__utma=1.1234567890.1700000000.1700000000.1700000000.1", "logged_in=no",
        "session=", "sid=deleted", "token=null", "auth=false", "csrf=0", "last_visit=1700000000000",
        "token_type=bearer",
        "session_expires=1700000000",
    ])
    func `harmless`(cookie: String) {
        expectKept(cookie)
    }

    @Test(arguments: [
        "PHPSESSID=abc123", "sid=12345678", "session=alice", "sessionid=abcdef", "auth=letmein", "connect.sid=hello",
        "SAPISID=word", "token=12345678", "csrftoken=abcdefgh", "XSRF-TOKEN=123456", "remember_me=alice",
        "SSID=abcdefghi",
        "ASP.NET_SessionId=hellohello", "_myapp_session=word", "__Host-id=word", "__Secure-id=1234567", "otp=123456",
        "pin=1234",
        "userSession=alice", "authState=open", "sso=abc",
    ])
    func `a name that says credential`(cookie: String) {
        expectMasked(cookie)
    }

    @Test(arguments: [12, 16, 22, 32, 43])
    func `random values under any name`(length: Int) {
        var sample = Sample(seed: UInt64(length))
        for alphabet in [
            "0123456789abcdef", "0123456789ABCDEF", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
        ] {
            var harmless = 0
            for _ in 0..<1000 {
                // A digit in it, as almost every one has: others are words by chance.
                let value = sample.text(length - 1, from: alphabet) + "7"
                if HarmlessCookie.contains(name: Array("x".utf8), value: Array(value.utf8)) { harmless += 1 }
                if length >= 16, HarmlessCookie.contains(name: Array("theme".utf8), value: Array(value.utf8)) {
                    harmless += 1
                }
            }
            #expect(harmless <= 2, "\(alphabet)")
        }
    }

    @Test func `random letters are seldom words`() {
        var sample = Sample(seed: 3)
        let harmless = (0..<10_000).count { _ in
            HarmlessValue.contains(Array(sample.base62(10).utf8))
        }
        #expect(harmless < 20)
    }

    @Test func `what is harmless by name is masked when it is known`() {
        var sample = Sample(seed: 2)
        let token = sample.text(24, from: "abcdefghijklmnopqrstuvwxyz")
        var redactor = Redactor()
        _ = redactor.redact(Sample.exchange("POST", "/token", [], "a=1", [], "{\"access_token\":\"\(token)\"}"))
        let redacted = redactor.redact(Sample.exchange("GET", "/", [("Cookie", "theme=\(token); lang=en")])).redacted
        #expect(redacted.text.contains("theme=REDACTED_access_token_1; lang=en"))
    }

    @Test func `an opaque part of settings is masked and the rest is told`() throws {
        var sample = Sample(seed: 6)
        let id = sample.base62(24)
        var redactor = Redactor()
        let cookie = "prefs=%7B%22theme%22%3A%22dark%22%2C%22id%22%3A%22\(id)%22%2C%22sid%22%3A%2212345678%22%7D"
        let redaction = redactor.redact(Sample.exchange("GET", "/", [("Cookie", cookie)]))
        #expect(!redaction.redacted.text.contains(id))
        let wrapper = try #require(redaction.redacted.descriptors.compactMap(\.wrapper).first)
        let text = String(decoding: wrapper.template.text, as: UTF8.self)
        #expect(text == #"{"theme":"dark","id":"REDACTED_cookie_2","sid":"REDACTED_cookie_3"}"#)
    }

    private func expectKept(_ cookie: String) {
        var redactor = Redactor()
        let exchange = Sample.exchange(
            "GET",
            "/",
            [("Cookie", "\(cookie); z=1")],
            "",
            [("Set-Cookie", "\(cookie); Path=/")]
        )
        #expect(redactor.redact(exchange).redacted.exchange == exchange)
    }

    private func expectMasked(_ cookie: String) {
        var redactor = Redactor()
        let exchange = Sample.exchange(
            "GET",
            "/",
            [("Cookie", "\(cookie); z=1")],
            "",
            [("Set-Cookie", "\(cookie); Path=/")]
        )
        let redacted = redactor.redact(exchange).redacted.exchange
        let name = cookie.prefix { $0 != "=" }
        #expect(redacted.request.fields[0].text.hasPrefix("\(name)=REDACTED_"))
        #expect(redacted.response?.fields[0].text.hasPrefix("\(name)=REDACTED_") == true)
    }
}
