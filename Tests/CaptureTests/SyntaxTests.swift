import Capture
import Testing

@Suite struct SyntaxTests {
    private func text(_ bytes: [UInt8]?) -> String? {
        bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ("/a?b=c#d", "/a", "b=c", "d"), ("/a", "/a", nil, nil), ("/?", "/", "", nil), ("", "", nil, nil),
        ("/a#b?c", "/a", nil, "b?c"), ("*", "*", nil, nil), ("?x?y", "", "x?y", nil), ("/#", "/", nil, ""),
    ])
    func targetsAreSplit(target: String, path: String, query: String?, fragment: String?) {
        let bytes = Array(target.utf8)
        let parts = URLTarget(bytes)
        #expect(text(Array(bytes[parts.path])) == path)
        #expect(text(parts.query.map { Array(bytes[$0]) }) == query)
        #expect(text(parts.fragment.map { Array(bytes[$0]) }) == fragment)
    }

    @Test(arguments: [
        ("https://a.test:8443/p?q", "https", nil, "a.test:8443", "/p?q"),
        ("http://u:p@x@[::1]:80", "http", "u:p@x", "[::1]:80", ""),
        ("app+x://?q", "app+x", nil, "", "?q"),
    ])
    func absoluteURLsAreSplit(url: String, scheme: String, userinfo: String?, host: String, target: String) throws {
        let bytes = Array(url.utf8)
        let parts = try #require(AbsoluteURL(bytes))
        #expect(text(Array(bytes[parts.scheme])) == scheme)
        #expect(text(parts.userinfo.map { Array(bytes[$0]) }) == userinfo)
        #expect(text(Array(bytes[parts.host])) == host)
        #expect(text(Array(bytes[parts.target])) == target)
    }

    @Test(arguments: ["", "/a", "a.test/b", "data:text/plain,x", "://a", "1x://a", "http:/a", "a b://c"])
    func otherReferencesAreNotAbsolute(url: String) {
        #expect(AbsoluteURL(Array(url.utf8)) == nil)
    }

    @Test func pairsAreRangesAndNothingIsAnError() {
        let bytes = Array("?a=1&&b&=c&d=e=f&".utf8)
        let pairs = FormPairs(bytes, range: 1..<bytes.count).map { pair in
            String(decoding: bytes[pair.name], as: UTF8.self) + "|" + String(decoding: bytes[pair.value], as: UTF8.self)
        }
        #expect(pairs == ["a|1", "b|", "|c", "d|e=f"])
    }

    @Test(arguments: [
        ("a%20b+c", "a b+c", "a b c"), ("%", "%", "%"), ("%4", "%4", "%4"), ("%zz%41", "%zzA", "%zzA"),
        ("%C3%a4", "ä", "ä"), ("%25%32%35", "%25", "%25"), ("", "", ""),
    ])
    func percentCodingIsTakenOffOnce(encoded: String, plain: String, form: String) {
        #expect(text(PercentCoding.decode(encoded.utf8)) == plain)
        #expect(text(PercentCoding.decode(encoded.utf8, plusIsSpace: true)) == form)
    }

    @Test func percentCodingKeepsTheUnreservedSet() {
        #expect(text(PercentCoding.encode("aZ09-._~ /+ä".utf8)) == "aZ09-._~%20%2F%2B%C3%A4")
    }

    @Test func codecsUndoThemselves() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            let bytes = random.bytes(0...20)
            #expect(PercentCoding.decode(PercentCoding.encode(bytes)) == bytes)
            #expect(Hex.decode(Hex.encode(bytes)) == bytes)
            #expect(Hex.decode(Hex.encode(bytes, uppercase: true)) == bytes)
            for alphabet in [Base64.Alphabet.standard, .urlSafe] {
                for padding in [true, false] {
                    #expect(Base64.decode(Base64.encode(bytes, alphabet: alphabet, padding: padding)) == bytes)
                }
            }
        }
    }

    /// RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64IsThatOfTheRFC(plain: String, encoded: String) {
        #expect(text(Base64.encode(plain.utf8)) == encoded)
        #expect(text(Base64.decode(encoded.utf8)) == plain)
    }

    @Test(arguments: [
        (" Zm9v\r\nYmFy\t", "foobar"), ("Zg", "f"), ("Zg=", "f"), ("_-8", "\u{FFFD}\u{FFFD}"), ("Z", nil),
        ("Zm9v!", nil),
        ("Zg==Zg", nil), ("Zm9vY", nil),
    ])
    func base64IsReadLeniently(encoded: String, plain: String?) {
        #expect(text(Base64.decode(encoded.utf8)) == plain)
    }

    @Test(arguments: ["0", "0g", "zz", " 00"])
    func whatIsNotHexIsRefused(digits: String) {
        #expect(Hex.decode(digits.utf8) == nil)
    }
}
