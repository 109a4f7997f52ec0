import Capture
import Testing

@testable import Secrets

/// A body in some syntax with a secret `V` in it: what must be masked and what must be left, byte for byte.
///
/// In `before` and `after`, `V` and `W` stand for values; what is masked is written with its kind, `V` being the first
/// of it: `<access_token>`.
struct BodyCase: CustomStringConvertible, Sendable {
    var before: String
    var after: String
    var type: String
    var target: String
    var inRequest: Bool

    init(
        _ before: String,
        _ after: String,
        _ type: String = "",
        at target: String = "/api/things",
        inRequest: Bool = false
    ) {
        self.before = before
        self.after = after
        self.type = type
        self.target = target
        self.inRequest = inRequest
    }

    var description: String { before }

    static let values: (String, String) = {
        var sample = Sample(seed: 77)
        return (sample.base62(44), sample.base62(40))
    }()

    private func filled(_ text: String) -> String {
        text.replacing("\u{1}", with: Self.values.0).replacing("\u{2}", with: Self.values.1)
    }

    /// Redacts the body, and what came of it is what is expected; redacting it again changes nothing, and both forms have
    /// the same sightings.
    func expectMasked(_ location: SourceLocation = #_sourceLocation) {
        var redactor = Redactor()
        let fields = type.isEmpty ? [] : [("Content-Type", type)]
        let exchange =
            inRequest
            ? Sample.exchange("POST", target, fields, filled(before), [], "ok")
            : Sample.exchange("GET", target, [], "", fields, filled(before))
        let redaction = redactor.redact(exchange)
        let body = inRequest ? redaction.redacted.exchange.request.body : redaction.redacted.exchange.response?.body
        let expected = after.replacing("<", with: "").replacing(">", with: "")
        let got = String(decoding: body?.bytes ?? [], as: UTF8.self)
        #expect(
            got.replacing("<", with: "").replacing(">", with: "") == filled(expected),
            sourceLocation: location
        )
        #expect(redaction.faults.isEmpty, sourceLocation: location)
        let entry = CassetteEntry(redaction.redacted)
        #expect(redactor.redactAgain(entry, renamed: [:]) == nil, "again", sourceLocation: location)
        let raw = SightingList.of([ReadableExchange(exchange)], ledger: Ledger())
        #expect(SightingList.of([entry]).lines == raw.lines, sourceLocation: location)
    }
}

/// A placeholder in the tests of this file.
private func hole(_ kind: String, _ number: Int = 1) -> String {
    "REDACTED_\(kind)_\(number)"
}

private let at1 = hole("access_token")
private let pw1 = hole("password")

struct JSONBodyTests {
    @Test(arguments: [
        BodyCase("{\"access_token\":\"\u{1}\",\"a\":1,}", "{\"access_token\":\"\(at1)\",\"a\":1,}"),
        BodyCase(
            "// note\n{/* x */\"access_token\": \"\u{1}\"}",
            "// note\n{/* x */\"access_token\": \"\(at1)\"}",
            "application/json"
        ),
        BodyCase("{access_token: '\u{1}', scope: 'x'}", "{access_token: '\(at1)', scope: 'x'}"),
        BodyCase("{access_token: \u{1}, scope: x}", "{access_token: \(at1), scope: x}"),
        BodyCase(
            "{\"access_token\":\"\u{1}\",\"access_token\":\"\u{2}\"}",
            "{\"access_token\":\"\(at1)\",\"access_token\":\"\(hole("access_token", 2))\"}"
        ),
        BodyCase("\u{FEFF}{\"access_token\":\"\u{1}\"}", "\u{FEFF}{\"access_token\":\"\(at1)\"}"),
        BodyCase(
            "{\"n\":NaN,\"access_token\":NaN,\"refresh_token\":undefined}",
            "{\"n\":NaN,\"access_token\":NaN,\"refresh_token\":undefined}"
        ),
        BodyCase("{\"data\":{\"access_token\":\"\u{1}", "{\"data\":{\"access_token\":\"\(at1)"),
        BodyCase(
            "{\"a\":1}\n{\"access_token\":\"\u{1}\"}\n{\"b\":2}\n",
            "{\"a\":1}\n{\"access_token\":\"\(at1)\"}\n{\"b\":2}\n"
        ),
        BodyCase(
            "\u{1E}{\"a\":1}\n\u{1E}{\"access_token\":\"\u{1}\"}\n",
            "\u{1E}{\"a\":1}\n\u{1E}{\"access_token\":\"\(at1)\"}\n"
        ),
        BodyCase("{\"a\":1}{\"access_token\":\"\u{1}\"}", "{\"a\":1}{\"access_token\":\"\(at1)\"}"),
    ])
    func `strict or not`(body: BodyCase) {
        body.expectMasked()
    }

