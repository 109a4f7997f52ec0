import Capture
import Testing

@testable import Secrets

/// The Basic scheme (RFC 7617): the pair in it is known everywhere, whatever is odd about it.
struct BasicTests {
    private var sample = Sample(seed: 22)

    private func request(_ scheme: String, _ pair: [UInt8], body: String = "") -> RedactedExchange {
        let value = "\(scheme) \(String(decoding: Base64.encode(pair), as: UTF8.self))"
        var redactor = Redactor()
        let exchange = Sample.exchange("POST", "/a", [("Authorization", value)], "", [], body)
        let redaction = redactor.redact(exchange)
        #expect(redaction.faults.isEmpty)
        #expect(redaction.redacted.text.contains("\n\(scheme) REDACTED_basic_credentials_1\n"))
        return redaction.redacted
    }

    private func template(of redacted: RedactedExchange) -> String? {
        redacted.descriptors.compactMap(\.wrapper).last.map { String(decoding: $0.template.text, as: UTF8.self) }
    }

    @Test mutating func `user and password`() {
        let password = sample.base62(20) + ":x"
        let redacted = request("Basic", Array("alice:\(password)".utf8), body: "wrong password \(password)")
        #expect(template(of: redacted) == "alice:REDACTED_password_1")
        #expect(redacted.text.contains("wrong password REDACTED_password_1"))
    }

    @Test mutating func `a pair under Bearer`() {
        let key = sample.hex(32)
        let redacted = request("bearer", Array("\(key):\(sample.hex(32))".utf8))
        #expect(template(of: redacted) == "REDACTED_api_key_1:REDACTED_password_1")
    }

    @Test mutating func `halves that are percent-encoded`() {
        let password = sample.base62(16) + " &=é"
        let redacted = request("Basic", Array("shop:\(Planting.percent(password))".utf8), body: "not \(password) here")
        // Encoded and decoded they are two values.
        #expect(template(of: redacted) == "shop:REDACTED_password_2")
        #expect(redacted.text.contains("not REDACTED_password_1 here"))
    }

    @Test mutating func `a password in ISO 8859-1`() {
        let password = sample.base62(16) + "é£"
        let latin = password.unicodeScalars.map { UInt8($0.value) }
        let redacted = request("Basic", Array("alice:".utf8) + latin, body: "not \(password) here")
        #expect(template(of: redacted) == "alice:REDACTED_password_2")
        #expect(redacted.text.contains("not REDACTED_password_1 here"))
    }

    @Test mutating func `a password alone, with a colon and without`() {
        let password = sample.base62(24)
        #expect(template(of: request("Basic", Array(":\(password)".utf8))) == ":REDACTED_password_1")
        let redacted = request("Basic", Array(password.utf8), body: "not \(password) here")
        #expect(template(of: redacted) == "REDACTED_password_1")
        #expect(redacted.text.contains("not REDACTED_password_1 here"))
    }

    @Test(arguments: ["", "x-oauth-basic", "X"])
    mutating func `a key in the place of the user`(password: String) {
        let key = "sk_" + sample.base62(12)
        let redacted = request("Basic", Array("\(key):\(password)".utf8), body: "not \(key) here")
        #expect(template(of: redacted) == "REDACTED_api_key_1:\(password)")
        #expect(redacted.text.contains("not REDACTED_api_key_1 here"))
    }

    @Test mutating func `what is no pair`() {
        let bytes = (0..<24).map { _ in UInt8(truncatingIfNeeded: sample.next() >> 9) & 0x1F }
        let value = String(decoding: Base64.encode(bytes), as: UTF8.self)
        #expect(FieldRedaction.request("Authorization", "Basic \(value)").text == "Basic REDACTED_basic_credentials_1")
        #expect(
            FieldRedaction.request("Authorization", "Basic alice:secret").text == "Basic REDACTED_basic_credentials_1"
        )
    }

    @Test mutating func `several credentials in one field`() {
        let pair = Planting.base64("alice:" + sample.base62(20))
        let redaction = FieldRedaction.request("Authorization", "Basic \(pair), Bearer \(sample.base62(40))")
        #expect(redaction.text == "Basic REDACTED_basic_credentials_1, Bearer REDACTED_access_token_1")
    }
}
