import Capture

@testable import Secrets

/// The places that a secret is planted in.
enum PlantedPlace: String, CaseIterable {
    case path, matrixParameter, oddQuery, nestedURL, userinfo, header, cookie, namelessCookie, setCookie
    case referer, locationQuery, locationFragment, locationNested, refresh, link, form, jsonDeep, jsonInJSON
    case xmlElement, xmlAttribute, xmlCDATA, multipart, jsonp, htmlInput, htmlScript, htmlLink, plainText
    case trailer, interimField, reason, gzipBody, brotliBody, stackedBody, utf16Body, utf32Body
    case namedQuery, namedForm, namedJSON, namedXML, namedHeader, bearer

    /// The places that tell nothing of what stands there.
    static let unnamed = allCases.filter {
        ![.namedQuery, .namedForm, .namedJSON, .namedXML, .namedHeader, .bearer].contains($0)
    }

    /// An exchange with this text in this place, and `CHECK` markers around it.
    func exchange(_ text: String) -> Exchange {
        switch self {
        case .path: get("/bot/CHECK-1/\(text)/CHECK-2")
        case .matrixParameter: get("/CHECK-1;jsess=\(text)?page=CHECK-2")
        case .oddQuery: get("/api?zz9=CHECK-1&zz8=\(text)&page=CHECK-2")
        case .nestedURL:
            get("/api?page=CHECK-1&next=\(Planting.percent("https://a.example.test/x?zz8=\(text)"))&b=CHECK-2")
        case .userinfo: get("/", [("X-Origin", "https://CHECK-1:\(text)@h.example.test/CHECK-2")])
        case .header: get("/CHECK-1", [("X-Trace", text), ("X-Other", "CHECK-2")])
        case .cookie: get("/CHECK-1", [("Cookie", "theme=dark; prefs=\(text); lang=en")])
        case .namelessCookie: get("/CHECK-1", [("Cookie", text)])
        case .setCookie: answer([("Set-Cookie", "prefs=\(text); Path=/CHECK-1; Secure"), ("X-A", "CHECK-2")])
        case .referer: get("/CHECK-1", [("Referer", "https://app.example.test/cb?zz8=\(text)&page=CHECK-2")])
        case .locationQuery: answer([("Location", "https://a.example.test/CHECK-1?zz8=\(text)&page=CHECK-2")])
        case .locationFragment: answer([("Location", "https://a.example.test/CHECK-1#zz8=\(text)&page=CHECK-2")])
        case .locationNested:
            answer([
                (
                    "Location",
                    "/login?next=\(Planting.percent("/a?u=\(Planting.percent("/cb?zz8=\(text)"))"))&page=CHECK-2"
                )
            ])
        case .refresh: answer([("Refresh", "5; url=https://a.example.test/CHECK-1?zz8=\(text)")])
        case .link: answer([("Link", "<https://a.example.test/CHECK-1?zz8=\(text)>; rel=CHECK-2")])
        case .form: post("page=CHECK-1&zz8=\(text)&last=CHECK-2", "application/x-www-form-urlencoded")
        case .jsonDeep:
            answer(
                "{\"a\":[{\"b\":\"CHECK-1\"},{\"c\":{\"d\":\"\(inJSON(text))\"}}],\"e\":\"CHECK-2\"}",
                "application/json"
            )
        case .jsonInJSON:
            answer(
                "{\"a\":\"CHECK-1\",\"b\":\"\(Planting.json("{\"c\":\"\(inJSON(text))\"}"))\",\"d\":\"CHECK-2\"}",
                "application/json"
            )
        case .xmlElement: answer("<a><b>CHECK-1</b><c>\(inMarkup(text))</c><d>CHECK-2</d></a>", "application/xml")
        case .xmlAttribute: answer("<a x=\"CHECK-1\" y=\"\(inMarkup(text))\"><d>CHECK-2</d></a>", "application/xml")
        case .xmlCDATA: answer("<a><b>CHECK-1</b><c><![CDATA[\(text)]]></c><d>CHECK-2</d></a>", "application/xml")
        case .multipart:
            post(
                "--b1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nCHECK-1\r\n--b1\r\nContent-Disposition: form-data; "
                    + "name=\"zz8\"\r\n\r\n\(text)\r\n--b1\r\nContent-Disposition: form-data; name=\"c\"\r\n\r\nCHECK-2\r\n--b1--\r\n",
                "multipart/form-data; boundary=b1"
            )
        case .jsonp: answer("cb_1({\"a\":\"CHECK-1\",\"b\":\"\(inJSON(text))\",\"c\":\"CHECK-2\"});", "text/javascript")
        case .htmlInput:
            answer(
                "<html><p>CHECK-1</p><input type=hidden name=zz8 value=\"\(inMarkup(text))\"><p>CHECK-2</p></html>",
                "text/html"
            )
        case .htmlScript:
            answer(
                "<html><p>CHECK-1</p><script>var p = {\"zz8\":\"\(inJSON(text))\"};</script><p>CHECK-2</p></html>",
                "text/html"
            )
        case .htmlLink:
            answer("<html><p>CHECK-1</p><a href=\"/dl?zz8=\(inMarkup(text))&amp;f=1\">CHECK-2</a></html>", "text/html")
        case .plainText: answer("CHECK-1 the value is \(text) and so on\nCHECK-2", "text/plain")
        case .trailer: changed { $0.response?.trailers = [HeaderField("X-A", "CHECK-1"), HeaderField("X-B", text)] }
        case .interimField:
            changed {
                let fields = [HeaderField("Link", "</CHECK-1>"), HeaderField("X-B", text)]
                $0.response?.interim = [Response(status: 103, fields: fields)]
            }
        case .reason: changed { $0.response?.reason = Array("CHECK-1 \(text)".utf8) }
        case .namedQuery: get("/api?zz9=CHECK-1&access_token=\(Planting.percent(text))&page=CHECK-2")
        case .namedForm:
            post(
                "page=CHECK-1&access_token=\(Planting.percent(text))&last=CHECK-2",
                "application/x-www-form-urlencoded"
            )
        case .namedJSON:
            answer("{\"a\":\"CHECK-1\",\"access_token\":\"\(inJSON(text))\",\"c\":\"CHECK-2\"}", "application/json")
        case .namedXML:
            answer(
                "<a><b>CHECK-1</b><access_token>\(inMarkup(text))</access_token><d>CHECK-2</d></a>",
                "application/xml"
            )
        case .namedHeader: get("/CHECK-1", [("X-Api-Key", text), ("X-Other", "CHECK-2")])
        case .bearer: get("/CHECK-1", [("Authorization", "Bearer \(text)"), ("X-Other", "CHECK-2")])
        case .gzipBody: coded(text, [.gzip])
        case .brotliBody: coded(text, [.brotli])
        case .stackedBody: coded(text, [.zstandard, .deflate, .brotli])
        case .utf16Body: coded(text, [], Charset(.utf16be, hasMark: true))
        case .utf32Body: coded(text, [.gzip], Charset(.utf32le))
        }
    }

