import Capture
import Secrets
import Testing

@testable import Replay

/// Bodies in codings and charsets through a cassette and back.
@Suite struct CodedBodyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var encoding: String?
        var body: @Sendable ([UInt8]) throws -> [UInt8]

        var testDescription: String { name }
    }

    private static func coded(_ name: String, _ codings: [ContentCoding], as field: String? = nil) -> Case {
        Case(name: name, encoding: field ?? name) { try ContentCoding.encode($0, codings: codings) }
    }

    private static func written(_ form: Charset.Form, _ hasMark: Bool) -> Case {
        Case(name: "\(form)\(hasMark ? " with mark" : "")", encoding: nil) {
            Charset(form, hasMark: hasMark).encode($0)
        }
    }

    static let cases: [Case] =
        [
            coded("gzip", [.gzip]), coded("br", [.brotli]), coded("zstd", [.zstandard]),
            coded("gzip, br", [.gzip, .brotli]),
            coded("br, gzip, zstd, deflate", [.brotli, .gzip, .zstandard, .deflate]),
            coded("plain as gzip", [], as: "gzip"), coded("plain as br", [], as: "br"),
            coded("gzip as br", [.gzip], as: "br"), coded("once for twice", [.gzip], as: "gzip, gzip"),
            Case(name: "UTF-16 in br", encoding: "br") {
                try ContentCoding.brotli.encode(Charset(.utf16be, hasMark: true).encode($0))
            },
        ] + Charset.Form.allCases.flatMap { [written($0, true), written($0, false)] }

    private func exchange(_ form: Case, _ framing: Body.Framing, seed: UInt64) throws -> Exchange {
        var generator = SeededGenerator(seed: seed)
        let token = String((0..<40).compactMap { _ in "0123456789abcdef".randomElement(using: &generator) })
        let text = Array("{\"access_token\":\"\(token)\",\"expires_in\":3600,\"marker\":\"Zoë\"}".utf8)
        let fields = form.encoding.map { [HeaderField("Content-Encoding", $0)] } ?? []
        let content = try form.body(text)
        var answer = response("", fields)
        answer.body = Body(.bytes(content), framing: framing)
        answer.fields.removeAll { $0.isNamed("Content-Length") }
        switch framing {
        case .length: answer.fields.append(HeaderField("Content-Length", String(content.count)))
        case .chunked: answer.fields.append(HeaderField("Transfer-Encoding", "chunked"))
        case .none, .untilClose: break
        }
        var request = post("https://api.test/token", "", fields)
        request.body = Body(try form.body(Array("{\"grant_type\":\"password\",\"password\":\"\(token)x\"}".utf8)))
        return Exchange(request: request, response: answer)
    }

    /// Writes and reads a cassette of one entry.
    private func entry(_ exchange: Exchange) throws -> CassetteEntry {
        var redactor = Redactor()
        let redaction = redactor.redact(exchange)
        #expect(redaction.faults.isEmpty)
        let file = HARWriter.document([(redaction.redacted.exchange, .object(redaction.redacted.hushtapeMembers))])
        return try CassetteEntry(try #require(CaptureDocument(file, file: "a.har").entries.first))
    }

    @Test(arguments: cases)
    func theClientReadsWhatItReadWhenItWasRecorded(form: Case) throws {
        for framing: Body.Framing in [.length, .chunked([7, 1, 30]), .untilClose] {
            let recorded = try exchange(form, framing, seed: 1)
            let entry = try entry(recorded)
            // The same file, whatever the token.
            #expect(try self.entry(exchange(form, framing, seed: 2)) == entry)

            let answer = player([entry]).answer(try exchange(form, .length, seed: 3).request)
            #expect(answer.status == 200)
            #expect(
                answer.fields.values(named: "Content-Encoding")
                    == recorded.response?.fields.values(named: "Content-Encoding")
            )
            var (content, original) = (answer.body, try #require(recorded.response).body)
            content.decode(fields: answer.fields, limit: 10_000)
            original.decode(fields: answer.fields, limit: 10_000)
            #expect(content.charset == original.charset)
            #expect(content.codings == original.codings)
            let text = String(decoding: content.bytes, as: UTF8.self)
            #expect(
                text.hasPrefix("{\"access_token\":\"") && text.hasSuffix("\",\"expires_in\":3600,\"marker\":\"Zoë\"}")
            )
            #expect(content.bytes.count == original.bytes.count)
            switch (framing, answer.body.framing) {
            case (.length, .length), (.untilClose, .untilClose): break
            case (.chunked, .chunked(let sizes)): #expect(sizes.reduce(0, +) == answer.body.length)
            default: Issue.record("\(framing) became \(answer.body.framing)")
            }
            // Recording the replay gives the cassette back.
            let again = Exchange(request: recorded.request, response: answer)
            #expect(try self.entry(again) == entry)
        }
    }

    @Test func aTextInACharsetThatHoldsNothingComesBackByteForByte() throws {
        let bytes = Charset(.utf16le, hasMark: true).encode(Array("Grüße 😀\r\n".utf8))
        let answered = Response(status: 200, body: Body(bytes))
        let answer = player([try entry(Exchange(request: get("https://api.test/"), response: answered))])
            .answer(get("https://api.test/"))
        #expect(answer.body.bytes == bytes)
    }
}

/// What goes out in place of a body that the cassette does not have.
@Suite struct FillerTests {
    private func answer(_ coding: String?, _ length: Int, _ reason: Body.Withheld) throws -> Response {
        var recorded = response("", coding.map { [HeaderField("Content-Encoding", $0)] } ?? [])
        recorded.body.content = .withheld(length: length, reason: reason)
        return player([try entry(get("http://api.test/"), recorded)]).answer(get("http://api.test/"))
    }

    @Test(arguments: ["gzip", "deflate", "br", "zstd", "gzip, br"])
    func aCodedBodyOverTheLimitIsAsLongAndCanBeDecoded(coding: String) throws {
        let answer = try answer(coding, 1_234, .overLimit)
        #expect(answer.body.length == 1_234)
        #expect(answer.fields.first("Content-Length") == "1234")
        #expect(answer.fields.first("Content-Encoding") == coding)
        let codings = ContentCoding.codings(of: answer.fields)
        let content = try ContentCoding.decode(answer.body.bytes, codings: codings, limit: 10_000)
        #expect(content.count > 1_150 && content.allSatisfy { $0 == UInt8(ascii: "0") })
    }

    @Test(arguments: ["gzip", "deflate", "br", "zstd", "gzip, br", "exi", "gzip, exi"], [1, 10, 22, 40, 1_234])
    func aBodyThatCouldNotBeDecodedStillCannot(coding: String, length: Int) throws {
        let answer = try answer(coding, length, .undecodable)
        #expect(answer.body.length == length)
        var body = answer.body
        body.decode(fields: answer.fields, limit: 10_000)
        #expect(body.content == .withheld(length: length, reason: .undecodable))
    }

    @Test(arguments: ["gzip", nil])
    func aBodyThatWasReadIsAsLongWhenDecoded(coding: String?) throws {
        let answer = try answer(coding, 1_234, .unsafe)
        var body = answer.body
        body.decode(fields: answer.fields, limit: 10_000)
        #expect(body.bytes == [UInt8](repeating: UInt8(ascii: "0"), count: 1_234))
    }
}