    @Test(arguments: [
        BodyCase(
            #"{"a":"{\"b\":\"{\\\"access_token\\\":\\\"V\\\"}\"}"}"#.replacing("V", with: "\u{1}"),
            #"{"a":"{\"b\":\"{\\\"access_token\\\":\\\"V\\\"}\"}"}"#.replacing("V", with: at1)
        ),
        BodyCase(
            "{\"postBody\":\"id_token=\u{1}&providerId=x\"}",
            "{\"postBody\":\"id_token=\(hole("id_token"))&providerId=x\"}"
        ),
        BodyCase(
            "{\"url\":\"https:\\/\\/a.test\\/cb?access_token=\u{1}&page=2\"}",
            "{\"url\":\"https:\\/\\/a.test\\/cb?access_token=\(at1)&page=2\"}"
        ),
        BodyCase("{\"token\":\"bearer \u{1}\"}", "{\"token\":\"bearer \(at1)\"}"),
        BodyCase(
            "{\"error_description\":\"Invalid access token: \u{1}\",\"log\":\"user=bob password=hunter2x from 10.0.0.1\"}",
            "{\"error_description\":\"Invalid access token: \(at1)\",\"log\":\"user=bob password=\(pw1) from 10.0.0.1\"}"
        ),
        BodyCase("\"{\\\"access_token\\\":\\\"\u{1}\\\"}\"", "\"{\\\"access_token\\\":\\\"\(at1)\\\"}\""),
    ])
    func `syntax in a string`(body: BodyCase) {
        body.expectMasked()
    }

    @Test(arguments: [
        BodyCase(
            "[{\"name\":\"access_token\",\"value\":\"\u{1}\"},{\"name\":\"page\",\"value\":\"2\"}]",
            "[{\"name\":\"access_token\",\"value\":\"\(at1)\"},{\"name\":\"page\",\"value\":\"2\"}]"
        ),
        BodyCase(
            "[{\"value\":\"\u{1}\",\"key\":\"access_token\"}]",
            "[{\"value\":\"\(at1)\",\"key\":\"access_token\"}]"
        ),
        BodyCase(
            "{\"Attributes\":[{\"Name\":\"password\",\"Value\":\"hunter2\"}]}",
            "{\"Attributes\":[{\"Name\":\"password\",\"Value\":\"\(pw1)\"}]}"
        ),
        BodyCase(
            "[[\"access_token\",\"\u{1}\"],[\"password\",\"username\"]]",
            "[[\"access_token\",\"\(at1)\"],[\"password\",\"username\"]]"
        ),
        BodyCase(
            "{\"access_token\":{\"value\":\"\u{1}\",\"expires\":3600}}",
            "{\"access_token\":{\"value\":\"\(at1)\",\"expires\":3600}}"
        ),
        BodyCase("{\"client\":{\"secret\":\"\u{1}\"}}", "{\"client\":{\"secret\":\"\(hole("client_secret"))\"}}"),
        BodyCase(
            "{\"fields\":{\"password\":{\"stringValue\":\"hunter2\"}}}",
            "{\"fields\":{\"password\":{\"stringValue\":\"\(pw1)\"}}}"
        ),
        BodyCase(
            "{\"required\":[\"username\",\"password\"],\"names\":[\"token\",\"refresh_token\"]}",
            "{\"required\":[\"username\",\"password\"],\"names\":[\"token\",\"refresh_token\"]}"
        ),
    ])
    func `names beside values`(body: BodyCase) {
        body.expectMasked()
    }