    /// The markers that must be left.
    var markers: [String] {
        let text = String(decoding: ExchangeText.of(exchange("-")), as: UTF8.self)
        return ["CHECK-1", "CHECK-2"].filter(text.contains)
    }

    /// The text as it can stand between quotes: escaped, unless it is escaped already.
    private func inJSON(_ text: String) -> String {
        text.contains("\\") && !text.contains("\"") ? text : Planting.json(text)
    }

    private func inMarkup(_ text: String) -> String {
        text.contains("&") && text.contains(";") ? text : Planting.markup(text)
    }

    private func get(_ target: String, _ fields: [(String, String)] = []) -> Exchange {
        Sample.exchange("GET", target, fields, "", [("X-Done", "1")], "ok")
    }

    private func post(_ body: String, _ type: String) -> Exchange {
        Sample.exchange("POST", "/api", [("Content-Type", type)], body, [], "ok")
    }

    private func answer(_ fields: [(String, String)]) -> Exchange {
        Sample.exchange("GET", "/api", [], "", status: 302, fields, "ok")
    }

    private func answer(_ body: String, _ type: String) -> Exchange {
        Sample.exchange("GET", "/api", [], "", [("Content-Type", type)], body)
    }

    private func changed(_ change: (inout Exchange) -> Void) -> Exchange {
        var exchange = get("/api")
        change(&exchange)
        return exchange
    }

    private func coded(_ text: String, _ codings: [ContentCoding], _ charset: Charset? = nil) -> Exchange {
        changed { exchange in
            let body = Array("{\"a\":\"CHECK-1\",\"b\":\"\(inJSON(text))\",\"c\":\"CHECK-2\"}".utf8)
            let coded = (try? ContentCoding.encode(charset?.encode(body) ?? body, codings: codings)) ?? []
            exchange.response?.body = Body(coded)
            exchange.response?.fields = [
                HeaderField("Content-Type", "application/json"),
                HeaderField("Content-Encoding", codings.map(\.name).joined(separator: ", ")),
                HeaderField("Content-Length", String(coded.count)),
            ]
        }
    }
}

/// All text of an exchange, content codings taken off.
enum ExchangeText {
    static func of(_ exchange: Exchange) -> [UInt8] {
        let readable = ReadableExchange(exchange)
        return Array(readable.surfaces.map { readable[$0] }.joined(separator: [0x0A]))
    }

    /// All text that goes into a cassette: also descriptors, templates and notes.
    static func of(_ redacted: RedactedExchange) -> [UInt8] {
        let readable = ReadableExchange(decoded: redacted.exchange)
        var lines = readable.surfaces.map { readable[$0] }
        lines += redacted.notes.map { Array($0.utf8) }
        lines += redacted.descriptors.compactMap(\.wrapper).map(\.template.text)
        return Array(lines.joined(separator: [0x0A]))
    }
}
