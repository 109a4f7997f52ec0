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
}
