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

    @Test func `binary content of a token endpoint is masked whole, and elsewhere where a known value stands in it`() {
        var sample = Sample(seed: 15)
        let unknown: [UInt8] = [0x0A, 0x1A] + Array(sample.base62(26).utf8) + [0x10, 0x01, 0x00]
        func post(_ target: String, _ body: [UInt8], type: String = "application/grpc-web+proto") -> Exchange {
            var exchange = Sample.exchange("POST", target, [], "", [("Content-Type", type)], "x")
            exchange.response?.body = Body(body)
            return exchange
        }
        var redactor = Redactor()
        let masked = redactor.redact(post("/oauth/token", unknown)).redacted
        #expect(masked.exchange.response?.body.content == .withheld(length: unknown.count, reason: .unreadable))
        #expect(masked.notes == ["response body of 31 bytes masked whole: binary content of a token endpoint"])
        #expect(redactor.redact(post("/api", unknown)).redacted.exchange.response?.body.bytes == unknown)
        let image = post("/tokens/logo.png", unknown, type: "image/png")
        #expect(redactor.redact(image).redacted.exchange.response?.body.bytes == unknown)
        _ = redactor.redact(Self.answer(Array("{\"access_token\":\"\(Self.token)\"}".utf8)))
        let known: [UInt8] = [0x00, 0xFF, 0x0A, 0x28] + Array(Self.token.utf8) + [0x80, 0x01]
        let inPlace = redactor.redact(post("/oauth/token", known)).redacted.exchange.response?.body.bytes
        #expect(inPlace == [0x00, 0xFF, 0x0A, 0x28] + Array("REDACTED_access_token_1".utf8) + [0x80, 0x01])
    }

    @Test func `a known token in a version`() {
        var redactor = Redactor()
        _ = redactor.redact(Self.answer(Array("{\"access_token\":\"\(Self.token)\"}".utf8)))
        var exchange = Sample.exchange("GET", "/api", [], "", [], "x")
        exchange.request.version = Self.token
        exchange.response?.version = Self.token
        exchange.response?.interim = [Response(status: 103, version: Self.token)]
        let redacted = redactor.redact(exchange).redacted
        #expect(!redacted.text.contains(Self.token))
        #expect(redacted.exchange.request.version == "HTTP/1.1")
        #expect(redacted.exchange.response?.version == "HTTP/1.1")
        #expect(redacted.exchange.response?.interim.first?.version == "HTTP/1.1")
    }

    @Test func `a token by name in a reason phrase`() {
        var redactor = Redactor()
        var exchange = Sample.exchange("GET", "/api", [], "", [], "x")
        exchange.response?.reason = Array("access_token=\(Self.token)".utf8)
        let redacted = redactor.redact(exchange).redacted
        #expect(redacted.exchange.response?.reason == Array("access_token=REDACTED_access_token_1".utf8))
    }
}
