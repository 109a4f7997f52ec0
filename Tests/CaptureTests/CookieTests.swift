import Capture
import Testing

@Suite struct CookieTests {
    @Test func cookiesAreRanges() {
        let bytes = Array("a=1; b = \"two\" ;lonely;; =nameless;c=d=e".utf8)
        let cookies = CookiePair.parse(cookie: bytes).map { cookie in
            [cookie.name, cookie.value, cookie.unquoted].map { String(decoding: bytes[$0], as: UTF8.self) }
        }
        #expect(
            cookies == [
                ["a", "1", "1"], ["b", "\"two\"", "two"], ["", "lonely", "lonely"], ["", "nameless", "nameless"],
                ["c", "d=e", "d=e"],
            ]
        )
    }

    @Test func setCookieHasAttributesOfAnyCase() {
        let cookie = SetCookie(Array("id=v; path=/a; SECURE; max-age=3; Path=/b; X; domain=".utf8))
        #expect(cookie.name == "id")
        #expect(cookie.value == "v")
        #expect(cookie.attribute("Path") == "/b")
        #expect(cookie.attribute("Max-Age") == "3")
        #expect(cookie.attribute("Domain") == "")
        #expect(cookie.has("secure") && cookie.has("x") && !cookie.has("HttpOnly"))
        #expect(cookie.attributes.count == 6)
    }

    @Test(arguments: ["", ";", "=", "=;", "\"", "a=\"", ";;=;;"])
    func oddValuesAreSurvived(text: String) {
        let bytes = Array(text.utf8)
        _ = CookiePair.parse(cookie: bytes)
        #expect(SetCookie(bytes).bytes == bytes)
    }

    @Test(arguments: [
        ("a=1", ["a=1"]),
        ("a=1, b=2", ["a=1", "b=2"]),
        ("a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT, b=2", ["a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT", "b=2"]),
        ("a=x,y; Path=/,b=2", ["a=x,y; Path=/", "b=2"]),
        ("", [""]),
        (",,", [",,"]),
    ])
    func joinedFieldsAreTakenApart(joined: String, expected: [String]) {
        #expect(SetCookie.unfold(Array(joined.utf8)).map { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test(arguments: [
        ("", [""]),
        ("a=1; Path=/", ["a=1"]),
        ("a=1, b=2; Path=/", ["a=1, b=2"]),
        ("a=1; Path=/, b=2; Path=/", ["a=1", "b=2"]),
        ("a=1; Path=/,b=2; HttpOnly,\tc=3,d=4; Secure", ["a=1", "b=2", "c=3,d=4"]),
        ("a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT; Path=/, b=2", ["a=1", "b=2"]),
        ("a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT, b=2; Path=/", ["a=1", "b=2"]),
        ("a=1; Path=/,,; x, =2; ,", ["a=1"]),
    ])
    func joinedFieldsAreReadAsSeveralCookies(joined: String, expected: [String]) {
        let cookies = SetCookie.all(in: Array(joined.utf8))
        #expect(cookies.map { $0.name.isEmpty ? $0.value : "\($0.name)=\($0.value)" } == expected)
        #expect(cookies.allSatisfy { $0.bytes == Array(joined.utf8) })
    }

    @Test func theCookiesOfAJoinedFieldHaveTheirOwnAttributes() {
        let text = "a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT; Path=/, b=2; HttpOnly"
        let cookies = SetCookie.all(in: Array(text.utf8))
        #expect(cookies.map { $0.attribute("Expires") } == ["Wed, 21 Oct 2015 07:28:00 GMT", nil])
        #expect(cookies.map { $0.attribute("Path") } == ["/", nil])
        #expect(cookies.map { $0.has("HttpOnly") } == [false, true])
    }
}
