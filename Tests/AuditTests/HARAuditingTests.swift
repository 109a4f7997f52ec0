import Audit
import Capture
import Secrets
import Testing

@Suite struct HARAuditingTests {
    private static let token = {
        var secrets = FakeSecrets(seed: 8)
        return secrets.hex()
    }()

    private func audit(_ document: CaptureDocument, as file: CaptureFile) throws -> AuditResult {
        var auditor = Auditor()
        let descriptors = try document.entries.map { try CassetteEntry($0).descriptors }
        for (entry, known) in zip(document.entries, descriptors) { auditor.learn(entry, descriptors: known, in: file) }
        for (entry, known) in zip(document.entries, descriptors) { auditor.sight(entry, descriptors: known, in: file) }
        return auditor.result
    }

    private func har(_ entries: String...) throws -> CaptureDocument {
        let text = #"{"log":{"version":"1.2","entries":[\#(entries.joined(separator: ","))]}}"#
        return try CaptureDocument(Array(text.utf8), file: "capture.har")
    }

    @Test func entriesCountFromZeroAsInTheFile() throws {
        let unusable = #"{"request":{"method":"GET"}}"#
        let leak = """
            {"request":{"method":"GET","url":"https://api.example.com/?access_token=\(Self.token)","headers":[]},
            "response":{"status":200,"headers":[],"content":{}}}
            """
        let result = try audit(har(unusable, leak), as: CaptureFile("capture.har"))
        #expect(result.findings.flatMap(\.occurrences).map(\.exchange.entry) == [1])
    }

    @Test func fragmentThatABrowserKeptIsJudged() throws {
        let leak = """
            {"request":{"method":"GET","url":"https://app.example.com/cb#access_token=\(Self.token)","headers":[]},
            "response":{"status":200,"headers":[],"content":{}}}
            """
        let result = try audit(har(leak), as: CaptureFile("capture.har"))
        #expect(result.summary == ["token-in-url-fragment access_token url-fragment access_token"])
        #expect(result.findings.map(\.level) == [.warning])
    }

    @Test func pseudoFieldsDoNotRepeatTheURL() throws {
        let target = "/v1/me?access_token=\(Self.token)"
        let leak = """
            {"request":{"method":"GET","url":"https://api.example.com\(target)","headers":[
            {"name":":authority","value":"api.example.com"},{"name":":path","value":"\(target)"}]},
            "response":{"status":200,"headers":[],"content":{}}}
            """
        let result = try audit(har(leak), as: CaptureFile("capture.har"))
        #expect(result.summary == ["token-in-url-query access_token url-query access_token"])
    }

    @Test func decodedBodyUnderItsCodingIsRead() throws {
        let leak = """
            {"request":{"method":"GET","url":"https://shop.example.com/","headers":[]},
            "response":{"status":200,"headers":[{"name":"Content-Encoding","value":"gzip"},
            {"name":"Content-Type","value":"application/javascript"}],
            "content":{"text":"cb({\\"access_token\\":\\"\(Self.token)\\",\\"expires_in\\":60})"}}}
            """
        let result = try audit(har(leak), as: CaptureFile("capture.har"))
        #expect(result.summary == ["jsonp-token access_token response-body access_token"])
    }

    @Test func cassetteFileGivesTheFindingsOfItsRecording() throws {
        let exchanges = [
            issue(["access_token": Self.token]),
            exchange("GET", "https://shop.example.com/", ["Cookie: a=1; tok=\(base64("{\"at\":\"\(Self.token)\"}"))"]),
            exchange("GET", "https://img.example.org/a.png?zz=\(Self.token)"),
        ]
        var redactor = Redactor()
        let entries = exchanges.map { exchange -> (exchange: Exchange, hushtape: JSONValue?) in
            let redacted = redactor.redact(exchange).redacted
            return (redacted.exchange, .object(redacted.hushtapeMembers))
        }
        let document = try CaptureDocument(HARWriter.document(entries, log: ["format": 1]), file: "tape.har")
        let result = try audit(document, as: CaptureFile("tape.har", isCassette: document.hushtape != nil))
        let expected = AuditTests.audit(exchanges)
        #expect(result.findings.map(\.identity) == expected.findings.map(\.identity))
        #expect(result.findings.map(\.confidence) == [.proven, .proven])
        #expect(result.findings.map(\.identity.chainText) == ["base64", ""])
    }
}
