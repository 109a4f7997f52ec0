import Capture
import Testing

@testable import Secrets

/// What cannot be masked in place is masked whole.
struct FailClosedTests {
    private static let token = Sample.token

    private static func answer(_ body: [UInt8]) -> Exchange {
        var exchange = Sample.exchange("GET", "/api", [], "", [], "x")
        exchange.response?.body = Body(body)
        return exchange
    }

    @Test func `a known token in a method, a host and the reason of an interim response`() {
        var redactor = Redactor()
        _ = redactor.redact(Self.answer(Array("{\"access_token\":\"\(Self.token)\"}".utf8)))
        var exchange = Sample.exchange(Self.token, "/api", [(Self.token, "x")])
        exchange.request.authority = "\(Self.token).example.test"
        exchange.response?.interim = [Response(status: 103, reason: Array("Early \(Self.token)".utf8))]
        let redaction = redactor.redact(exchange)
        #expect(redaction.redacted.exchange.request.method == "MASKED")
        #expect(redaction.redacted.exchange.request.authority == "masked.invalid")
        #expect(redaction.redacted.exchange.request.fields.map(\.name) == ["Masked"])
        #expect(redaction.redacted.exchange.response?.interim.first?.reason == [])
        #expect(redaction.faults.count == 1)
    }

    @Test(arguments: [
        ("Content-Location", "/cb?code=V&state=1"), ("X-Original-URL", "/a?client_secret=V"),
        ("X-Amz-Security-Token", "V"), ("Set-Cookie", "theme=V; Path=/"),
    ])
    func `fields by name and by the URL in them`(name: String, value: String) {
        var redactor = Redactor()
        let field = (name, value.replacing("V", with: Self.token))
        let redacted = redactor.redact(Sample.exchange("GET", "/api", [], "", [field], "ok")).redacted
        #expect(!redacted.text.contains(Self.token))
    }

    @Test(arguments: [
        #"{"access_token":{"value":"V"}}"#, #"{"access_tokens":["V"]}"#,
        #"<html><meta http-equiv="refresh" content="0;url=/cb?access_token=V"></html>"#,
    ])
    func `bodies by name`(body: String) {
        var redactor = Redactor()
        let answer = Self.answer(Array(body.replacing("V", with: Self.token).utf8))
        #expect(!redactor.redact(answer).redacted.text.contains(Self.token))
    }

    @Test func `multipart with bare line feeds`() {
        var redactor = Redactor()
        let body = "--b\nContent-Disposition: form-data; name=password\n\n\(Self.token)\n--b--\n"
        let exchange = Sample.exchange("POST", "/login", [("Content-Type", "multipart/form-data; boundary=b")], body)
        #expect(!redactor.redact(exchange).redacted.text.contains(Self.token))
    }
}
