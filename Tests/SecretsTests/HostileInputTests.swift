import Capture
import Testing

@testable import Secrets

/// Whatever bytes come, nothing traps, and what comes out is stable.
struct HostileInputTests {
    private static let types = [
        "application/json", "text/html", "application/xml", "application/x-www-form-urlencoded", "text/javascript",
        "multipart/form-data; boundary=b", "text/plain", "",
    ]
    private static let fragments = [
        "{", "}", "[", "]", "\"", "\\", "\\u", "\\ud83d", "\\u00", ":", ",", "=", "==", "&", ";", "%", "%4", "%u0041",
        "%25",
        "+", "<", ">", "<a b=\"", "<![CDATA[", "]]>", "<!--", "<script>", "</script>", "&#", "&#x41;", "&amp;",
        "&#99999999;",
        "--b", "\r\n", "\r\n\r\n", "name=\"password\"", "password=", "access_token", "Bearer ", "Basic ",
        "eyJhbGciOiJub25lIn0",
        ".", "..", "ey", "://", "https://a:b@c", "/", "?", "#", "REDACTED_", "REDACTED_code_1", "_1", "(", ")",
        "callback(",
        "-----BEGIN PRIVATE KEY-----", "-----END ", "ghp_", "\u{0}", "ä", "=?", "a;b=c", "\u{2028}", "0",
        "12345678901234567890",
    ]

    @Test(arguments: 0..<8)
    func `random and mutated input`(seed: UInt64) {
        var sample = Sample(seed: seed + 100)
        var redactor = Redactor()
        for round in 0..<60 {
            let exchange = Self.exchange(&sample, type: Self.types[round % Self.types.count])
            let redacted = redactor.redact(exchange).redacted
            var ledger = Ledger(readsPlaceholders: true)
            for descriptor in redacted.descriptors { ledger.learn(descriptor) }
            _ = SightingFinder().sightings(in: ReadableExchange(decoded: redacted.exchange), ledger: &ledger)
            _ = redactor.redactAgain(CassetteEntry(redacted), renamed: [:])
        }
    }

    /// A quadratic scanner would take minutes for each of these.
    @Test(arguments: types + ["text/event-stream", "text/csv", "message/http", "application/x-yaml"])
    func `a long run of the same`(type: String) {
        let units = [
            "<", "&", "--b\r\n", "{\"a\":", "\\", ",", "[", "\"", "'", "(", "<a b=\"", "<a>", "</a>", "<!--", "%",
            "%25",
            "a=", "a:", "a: |\n ", "a\\\n", " -u ", "curl ", "data:a\n", "\n", "[1,", "&#", "=", "x(", "typeof a&&",
            "/*",
            "`", "://", "eyJ", "{\"access_token\":\"abc\",", "\u{0}", "<script>", "password: ", "{\"a\":\"{", "\\\"",
        ]
        for unit in units {
            let body = Array(repeatElement(Array(unit.utf8), count: (1 << 14) / unit.utf8.count).joined())
            var exchange = Sample.exchange("GET", "/token", [], "", [("Content-Type", type)], "x")
            exchange.response?.body = Body(body)
            var redactor = Redactor()
            _ = redactor.redact(exchange)
        }
    }

    /// A fingerprint, an URN, a list of addresses: each piece names the rest, and the rest names its own.
    @Test(arguments: [":", "::", "=:", ":=", "==", "data:", "?u=", "#a=", "&#58;", "key=key:", ".eyJ", "a=http://x/?"])
    func `a row of short pieces`(separator: String) {
        var sample = Sample(seed: 41)
        let text = (0..<48).map { _ in sample.hex(2) }.joined(separator: separator)
        for type in ["text/plain", "application/json", "text/html"] {
            let body = type == "application/json" ? "{\"a\":\"\(text)\"}" : text
            var redactor = Redactor()
            let exchange = Sample.exchange("GET", "/a?q=\(text)", [("X-A", text)], "", [("Content-Type", type)], body)
            #expect(redactor.redact(exchange).redacted.text.hasSuffix(body))
        }
    }

    @Test func `deep and wide JSON`() {
        var redactor = Redactor()
        let deep = String(repeating: "[", count: 100_000) + "{\"access_token\":\"\(Sample.token)\"}"
        let redacted = redactor.redact(Sample.exchange("GET", "/", [], "", [], deep)).redacted
        #expect(!redacted.text.contains(Sample.token))
        var sample = Sample(seed: 12)
        let values = (0..<10_000).map { _ in sample.base62(24) }
        let names = String(repeating: "{\"a name that is not short\":", count: 500)
        let wide = names + "{" + values.map { "\"access_token\":\"\($0)\"" }.joined(separator: ",")
        let text = redactor.redact(Sample.exchange("GET", "/", [], "", [], wide)).redacted.text
        #expect(text.hasSuffix("\"access_token\":\"REDACTED_access_token_10001\""))
        let words = Set(text.utf8.split { !$0.isASCIILetter && !$0.isASCIIDigit }.map(Array.init))
        #expect(!values.contains { words.contains(Array($0.utf8)) })
    }

