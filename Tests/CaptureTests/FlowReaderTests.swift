import Capture
import Testing

/// Flows that mitmproxy saved.
@Suite struct FlowReaderTests {
    private func read(_ flows: TNet...) throws -> CaptureDocument {
        try CaptureDocument(flows.flatMap(\.encoded), file: "all.mitm")
    }

    private func exchange(_ flow: TNet) throws -> Exchange {
        let document = try read(flow)
        #expect(document.isComplete)
        return try #require(document.entries.first).exchange
    }

    @Test func everyPartOfAFlowIsRead() throws {
        let document = try read(SampleFlow.http())
        let entry = try #require(document.entries.first)
        #expect(document.creator == "mitmproxy")
        #expect(document.hushtape == nil)
        #expect(document.problems == [])
        #expect(document.isComplete)
        #expect(entry.number == 1)
        #expect(entry.position == .byte(0))
        #expect(entry.keepsCodings)
        #expect(!entry.isOwn)
        #expect(
            entry.exchange
                == Exchange(
                    request: Request(
                        method: "POST",
                        scheme: "http",
                        authority: "shop.test",
                        target: Array("/login?x=1".utf8),
                        fields: [HeaderField("Host", "shop.test"), HeaderField("Content-Length", "3")],
                        body: Body(Array("a=1".utf8))
                    ),
                    response: Response(
                        status: 200,
                        reason: Array("Fine".utf8),
                        fields: [
                            HeaderField("Content-Type", "text/plain"), HeaderField("Set-Cookie", "a=1"),
                            HeaderField("Set-Cookie", "b=2"),
                        ],
                        body: Body(.bytes(Array("hello".utf8)), framing: .untilClose),
                        trailers: [HeaderField("x-sum", "5")]
                    ),
                    started: Instant(milliseconds: 1_700_000_000_250),
                    timings: Timings(send: 250, wait: 1_000, receive: 250)
                )
        )
    }

    @Test func theHostIsTheOneThatTheClientNamed() throws {
        func authority(_ request: TNet) throws -> String { try exchange(SampleFlow.http(request)).request.authority }
        let request = SampleFlow.request.with("headers", [["accept", "*/*"]])
        #expect(try authority(request.with("authority", "api.test:8443")) == "api.test:8443")
        #expect(try authority(request) == "192.0.2.1")
        #expect(try authority(request.with("port", 8080)) == "192.0.2.1:8080")
        #expect(try authority(request.with("scheme", "https").with("port", 443)) == "192.0.2.1")
        #expect(try authority(request.with("host", .text("::1")).with("port", 81)) == "[::1]:81")
        #expect(try authority(request.with("headers", [["host", "a b/c"]])) == "192.0.2.1")
    }

    @Test func framingFollowsFromTheFields() throws {
        func body(_ headers: TNet, _ content: TNet, version: TNet = "HTTP/1.1", status: TNet = 200) throws -> Body? {
            let response = SampleFlow.response.with("headers", headers).with("content", content)
                .with("http_version", version).with("status_code", status)
            return try exchange(SampleFlow.http(SampleFlow.request, response)).response?.body
        }
        let chunked: TNet = [["transfer-encoding", "chunked"]]
        #expect(try body(chunked, "x") == Body(.bytes([0x78]), framing: .chunked([])))
        #expect(try body([["content-length", "1"]], "x") == Body(.bytes([0x78]), framing: .length))
        #expect(try body([["content-length", "0"]], "") == Body(.bytes([]), framing: .length))
        #expect(try body([], "x") == Body(.bytes([0x78]), framing: .untilClose))
        #expect(try body([], "") == Body.none)
        #expect(try body([], "x", version: "HTTP/2.0") == Body(.bytes([0x78]), framing: .length))
        #expect(try body([["content-length", "9"]], "", status: 304) == Body.none)
        #expect(
            try body([["content-length", "9"]], nil) == Body(.withheld(length: 9, reason: .absent), framing: .length)
        )
        #expect(try body(chunked, nil) == Body(.withheld(length: 0, reason: .absent), framing: .chunked([])))
        let request = SampleFlow.request.with("headers", []).with("content", nil)
        #expect(try exchange(SampleFlow.http(request)).request.body == Body.none)
    }

    @Test func codedContentStaysCoded() throws {
        let coded = try ContentCoding.gzip.encode(Array("{}".utf8))
        let response = SampleFlow.response.with("content", .bytes(coded)).with(
            "headers",
            [["Content-Encoding", "gzip"]]
        )
        let entry = try #require(read(SampleFlow.http(SampleFlow.request, response)).entries.first)
        #expect(entry.exchange.response?.body.bytes == coded)
        #expect(!entry.isResponseDecoded)
        #expect(entry.isRequestDecoded)
        // HAR of any producer would be taken for decoded here.
        let text = SampleFlow.response.with("headers", [["Content-Encoding", "br"]])
        #expect(try read(SampleFlow.http(SampleFlow.request, text)).entries.first?.isResponseDecoded == false)
    }

    @Test(
        arguments: [
            ("Server disconnected", "mitmproxy noted: Server disconnected."),
            ("Connection killed.", "mitmproxy noted: Connection killed."),
            ("HTTP/1 protocol error: Bad header 'X-Token: obviously-fake'", "mitmproxy noted: HTTP/1 protocol."),
            ("obviously-fake", "mitmproxy noted an error."), ("", "mitmproxy noted an error."),
            (String(repeating: "word ", count: 50), "mitmproxy noted an error."),
        ]
    )
    func errorsAreToldWithoutTraffic(message: String, sentence: String) throws {
        let error: TNet = ["msg": .text(message), "timestamp": 1.5]
        let failed = try exchange(SampleFlow.http(SampleFlow.request, nil, error: error))
        #expect(failed.response == nil)
        #expect(failed.failure == sentence)
    }

    @Test func aRequestWithoutAnswerIsKept() throws {
        let exchange = try exchange(SampleFlow.http(SampleFlow.request, nil))
        #expect(exchange.response == nil)
        #expect(exchange.failure == "The capture has no response to this request.")
        #expect(exchange.timings == Timings(send: 250, wait: 0, receive: 0))
    }

    @Test func whatIsNoHTTPIsCountedAndLeftOut() throws {
        let socket: TNet = ["messages": [[1, true, "obviously-fake", 1.0, false, false]]]
        let document = try read(
            SampleFlow.other("tcp"),
            SampleFlow.http().with("websocket", socket),
            SampleFlow.other("dns"),
            SampleFlow.other("tcp"),
            SampleFlow.http(SampleFlow.request.with("method", "CONNECT")),
            SampleFlow.http(nil)
        )
        #expect(document.entries.map(\.number) == [2])
        let first = SampleFlow.other("tcp").encoded.count
        #expect(document.problems.first?.position == .byte(first))
        #expect(
            document.problems.map { "\($0.entry ?? 0) \($0.sentence)" } == [
                "2 has 1 WebSocket messages, which are left out", "5 is no request to an origin and is left out",
                "6 has no request and is left out", "0 flows that are no HTTP are left out: 2 TCP, 1 DNS",
            ]
        )
        #expect(document.isComplete)
    }

    @Test func otherFormatsAreReadAndSaid() throws {
        let old = SampleFlow.http(version: [0, 13])
            .with("request", SampleFlow.request.with("http_version", nil).with("httpversion", [1, 0]))
            .with(
                "response",
                SampleFlow.response.with("status_code", nil).with("code", 404).with("reason", nil).with("msg", "Gone")
            )
        let document = try read(
            old,
            SampleFlow.http(version: 9),
            SampleFlow.http(version: 9),
            SampleFlow.http(version: 99)
        )
        #expect(document.entries.count == 4)
        #expect(document.entries[0].exchange.request.version == "HTTP/1.0")
        #expect(document.entries[0].exchange.response?.status == 404)
        #expect(document.entries[0].exchange.response?.reason == Array("Gone".utf8))
        #expect(
            document.problems.map(\.sentence) == [
                "the flow format of a very old mitmproxy is older than 10; it is read as far as it is understood",
                "flow format 9 is older than 10; it is read as far as it is understood",
                "flow format 99 is newer than 21; it is read as far as it is understood",
            ]
        )
    }

    @Test func foldedFieldLinesAndCompressedFilesAreRead() throws {
        let request = SampleFlow.request.with("headers", [["X", "a\r\n b"]])
        #expect(try exchange(SampleFlow.http(request)).request.fields == [HeaderField("X", "a b")])
        let packed = try ContentCoding.gzip.encode(SampleFlow.http().encoded)
        #expect(try CaptureDocument(packed, file: "x").entries.count == 1)
    }

    @Test func aFileThatIsCutOffGivesItsWholeFlows() throws {
        let flow = SampleFlow.http().encoded
        for cut in stride(from: 20, to: flow.count, by: 7) {
            let document = try CaptureDocument(flow + flow[..<cut], file: "cut.mitm")
            #expect(document.entries.count == 1)
            #expect(!document.isComplete)
            #expect(
                document.problems.map(\.description)
                    == ["byte \(flow.count): the file is cut off here; the 1 flows before were read"]
            )
        }
        let alone = try CaptureDocument(Array(flow[..<40]), file: "cut.mitm")
        #expect(alone.entries.isEmpty)
        #expect(!alone.isComplete)
    }

    @Test func aDamagedFlowIsLeftOutAndSaid() throws {
        let bad = SampleFlow.http(SampleFlow.request.with("headers", [["alone"]]))
        let document = try read(SampleFlow.http(), bad, SampleFlow.http())
        #expect(document.entries.map(\.number) == [1, 3])
        #expect(!document.isComplete)
        #expect(document.problems.map(\.sentence) == ["is damaged and is left out"])
        let garbage = try CaptureDocument(SampleFlow.http().encoded + Array("garbage".utf8), file: "x")
        #expect(garbage.problems.map(\.sentence) == ["the file is damaged here; the 1 flows before were read"])
    }

    @Test(arguments: ["12:30 was the time", "1:a", "3:abc,", "0:}", "99999999999:x", "5:1:a,~}"])
    func whatIsNoFlowSaysSo(text: String) {
        let error = #expect(throws: CaptureError.self) { try CaptureDocument(Array(text.utf8), file: "x") }
        #expect(error?.reason == .notFlows)
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func damagedFilesAreSurvived(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = SampleFlow.http().encoded + SampleFlow.http().encoded
        for _ in 0..<300 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                damaged[damaged.indices.randomElement(using: &random) ?? 0] = random.pick(Array("0129:,;#]}~".utf8))
            }
            let document = try? CaptureDocument(damaged, file: "damaged.mitm")
            #expect(document.map { $0.entries.count <= 2 } ?? true)
        }
    }

    @Test func lyingLengthsAndDeepNestingCostNothing() throws {
        let lying = SampleFlow.http().with("request", .raw("999999999999:a", type: "}"))
        #expect(try read(lying).problems.map(\.sentence) == ["is damaged and is left out"])
        var deep: [UInt8] = []
        for _ in 0..<2_000 { deep = Array("\(deep.count):".utf8) + deep + [UInt8(ascii: "]")] }
        let flow = SampleFlow.http().with("metadata", .raw(String(decoding: deep, as: UTF8.self), type: "]"))
        #expect(try read(flow).entries.count == 1)
    }
}