    @Test func `a number becomes a string, so that the body stays JSON`() throws {
        let number = BodyCase(
            "{\"otp\": 123456, \"n\": 7}",
            "{\"otp\": \"\(hole("otp"))\", \"n\": 7}",
            "application/json",
            at: "/login",
            inRequest: true
        )
        number.expectMasked()
        _ = try JSONValue(parsing: number.after)
        BodyCase(
            "{\"a\":\"{\\\"otp\\\":123456}\"}",
            "{\"a\":\"{\\\"otp\\\":\(hole("otp"))}\"}",
            at: "/login",
            inRequest: true
        ).expectMasked()
    }

    @Test func `a token as an array of bytes is one secret`() {
        let bytes = BodyCase.values.0.utf8.map(String.init).joined(separator: ", ")
        var redactor = Redactor()
        let body = "{\"access_token\":[\(bytes)],\"sizes\":[1,2,3]}"
        let redacted = redactor.redact(Sample.exchange("GET", "/api", [], "", [], body)).redacted
        #expect(redacted.text.hasSuffix("{\"access_token\":[\"\(at1)\"],\"sizes\":[1,2,3]}"))
        let later = redactor.redact(Sample.exchange("GET", "/api?x=\(BodyCase.values.0)"))
        #expect(later.redacted.text.hasPrefix("/api?x=\(at1)"))
    }

    @Test func `the data of a Kubernetes secret`() {
        let data = Planting.base64("hunter2-and-more")
        BodyCase(
            "{\"apiVersion\":\"v1\",\"data\":{\"db.dsn\":\"\(data)\"},\"kind\":\"Secret\",\"metadata\":{\"name\":\"app\"}}",
            "{\"apiVersion\":\"v1\",\"data\":{\"db.dsn\":\"\(hole("wrapped"))\"},\"kind\":\"Secret\",\"metadata\":{\"name\":\"app\"}}"
        ).expectMasked()
        BodyCase(
            "{\"data\":{\"db.dsn\":\"\(data)\"},\"kind\":\"ConfigMap\"}",
            "{\"data\":{\"db.dsn\":\"\(data)\"},\"kind\":\"ConfigMap\"}"
        ).expectMasked()
    }

    /// RFC 7515 §7.2.1: the nonce of ACME stands in the protected header.
    @Test func `signed and encrypted content in JSON serialisation`() {
        let header = Planting.base64("{\"alg\":\"ES256\",\"kid\":\"k-1\"}")
        BodyCase(
            "{\"payload\":\"\",\"protected\":\"\(header)\",\"signature\":\"\u{1}\"}",
            "{\"payload\":\"\",\"protected\":\"\(header)\",\"signature\":\"\(hole("credentials"))\"}"
        ).expectMasked()
        BodyCase(
            "{\"signatures\":[{\"protected\":\"\(header)\",\"signature\":\"\u{1}\"}]}",
            "{\"signatures\":[{\"protected\":\"\(header)\",\"signature\":\"\(hole("credentials"))\"}]}"
        ).expectMasked()
        BodyCase(
            "{\"protected\":true,\"signature\":\"With kind regards\"}",
            "{\"protected\":true,\"signature\":\"With kind regards\"}"
        ).expectMasked()
    }

