import Capture
import Testing

/// What the producers of HAR do differently (a small sample of each).
@Suite struct HARDialectTests {
    /// A document with these entries, by this producer.
    private func read(_ entries: String, creator: String = "test") throws -> CaptureDocument {
        let text = #"{"log":{"version":"1.2","creator":{"name":"\#(creator)"},"entries":[\#(entries)]}}"#
        return try CaptureDocument(Array(text.utf8), file: "sample.har")
    }

    /// An entry with these members beside a GET request to `http://a.test/`.
    private func entry(request: String = "", response: String) -> String {
        #"{"request":{"method":"GET","url":"http://a.test/"\#(request)},"response":\#(response)}"#
    }

    @Test func chromeWritesPseudoHeadersAndStatusZero() throws {
        let request = #","httpVersion":"","headers":[{"name":":authority","value":"a.test"},{"name":"x","value":"1"}]"#
        let document = try read(
            entry(request: request, response: #"{"status":0,"_error":"net::ERR_FAILED","content":{}}"#),
            creator: "WebInspector"
        )
        let exchange = document.entries[0].exchange
        #expect(exchange.request.fields == [HeaderField("x", "1")])
        #expect(exchange.request.version == "HTTP/1.1")
        #expect(exchange.response == nil)
        #expect(exchange.failure == "The capture has no response to this request.")
        #expect(document.problems == [])
        #expect(!document.entries[0].isOwn)
    }

    @Test func safariJoinsSetCookie() throws {
        let response = #"""
            {"status":200,"headers":[{"name":"Set-Cookie",
            "value":"a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT, b=2"}]}
            """#
        let joined = try read(entry(response: response), creator: "WebKit Web Inspector")
        #expect(joined.entries[0].exchange.response?.fields.count == 2)
        #expect(joined.entries[0].exchange.response?.fields.last == HeaderField("Set-Cookie", "b=2"))
        let other = try read(entry(response: response), creator: "Firefox")
        #expect(other.entries[0].exchange.response?.fields.count == 1)
    }

    @Test func setCookieIsTakenApartWhereTheListHasMoreCookies() throws {
        let response = #"""
            {"status":200,"cookies":[{"name":"a","value":"1"},{"name":"b","value":"2"}],
            "headers":[{"name":"set-cookie","value":"a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/, b=2; Path=/"}]}
            """#
        let fields = try read(entry(response: response)).entries[0].exchange.response?.fields
        #expect(fields?.map(\.text) == ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/", "b=2; Path=/"])
    }

    @Test(arguments: ["NaN", "-NaN", "Infinity", "-Infinity", "1e999", "\"NaN\"", "null", "[]"])
    func numbersThatAreNoneArePassedOver(number: String) throws {
        let entries = """
            {"time":\(number),"timings":{"send":\(number),"wait":\(number),"receive":5},"request":{"method":"GET",
            "url":"http://a.test/","headersSize":\(number),"bodySize":\(number)},"response":{"status":200,
            "content":{"size":\(number),"text":"x"},"bodySize":\(number)}},
            {"request":{"method":"GET","url":"http://a.test/2"},"response":{"status":\(number)}}
            """
        let document = try read(entries)
        #expect(document.entries.map(\.exchange.request.target) == ["/", "/2"].map { Array($0.utf8) })
        #expect(document.entries[0].exchange.response?.body.bytes == [0x78])
        #expect(document.entries[0].exchange.timings.receive == 5)
        #expect(document.entries[1].exchange.response == nil)
        #expect(document.isComplete)
    }

    @Test func multipartParametersBecomeAMultipartBody() throws {
        let request = #"""
            ,"postData":{"mimeType":"multipart/form-data; boundary=\"xyz\"","params":[{"name":"a\"b","value":"1"},
            {"name":"c","value":"x y"}]}
            """#
        let body = try read(entry(request: request, response: "null")).entries[0].exchange.request.body
        #expect(
            String(decoding: body.bytes, as: UTF8.self)
                == "--xyz\r\nContent-Disposition: form-data; name=\"ab\"\r\n\r\n1\r\n"
                + "--xyz\r\nContent-Disposition: form-data; name=\"c\"\r\n\r\nx y\r\n--xyz--\r\n"
        )
    }

    @Test func bodiesInOtherFilesAndWebSocketMessagesAreLeftOut() throws {
        let text = #"""
            {"request":{"method":"GET","url":"http://a.test/"},"response":{"status":200,"content":{"size":-1,
            "_file":"0123.json"}},"_webSocketMessages":[{"type":"send","data":"x"},{"type":"receive","data":"y"}]}
            """#
        let document = try read(text)
        #expect(document.entries[0].exchange.response?.body.content == .withheld(length: 0, reason: .absent))
        #expect(document.problems.map(\.sentence) == ["has 2 WebSocket messages, which are left out"])
    }

    @Test func versionsOfBrowsersAreKept() throws {
        for version in ["h2", "h3", "http/2.0", "http/2.0+quic/46", "unknown"] {
            let exchange = try read(entry(request: #","httpVersion":"\#(version)""#, response: "null")).entries[0]
                .exchange
            #expect(exchange.request.version == version)
        }
    }

    @Test func headersMayBePairsAnObjectOrJoinedByNewlines() throws {
        let document = try read(
            entry(
                request: #","headers":[["Host","a.test"],["broken"],{"name":"X","value":"1\n 2"},null,{"value":"3"}]"#,
                response: #"{"status":"204","headers":{"Server":"s","Age":7}}"#
            )
        )
        let exchange = document.entries[0].exchange
        #expect(
            exchange.request.fields == [HeaderField("Host", "a.test"), HeaderField("X", "1"), HeaderField("X", "2")]
        )
        #expect(exchange.response?.status == 204)
        #expect(exchange.response?.fields == [HeaderField("Server", "s"), HeaderField("Age", "7")])
    }

    @Test func fiddlerBeginsWithAByteOrderMarkAndHasSevenFractionDigits() throws {
        let text = #"""
            {"log":{"entries":[{"startedDateTime":"2026-03-02T11:00:00.1234567+01:00",
            "request":{"method":"GET","url":"http://a.test/"}}]}}
            """#
        let document = try CaptureDocument([0xEF, 0xBB, 0xBF] + Array(text.utf8), file: "fiddler.har")
        #expect(document.entries[0].exchange.started.rfc3339 == "2026-03-02T10:00:00.123Z")
        #expect(document.entries[0].exchange.response == nil)
        #expect(document.creator == nil)
    }

    @Test func utf16AndCompressedFilesAreRead() throws {
        let text = #"{"log":{"entries":[{"request":{"method":"GET","url":"http://a.test/ä"}}]}}"#
        let utf16 = Array(text.utf16)
        var little: [UInt8] = [0xFF, 0xFE]
        var big: [UInt8] = [0xFE, 0xFF]
        for unit in utf16 {
            little += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            big += [UInt8(unit >> 8), UInt8(unit & 0xFF)]
        }
        let gzip = try ContentCoding.gzip.encode(Array(text.utf8))
        let zlib = try ContentCoding.deflate.encode(Array(text.utf8))
        for bytes in [little, big, gzip, zlib] {
            let document = try CaptureDocument(bytes, file: "x.har")
            #expect(document.entries.first?.exchange.request.target == Array("/ä".utf8))
        }
    }

    @Test(arguments: ["/wD/", " /w\\nD/ ", "_wD_"])
    func base64BodiesAreReadLeniently(text: String) throws {
        let response = #"{"status":200,"content":{"encoding":"base64","text":"\#(text)"}}"#
        #expect(try read(entry(response: response)).entries[0].exchange.response?.body.bytes == [0xFF, 0x00, 0xFF])
    }

    @Test func brokenBase64IsKeptAndSaid() throws {
        let response = #"{"status":200,"content":{"encoding":"base64","text":"not!"}}"#
        let document = try read(entry(response: response))
        #expect(document.entries[0].exchange.response?.body.bytes == Array("not!".utf8))
        #expect(
            document.problems.map(\.description) == [
                "line 1, entry 1: has a body that says it is base64 and is not; it is taken as it stands"
            ]
        )
    }

    @Test func whatIsOnlyInTheListsIsNotLost() throws {
        let request = #"""
            ,"headers":[],"cookies":[{"name":"a","value":"1"},{"name":"b","value":"2"}],
            "postData":{"mimeType":"x","params":[{"name":"p q","value":"x%20y"},{"name":"r","value":"&"}]}
            """#
        let response = #"""
            {"status":200,"cookies":[{"name":"s","value":"v","path":"/","httpOnly":true,"secure":false,
            "expires":"2026-10-21T07:28:00Z"}]}
            """#
        let exchange = try read(entry(request: request, response: response)).entries[0].exchange
        #expect(exchange.request.fields == [HeaderField("Cookie", "a=1; b=2")])
        #expect(exchange.request.body.bytes == Array("p%20q=x%20y&r=%26".utf8))
        #expect(
            exchange.response?.fields == [
                HeaderField("Set-Cookie", "s=v; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly")
            ]
        )
    }

    @Test func headersWinOverTheCookieList() throws {
        let request = #","headers":[{"name":"cookie","value":"a=1"}],"cookies":[{"name":"b","value":"2"}]"#
        let exchange = try read(entry(request: request, response: "null")).entries[0].exchange
        #expect(exchange.request.fields == [HeaderField("cookie", "a=1")])
    }

    @Test func theFragmentIsNoPartOfTheRequest() throws {
        let entries = #"{"request":{"method":"GET","url":"https://u:p@a.test:8443?q=1#f=2"}}"#
        let entry = try read(entries).entries[0]
        #expect(entry.fragment == Array("f=2".utf8))
        #expect(entry.exchange.request.target == Array("/?q=1".utf8))
        #expect(entry.exchange.request.authority == "u:p@a.test:8443")
    }

    @Test func contentThatIsNotInTheFileIsWithheld() throws {
        let exchange = try read(entry(response: #"{"status":200,"content":{"size":77}}"#)).entries[0].exchange
        #expect(exchange.response?.body.content == .withheld(length: 77, reason: .absent))
        let bidi = try read(entry(response: #"{"status":200,"content":{"size":7,"text":""}}"#)).entries[0].exchange
        #expect(bidi.response?.body.content == .withheld(length: 7, reason: .absent))
        let empty = try read(entry(response: #"{"status":200,"content":{"size":-1}}"#)).entries[0].exchange
        #expect(empty.response?.body == Body.none)
    }

    @Test func theFlagTellsDecodedBodiesFromCodedOnes() throws {
        let coded = try Base64.encode(ContentCoding.gzip.encode(Array("{}".utf8)))
        let fields = #""headers":[{"name":"content-encoding","value":"gzip"}]"#
        let document = try read(
            entry(response: #"{"status":200,\#(fields),"content":{"text":"{}"}}"#) + ","
                + entry(
                    response: #"""
                        {"status":200,\#(fields),
                        "content":{"encoding":"base64","text":"\#(String(decoding: coded, as: UTF8.self))"}}
                        """#
                )
        )
        #expect(document.entries.map(\.isResponseDecoded) == [true, false])
        #expect(document.entries.map(\.isRequestDecoded) == [true, true])
    }

    @Test func loneSurrogatesAreKeptApart() throws {
        let response = #"{"status":200,"content":{"text":"\ud83d|\ude00"}}"#
        let exchange = try read(entry(response: response)).entries[0].exchange
        #expect(exchange.response?.body.bytes == [0xED, 0xA0, 0xBD, 0x7C, 0xED, 0xB8, 0x80])
    }

    @Test func entriesOfTheWrongTypeAreLeftOutAndSaid() throws {
        let text = """
            {"log":{"entries":[
            null,
            {"request":"x"},
            {"request":{"url":"about:blank"}},
            [[{}]],
            {"request":{"method":7,"url":"/p","headers":[{"name":"Host","value":"a.test"}]},"startedDateTime":"soon"}
            ]}}
            """
        let document = try CaptureDocument(Array(text.utf8), file: "x.har")
        #expect(document.entries.map(\.number) == [5])
        #expect(document.entries[0].position == .line(6))
        #expect(document.entries[0].exchange.request.url == "http://a.test/p")
        #expect(
            document.problems.map { "\($0.position.number) \($0.entry ?? 0) \($0.sentence)" } == [
                "2 1 is no object and is left out",
                "3 2 has no request and is left out",
                "4 3 has no request URL with a scheme and a host and is left out",
                "5 4 is no object and is left out",
                "6 5 has a startedDateTime that is no date; 1970 is taken",
            ]
        )
        #expect(document.isComplete)
    }

    @Test func membersMayComeInAnyOrder() throws {
        let text = #"""
            {"x":[{"log":{}}],"log":{"entries":[],"pages":[{"id":"p"}],"entries":[{"request":{"url":"http://a.test"}}],
            "_hushtape":{"format":1},"creator":{"name":"late"}},"y":{}} trailing
            """#
        let document = try CaptureDocument(Array(text.utf8), file: "x.har")
        #expect(document.entries.count == 1)
        #expect(document.creator == "late")
        #expect(document.hushtape == ["format": 1])
        #expect(document.problems.map(\.sentence) == ["there is more after the end of the HAR; it is not read"])
    }

    @Test(arguments: [#"{"log":{}}"#, #"{"log":{"entries":null}}"#, #"{"log":{"entries":{}}}"#])
    func aLogWithoutEntriesIsEmptyAndSaid(text: String) throws {
        let document = try CaptureDocument(Array(text.utf8), file: "x.har")
        #expect(document.entries.isEmpty)
        #expect(document.isComplete)
        #expect(document.problems.map(\.sentence) == ["the log has no entries"])
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func damagedFilesAreSurvived(seed: UInt64) throws {
        var generator = ExchangeGenerator(seed: seed)
        let bytes = HARWriter.document([(generator.exchange(), nil), (generator.exchange(), nil)])
        for _ in 0..<100 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...5, using: &generator.random) {
                let index = damaged.indices.randomElement(using: &generator.random) ?? 0
                damaged[index] = generator.random.pick(Array("{}[]\",:\\ 0\n".utf8) + [0xFF])
            }
            guard var reader = try? HARReader(damaged, file: "damaged.har") else { continue }
            var count = 0
            while reader.next() != nil, count <= bytes.count { count += 1 }
            #expect(count <= bytes.count)
        }
    }

    @Test(arguments: [
        "HTTP/1.1", "http/1.0", "HTTP/2", "http/2.0", "h2", "h2c", "h3", "h3-29", "h3-Q050", "http/2+quic/46",
        "quic/1+spdy/3", "unknown", "HTTP/3", "HTTP 1.1",
    ])
    func versionsAreKept(version: String) throws {
        let response = #"{"status":200,"httpVersion":"\#(version)"}"#
        let document = try read(entry(request: #","httpVersion":"\#(version)""#, response: response))
        #expect(document.entries[0].exchange.request.version == version)
        #expect(document.entries[0].exchange.response?.version == version)
        #expect(document.problems == [])
    }

    @Test(arguments: ["abcDEF1234567890", "access_token=abc", "HTTP/1.1 obviously-fake", "quick", "h2/x"])
    func whatIsNoVersionIsNotKept(version: String) throws {
        let response = #"{"status":200,"httpVersion":"\#(version)"}"#
        let document = try read(entry(request: #","httpVersion":"\#(version)""#, response: response))
        #expect(document.entries[0].exchange.request.version == "HTTP/1.1")
        #expect(document.entries[0].exchange.response?.version == "HTTP/1.1")
        #expect(document.problems.count == 2)
        #expect(document.problems.allSatisfy { !$0.description.contains(version) })
    }

    @Test func fieldsMayBeLines() throws {
        let request = #","headers":["Authorization: Bearer x", "X-A:1",":path: /"],"httpVersion":"HTTP/1.1""#
        let document = try read(entry(request: request, response: #"{"status":200,"headers":"X: y"}"#))
        #expect(
            document.entries[0].exchange.request.fields == [
                HeaderField("Authorization", "Bearer x"), HeaderField("X-A", "1"),
            ]
        )
    }

    @Test func bodiesMayBeTextsAndJSON() throws {
        let document = try read(
            [
                entry(request: #","postData":"a=1""#, response: #"{"status":200,"content":"text"}"#),
                entry(
                    request: #","postData":{"text":{"a":[1,"b"]}}"#,
                    response: #"{"status":200,"content":{"text":["c",null]}}"#
                ),
                entry(
                    request: #","postData":null"#,
                    response: #"{"status":200,"content":{"text":null},"cookies":null}"#
                ),
            ].joined(separator: ",")
        )
        let bodies = document.entries.map { entry in
            [entry.exchange.request.body.bytes, entry.exchange.response?.body.bytes ?? []].map {
                String(decoding: $0, as: UTF8.self).filter { $0 != " " }
            }
        }
        #expect(bodies == [["a=1", "text"], [#"{"a":[1,"b"]}"#, #"["c",null]"#], ["", ""]])
        #expect(document.problems == [])
    }

    @Test(arguments: [
        (#","headers":"a""#, "a request headers"), (#","headers":[1]"#, "a request headers"),
        (#","headers":["no line"]"#, "a request headers"), (#","headers":[["a"]]"#, "a request headers"),
        (#","headers":{"a":[1]}"#, "a request headers"),
        (#","headers":[{"name":"a","value":["b"]}]"#, "a request headers"),
        (#","headers":[{"name":null,"value":"b"}]"#, "a request headers"), (#","postData":7"#, "a request postData"),
        (#","postData":{"text":true}"#, "a request postData.text"), (#","cookies":"a=1""#, "a request cookies"),
        (#","postData":{"params":"a"}"#, "a request postData.params"),
    ])
    func whatCannotBeReadIsNoted(request: String, member: String) throws {
        let problems = try read(entry(request: request, response: #"{"status":200}"#)).problems
        #expect(
            problems.map(\.sentence) == ["has \(member) in a form that cannot be read; what is in it is left out"]
        )
    }

    @Test func parametersKeepTheirFilesAndTheirBoundary() throws {
        let request = #"""
            ,"postData":{"mimeType":"multipart/form-data","params":[{"name":"a","value":"1"},
            {"name":"f","fileName":"x.txt","contentType":"text/plain","value":"y"}]}
            """#
        let made = try read(entry(request: request, response: #"{"status":200}"#)).entries[0].exchange.request
        #expect(made.fields == [HeaderField("Content-Type", "multipart/form-data; boundary=boundary")])
        let expected =
            "--boundary\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
            + "--boundary\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.txt\"\r\n"
            + "Content-Type: text/plain\r\n\r\ny\r\n--boundary--\r\n"
        #expect(String(decoding: made.body.bytes, as: UTF8.self) == expected)
    }
}
