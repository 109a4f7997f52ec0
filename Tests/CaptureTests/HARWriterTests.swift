import Capture
import Testing

@Suite struct HARWriterTests {
    @Test func anEntryIsWrittenLikeThis() {
        let exchange = Exchange(
            request: Request(
                method: "POST",
                scheme: "https",
                authority: "api.example.test",
                target: Array("/login?next=%2Fa+b&empty".utf8),
                fields: [
                    HeaderField("Host", "api.example.test"), HeaderField("Cookie", "a=1; lonely"),
                    HeaderField("Content-Type", "application/x-www-form-urlencoded"),
                    HeaderField("X-Raw", [0x61, 0xFC]),
                ],
                body: Body(Array("user=%C3%A4&x=1".utf8))
            ),
            response: Response(
                status: 302,
                reason: Array("Found".utf8),
                fields: [
                    HeaderField("Location", "/next"),
                    HeaderField(
                        "Set-Cookie",
                        "sid=\"v\"; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly; SameSite=Lax"
                    ),
                ],
                body: Body(.withheld(length: 900, reason: .overLimit), framing: .chunked([900])),
                interim: [Response(status: 103, fields: [HeaderField("Link", "</a>")])]
            ),
            started: Instant(milliseconds: 1_772_445_600_123),
            timings: Timings(send: 1, wait: 2.5, receive: -1)
        )
        let text = String(decoding: HARWriter.entry(exchange, hushtape: ["number": 1]), as: UTF8.self)
        #expect(text == Self.expected)
    }

    private static let expected = """
              {
                "startedDateTime": "2026-03-02T10:00:00.123Z",
                "time": 3.5,
                "request": {
                  "method": "POST",
                  "url": "https://api.example.test/login?next=%2Fa+b&empty",
                  "httpVersion": "HTTP/1.1",
                  "cookies": [
                    { "name": "a", "value": "1" },
                    { "name": "", "value": "lonely" }
                  ],
                  "headers": [
                    { "name": "Host", "value": "api.example.test" },
                    { "name": "Cookie", "value": "a=1; lonely" },
                    { "name": "Content-Type", "value": "application/x-www-form-urlencoded" },
                    { "name": "X-Raw", "value": "aü", "_encoding": "iso-8859-1" }
                  ],
                  "queryString": [
                    { "name": "next", "value": "/a b" },
                    { "name": "empty", "value": "" }
                  ],
                  "postData": {
                    "mimeType": "application/x-www-form-urlencoded",
                    "params": [
                      { "name": "user", "value": "ä" },
                      { "name": "x", "value": "1" }
                    ],
                    "text": "user=%C3%A4&x=1"
                  },
                  "headersSize": -1,
                  "bodySize": 15
                },
                "response": {
                  "status": 302,
                  "statusText": "Found",
                  "httpVersion": "HTTP/1.1",
                  "cookies": [
                    { "name": "sid", "value": "\\"v\\"", "path": "/", "expires": "2026-10-21T07:28:00.000Z", \
        "httpOnly": true, "secure": false, "sameSite": "Lax" }
                  ],
                  "headers": [
                    { "name": "Location", "value": "/next" },
                    { "name": "Set-Cookie", "value": "sid=\\"v\\"; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; \
        HttpOnly; SameSite=Lax" }
                  ],
                  "content": {
                    "size": 900,
                    "mimeType": "",
                    "comment": "longer than the capture limit"
                  },
                  "redirectURL": "/next",
                  "headersSize": -1,
                  "bodySize": 900
                },
                "cache": {},
                "timings": {
                  "send": 1,
                  "wait": 2.5,
                  "receive": -1
                },
                "_hushtape": {
                  "number": 1,
                  "request": {
                    "framing": "length"
                  },
                  "response": {
                    "framing": "chunked",
                    "interim": [
                      {
                        "status": 103,
                        "statusText": "",
                        "httpVersion": "HTTP/1.1",
                        "headers": [
                          { "name": "Link", "value": "</a>" }
                        ]
                      }
                    ]
                  }
                }
              }
        """

    @Test func binaryBodiesAreBase64() throws {
        let exchange = Exchange(
            request: Request(
                method: "PUT",
                scheme: "http",
                authority: "a.test",
                target: Array("/".utf8),
                body: Body([0xFF, 0x00])
            ),
            response: Response(status: 200, body: Body([0xC3]))
        )
        let entry = try JSONValue(parsing: HARWriter.entry(exchange))
        #expect(entry["request"]?["postData"] == ["mimeType": "", "text": "/wA=", "_encoding": "base64"])
        #expect(entry["response"]?["content"] == ["size": 1, "mimeType": "", "text": "ww==", "encoding": "base64"])
    }

    @Test func withoutAResponseTheStatusIsZero() throws {
        let request = Request(method: "OPTIONS", scheme: "http", authority: "a.test", target: Array("*".utf8))
        let entry = try JSONValue(
            parsing: HARWriter.entry(Exchange(request: request, response: nil, failure: "The origin refused."))
        )
        #expect(entry["response"]?["status"]?.int == 0)
        #expect(entry["request"]?["url"]?.string == "http://a.test")
        #expect(entry["_hushtape"]?["failure"]?.string == "The origin refused.")
        #expect(entry["_hushtape"]?["request"]?["target"]?.string == "*")
    }

    @Test func membersOfTheExchangeCannotBeForgedByTheCaller() throws {
        let request = Request(method: "GET", scheme: "http", authority: "a.test", target: Array("/".utf8))
        let forged: JSONValue = ["failure": "no", "request": ["framing": "chunked", "target": "/x", "note": "n"]]
        let bytes = HARWriter.document([(Exchange(request: request, response: nil), forged)])
        let entry = try CaptureDocument(bytes, file: "x.har").entries[0]
        #expect(entry.exchange.request == request)
        #expect(entry.exchange.failure == nil)
        #expect(entry.hushtape == ["request": ["note": "n"]])
    }
}