    /// What was taken off by recursion ended the process.
    @Test(arguments: ["]", "token=", "bearer=", "Bearer "])
    func `the same around a credential again and again`(unit: String) {
        let run = String(repeating: unit, count: 200_000)
        for value in [run + Sample.token, Sample.token + run, run] {
            var redactor = Redactor()
            let body = "{\"access_token\":\"\(value)\"}"
            let redacted = redactor.redact(
                Sample.exchange("GET", "/", [("Authorization", "Bearer \(value)")], "", [], body)
            ).redacted
            #expect(!redacted.text.contains(Sample.token))
        }
    }

    /// Half of the text is one value that nearly stands at each place of it.
    @Test func `a long value that repeats itself`() {
        var redactor = Redactor()
        let run = String(repeating: "curl <!ENTITY a ", count: 20_000)
        _ = redactor.redact(Sample.exchange("GET", "/", [], "", [], "cookie: a=x\(run)"))
        let redacted = redactor.redact(Sample.exchange("GET", "/", [], "", [], run + "y")).redacted
        #expect(redacted.exchange.response?.body.bytes.isEmpty == false)
    }

    /// Each name would name all fields again.
    @Test func `a value with many fields and many names`() {
        let fields = String(repeating: "\"a\":1,", count: 40_000)
        let names = String(repeating: "\"name\":\"x\",", count: 40_000)
        let labels = JSONFields.scan(View(Array("{\"value\":{\(fields)\"b\":2},\(names)\"name\":\"y\"}".utf8)))
            .filter(\.isNumber).map(\.label)
        #expect(labels.count == 40_001)
        #expect(labels.allSatisfy { $0 == "y" })
    }

    @Test func `the outermost name counts`() {
        let text = #"{"value":{"value":[1,{"val":2,"key":"c"}],"name":"b"},"x":{"value":3,"name":"d"},"name":"a"}"#
        let fields = JSONFields.scan(View(Array(text.utf8))).filter(\.isNumber)
        #expect(fields.map(\.label) == ["a", "a", "x.d"])
    }

    @Test func `empty input`() {
        var redactor = Redactor()
        let request = Request(method: "", scheme: "", authority: "", target: [], fields: [HeaderField("", [])])
        let response = Response(status: 200, fields: [HeaderField("Set-Cookie", []), HeaderField("Location", [])])
        let exchange = Exchange(request: request, response: response)
        #expect(redactor.redact(exchange).redacted.exchange == exchange)
    }

    @Test func `text that looks like a placeholder is masked itself`() {
        var redactor = Redactor()
        var sample = Sample(seed: 9)
        let token = sample.hex(40)
        let body =
            "{\"access_token\":\"\(token)\",\"a\":\"REDACTED_access_token_1\",\"b\":\"%52EDACTED_access_token_1\"}"
        let redacted = redactor.redact(Sample.exchange("GET", "/", [], "", [], body)).redacted
        #expect(
            redacted.text.hasSuffix(
                #"{"access_token":"REDACTED_access_token_1","a":"REDACTED_placeholder_text_1","b":"REDACTED_placeholder_text_1"}"#
            )
        )
    }

    @Test func `a digit behind a secret is no part of its number`() {
        var redactor = Redactor()
        var sample = Sample(seed: 10)
        let token = sample.text(40, from: "ghijklmnop")
        _ = redactor.redact(Sample.exchange("GET", "/", [], "", [], "{\"access_token\":\"\(token)\"}"))
        let redacted = redactor.redact(Sample.exchange("GET", "/", [], "", [], "x \(token)7 y \(token)_7")).redacted
        #expect(redacted.text.hasSuffix("x REDACTED_wrapped_1 y REDACTED_access_token_1_7"))
    }

    @Test func `a semicolon in a password is part of it`() {
        var redactor = Redactor()
        let body = "username=u&password=a%3Bb%3Dcdefgh&x=1"
        let redacted = redactor.redact(Sample.exchange("POST", "/login", [], body)).redacted
        #expect(redacted.text.contains("password=REDACTED_password_1&x=1"))
        let raw = redactor.redact(Sample.exchange("POST", "/login", [], "password=a;b=cdefgh&x=1")).redacted
        #expect(raw.text.contains("password=REDACTED_password_1&x=1"))
    }

    private static func exchange(_ sample: inout Sample, type: String) -> Exchange {
        Exchange(
            request: Request(
                method: "POST",
                scheme: "https",
                authority: "h",
                target: bytes(&sample),
                fields: ["Authorization", "Cookie", "Referer", "X-Api-Key", "Content-Type"].map { name in
                    HeaderField(name, name == "Content-Type" ? Array(type.utf8) : bytes(&sample))
                },
                body: Body(bytes(&sample))
            ),
            response: Response(
                status: 200,
                reason: bytes(&sample),
                fields: ["Set-Cookie", "Location", "Refresh", "Link", "Content-Type"].map { name in
                    HeaderField(name, name == "Content-Type" ? Array(type.utf8) : bytes(&sample))
                },
                body: Body(bytes(&sample)),
                trailers: [HeaderField("X-Token", bytes(&sample))]
            )
        )
    }

    private static func bytes(_ sample: inout Sample) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<(sample.next() % 24) {
            switch sample.next() % 8 {
            case 0: bytes.append(UInt8(truncatingIfNeeded: sample.next() >> 8))
            case 1: bytes += sample.base62(Int(sample.next() % 40)).utf8
            default: bytes += fragments[Int(sample.next() % UInt64(fragments.count))].utf8
            }
        }
        return bytes
    }
}
