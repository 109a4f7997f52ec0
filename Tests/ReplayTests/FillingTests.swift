import Capture
import Secrets
import Testing

@testable import Replay

/// How holes in answers are filled, and how answers are coded and framed.
@Suite struct FillingTests {
    private let url = "http://api.test/"
    private let value = "a\"b<c>&d/e f"

    /// The answer to a request whose parameter has the value that is awkward everywhere.
    private func answer(_ response: Response, to method: String = "GET") throws -> Response {
        let recorded = request(method, "\(url)?v=REDACTED_state_1")
        let player = try player([entry(recorded, response, secret("state_1", .echo))])
        let encoded = String(decoding: PercentCoding.encode(Array(value.utf8)), as: UTF8.self)
        return player.answer(request(method, "\(url)?v=\(encoded)"))
    }

    @Test(arguments: [
        ("application/json", #"{"v":"REDACTED_state_1"}"#, #"{"v":"a\"b<c>&d/e f"}"#),
        ("text/plain", #"{"v":"REDACTED_state_1"}"#, #"{"v":"a\"b<c>&d/e f"}"#),
        (
            "application/json", #"{"u":"https://a.test/?v=REDACTED_state_1"}"#,
            #"{"u":"https://a.test/?v=a%22b%3Cc%3E%26d%2Fe%20f"}"#
        ),
        ("text/plain", "v is REDACTED_state_1.", "v is a\"b<c>&d/e f."),
        ("text/html", "<p>REDACTED_state_1</p>", "<p>a&quot;b&lt;c&gt;&amp;d/e f</p>"),
        ("text/xml", "<v>REDACTED_state_1</v>", "<v>a&quot;b&lt;c&gt;&amp;d/e f</v>"),
        (
            "text/html", #"<script>f("REDACTED_state_1")</script><p>REDACTED_state_1"#,
            #"<script>f("a\"b\u003cc>&d/e f")</script><p>a&quot;b&lt;c&gt;&amp;d/e f"#
        ),
        (
            "application/x-www-form-urlencoded", "v=REDACTED_state_1&w=1", "v=a%22b%3Cc%3E%26d%2Fe%20f&w=1"
        ),
    ])
    func bodies(_ type: String, _ recorded: String, _ expected: String) throws {
        let answer = try answer(response(recorded, type: type))
        #expect(answer.text == expected)
        #expect(answer.fields.first("Content-Length") == String(expected.utf8.count))
    }

    @Test(arguments: [
        ("Location", "https://a.test/cb?v=REDACTED_state_1#x", "https://a.test/cb?v=a%22b%3Cc%3E%26d%2Fe%20f#x"),
        (
            "Location", "/login?next=%2Fcb%3Fv%3DREDACTED_state_1",
            "/login?next=%2Fcb%3Fv%3Da%2522b%253Cc%253E%2526d%252Fe%2520f"
        ),
        ("Set-Cookie", "v=REDACTED_state_1; Path=/", "v=a%22b<c>&d/e%20f; Path=/"),
        ("X-Value", "REDACTED_state_1", "a\"b<c>&d/e f"),
    ])
    func fields(_ name: String, _ recorded: String, _ expected: String) throws {
        let answer = try answer(response("", [HeaderField(name, recorded)]))
        #expect(answer.fields.first(name) == expected)
    }

    @Test func aFieldHoldsNoLineEnd() throws {
        let player = try player([
            entry(
                get("\(url)?v=REDACTED_state_1"),
                response("", [HeaderField("X-Value", "REDACTED_state_1")]),
                secret("state_1", .echo)
            )
        ])
        let answer = player.answer(get("\(url)?v=a%0D%0ASet-Cookie:%20b"))
        #expect(answer.fields.first("X-Value") == "a%0D%0ASet-Cookie: b")
    }

    @Test func codingsAreAppliedAgainAndAlwaysAlike() throws {
        var recorded = response(#"{"v":"REDACTED_state_1"}"#, [HeaderField("Content-Encoding", "gzip")])
        recorded.body.framing = .chunked([5, 3, 1_000])
        recorded.fields.insert(HeaderField("transfer-encoding", "chunked"), at: 0)
        let answer = try answer(recorded)
        let content = try ContentCoding.gzip.decode(answer.body.bytes, limit: 1_000)
        #expect(String(decoding: content, as: UTF8.self) == #"{"v":"a\"b<c>&d/e f"}"#)
        #expect(answer.body.framing == .chunked([5, 3, answer.body.length - 8]))
        #expect(answer.fields.map(\.name) == ["transfer-encoding", "Content-Type", "Content-Encoding"])
        #expect(try self.answer(recorded) == answer)
    }

    @Test func contentWhoseCodingCannotBeAppliedGoesWithoutIt() throws {
        let answer = try answer(response("{}", [HeaderField("Content-Encoding", "exi")]))
        #expect(answer.text == "{}")
        #expect(answer.fields.first("Content-Encoding") == nil)
    }

    @Test func aWithheldBodyIsAsLong() throws {
        var recorded = response("", [HeaderField("Content-Encoding", "exi")])
        recorded.body.content = .withheld(length: 1_234, reason: .undecodable)
        let answer = try answer(recorded)
        #expect(answer.body.bytes == [UInt8](repeating: UInt8(ascii: "0"), count: 1_234))
        #expect(answer.fields.first("Content-Length") == "1234")
        #expect(answer.fields.first("Content-Encoding") == "exi")
    }

    @Test func hopByHopFieldsGoAndTheRestStays() throws {
        var recorded = response(
            "REDACTED_state_1",
            type: "text/plain",
            [
                HeaderField("Connection", "close, X-Hop"), HeaderField("X-Hop", "1"),
                HeaderField("Transfer-Encoding", "chunked"), HeaderField("ETag", "\"x\""),
            ]
        )
        recorded.reason = Array("Fine".utf8)
        recorded.trailers = [HeaderField("X-Trailer", "REDACTED_state_1")]
        recorded.interim = [Response(status: 103, fields: [HeaderField("Link", "</a>")])]
        recorded.body.framing = .untilClose
        let answer = try answer(recorded)
        #expect(answer.fields.map(\.name) == ["Content-Type", "ETag"])
        #expect(answer.trailers == [HeaderField("X-Trailer", value)])
        #expect(answer.interim == recorded.interim)
        #expect(answer.body.framing == .untilClose)
        #expect(String(decoding: answer.reason, as: UTF8.self) == "Fine")
    }

    @Test(arguments: [("HEAD", 200), ("GET", 204), ("GET", 304)])
    func withoutContentLengthsStayAsRecorded(_ method: String, _ status: Int) throws {
        let recorded = Response(status: status, fields: [HeaderField("Content-Length", "350")])
        let answer = try answer(recorded, to: method)
        #expect(answer.body == .none)
        #expect(answer.fields == recorded.fields)
    }

    @Test func whatNothingBoundIsMinted() throws {
        let player = try player([
            entry(
                get(url),
                response("REDACTED_password_1 REDACTED_access_token_1", type: "text/plain"),
                secret("password_1", .held),
                secret("access_token_1", .held, hex: 12)
            )
        ])
        #expect(try player.text(get(url)) == "minted_password_1 \(minted("access_token_1", hex: 12))")
    }

    @Test func aResponseOfAStreamGetsALengthOnlyWhereItHadOne() throws {
        var response = Response(status: 200, version: "HTTP/2", body: Body(Array("REDACTED_state_1".utf8)))
        #expect(try answer(response).fields.first("content-length") == nil)
        response.fields = [HeaderField("content-length", "16")]
        #expect(try answer(response).fields.first("content-length") == "\(value.utf8.count)")
        response = Response(status: 200, body: Body(Array("REDACTED_state_1".utf8)))
        #expect(try answer(response).fields.first("content-length") == "\(value.utf8.count)")
    }

    @Test func theVersionThatWasRecordedIsKnown() throws {
        var second = request("GET", "https://two.test:8443/")
        second.version = "h2"
        let player = try player([entry(get(url), Response(status: 200)), entry(second, Response(status: 200))])
        #expect(player.speaksHTTP2(with: "api.test") == false)
        #expect(player.speaksHTTP2(with: "Two.test:8443") == true)
        #expect(player.speaksHTTP2(with: "three.test") == nil)
    }
}