    @Test(arguments: [
        BodyCase(
            "{\"headers\":{\"Authorization\":\"Bearer \u{1}\",\"Cookie\":\"sid=\u{2}; theme=dark\",\"Host\":\"h\"}}",
            "{\"headers\":{\"Authorization\":\"Bearer \(at1)\",\"Cookie\":\"sid=\(hole("cookie")); theme=dark\",\"Host\":\"h\"}}"
        ),
        BodyCase(
            "[{\"name\":\"Authorization\",\"value\":\"Bearer \u{1}\"}]",
            "[{\"name\":\"Authorization\",\"value\":\"Bearer \(at1)\"}]"
        ),
        BodyCase(
            "{\"authorization\":\"required\",\"cookie\":\"accepted\"}",
            "{\"authorization\":\"required\",\"cookie\":\"accepted\"}"
        ),
    ])
    func `a request that is echoed`(body: BodyCase) {
        body.expectMasked()
    }

    @Test(arguments: [
        BodyCase(
            #"{"query":"mutation { login(name: \"bob\", password: \"hunter2\") { id } }","variables":{"password":"hunter2"}}"#,
            #"{"query":"mutation { login(name: \"bob\", password: \"P\") { id } }","variables":{"password":"P"}}"#
                .replacing("P\\", with: "\(pw1)\\").replacing("\"P\"", with: "\"\(pw1)\""),
            inRequest: true
        ),
        BodyCase(
            #"{"query":"mutation L($password: String!) { login(password: $password) { id } }"}"#,
            #"{"query":"mutation L($password: String!) { login(password: $password) { id } }"}"#,
            inRequest: true
        ),
        BodyCase(
            #"{"query":"mutation{login(password:\"\"\"hunter2\"\"\"){id}}"}"#,
            #"{"query":"mutation{login(password:\"\"\"P\"\"\"){id}}"}"#.replacing("P", with: pw1),
            inRequest: true
        ),
    ])
    func `GraphQL`(body: BodyCase) {
        body.expectMasked()
    }
}

struct JSONPBodyTests {
    private static let cb = "REDACTED_callback_1"

    @Test(arguments: [
        ("/**/C(", ");"), (";C(", ")"), ("typeof C === 'function' && C(", ");"), ("C && C(", ");"),
        ("try{C(", ")}catch(e){}"), ("/* x */ C(", "); // end"), ("\u{FEFF}C(", ");\n"),
    ])
    func `callbacks and prefixes`(start: String, end: String) {
        for name in ["cb", "jQuery351_160", "window.a[\"b\"]", "a.b.c"] {
            let (first, last) = (start.replacing("C", with: name), end)
            BodyCase(
                "\(first){\"access_token\":\"\u{1}\"}\(last)",
                "\(start.replacing("C", with: Self.cb)){\"access_token\":\"\(at1)\"}\(last)",
                "text/javascript"
            ).expectMasked()
        }
    }

    @Test(arguments: [")]}',\n", "while(1);", "for(;;);", "&&&START&&&", ")]}'"])
    func `guards`(prefix: String) {
        BodyCase("\(prefix){\"access_token\":\"\u{1}\"}", "\(prefix){\"access_token\":\"\(at1)\"}").expectMasked()
    }

    @Test func `several calls, and arguments that are no objects`() {
        BodyCase(
            "a({\"access_token\":\"\u{1}\"});b([{\"refresh_token\":\"\u{2}\"}]);",
            "\(Self.cb)({\"access_token\":\"\(at1)\"});\(hole("callback", 2))([{\"refresh_token\":\"\(hole("refresh_token"))\"}]);"
        ).expectMasked()
        BodyCase("cb(\"token=\u{1}\");", "\(Self.cb)(\"token=\(at1)\");", "text/javascript").expectMasked()
        BodyCase("cb(200, {\"access_token\":\"\u{1}\"});", "\(Self.cb)(200, {\"access_token\":\"\(at1)\"});")
            .expectMasked()
        BodyCase("require(\"x\"); run({a: 1}).then(f);", "require(\"x\"); run({a: 1}).then(f);", "text/javascript")
            .expectMasked()
    }
}
