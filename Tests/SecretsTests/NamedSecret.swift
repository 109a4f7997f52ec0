import Capture

@testable import Secrets

/// A secret that only its name and place tell: the first time that a conversation shows it.
struct NamedSecret: CustomStringConvertible {
    /// The field's name.
    var name: String
    /// What is said of it.
    var kind: Kind
    /// How it is carried.
    var carrier: Carrier

    var description: String { "\(kind) \(name) \(carrier.rawValue)" }

    /// The syntaxes that fields stand in.
    enum Carrier: String, CaseIterable {
        case query, form, json, jsonAnswer, jsonDeepAnswer, jsonInJSON, jsonp, ndjson, xml, xmlAttribute, multipart
        case htmlInput, script, cookie, setCookie, locationQuery, locationFragment, nestedURL, header, sse, formAnswer
        case looseJSON, pairOfNameAndValue
    }

    /// What the catalogue says of a few names of each kind, in the carriers where it says so.
    static let all: [NamedSecret] = {
        let everywhere = Carrier.allCases.filter { ![.cookie, .setCookie, .header].contains($0) }
        let names: [(String, Kind, [Carrier])] = [
            ("access_token", .accessToken, Carrier.allCases.filter { $0 != .cookie && $0 != .setCookie }),
            ("accessToken", .accessToken, everywhere), ("refresh_token", .refreshToken, everywhere),
            ("id_token", .idToken, everywhere), ("client_secret", .clientSecret, everywhere),
            ("customer_access_token", .accessToken, everywhere), ("oauth_token_secret", .clientSecret, everywhere),
            ("session_token", .sessionToken, everywhere), ("api_key", .apiKey, everywhere),
            ("X-Api-Key", .apiKey, [.header]), ("X-Auth-Token", .accessToken, [.header]),
            ("device_code", .deviceCode, everywhere), ("code_verifier", .codeVerifier, [.form, .json]),
            ("client_assertion", .assertion, [.form, .json, .query]), ("SecretAccessKey", .clientSecret, everywhere),
            ("oauth_verifier", .code, everywhere), ("SAMLResponse", .assertion, [.form, .htmlInput, .multipart]),
        ]
        return names.flatMap { name, kind, carriers in
            carriers.map { NamedSecret(name: name, kind: kind, carrier: $0) }
        }
    }()

    /// The exchange that shows the secret under its name, with `CHECK` markers around it.
    func exchange(_ secret: String) -> Exchange {
        let inURL = Planting.percent(secret)
        let inJSON = Planting.json(secret)
        let inMarkup = Planting.markup(secret)
        return switch carrier {
        case .query: get("/api?a=CHECK-1&\(name)=\(inURL)&b=CHECK-2")
        case .form: post("a=CHECK-1&\(name)=\(inURL)&b=CHECK-2", "application/x-www-form-urlencoded")
        case .json: post(#"{"a":"CHECK-1","\#(name)":"\#(inJSON)","b":"CHECK-2"}"#, "application/json")
        case .jsonAnswer: answer(#"{"a":"CHECK-1","\#(name)":"\#(inJSON)","b":"CHECK-2"}"#, "application/json")
        case .jsonDeepAnswer:
            answer(#"{"a":[{"b":"CHECK-1"},{"c":{"\#(name)":"\#(inJSON)"}}],"d":"CHECK-2"}"#, "text/html")
        case .jsonInJSON:
            answer(
                #"{"a":"CHECK-1","b":"\#(Planting.json(#"{"\#(name)":"\#(inJSON)"}"#))","c":"CHECK-2"}"#,
                "application/json"
            )
        case .jsonp: answer(#"/**/cb_1({"a":"CHECK-1","\#(name)":"\#(inJSON)","b":"CHECK-2"});"#, "text/javascript")
        case .ndjson:
            answer("{\"a\":\"CHECK-1\"}\n{\"\(name)\":\"\(inJSON)\"}\n{\"b\":\"CHECK-2\"}\n", "application/x-ndjson")
        case .xml: answer("<r><a>CHECK-1</a><ns:\(name)>\(inMarkup)</ns:\(name)><b>CHECK-2</b></r>", "text/xml")
        case .xmlAttribute: answer("<r a=\"CHECK-1\" \(name)=\"\(inMarkup)\"><b>CHECK-2</b></r>", "application/xml")
        case .multipart:
            post(
                "--b1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nCHECK-1\r\n--b1\r\nContent-Disposition: "
                    + "form-data; name=\"\(name)\"\r\n\r\n\(secret)\r\n--b1\r\nContent-Disposition: form-data; "
                    + "name=\"b\"\r\n\r\nCHECK-2\r\n--b1--\r\n",
                "multipart/form-data; boundary=b1"
            )
        case .htmlInput:
            answer("<p>CHECK-1</p><input value='\(inMarkup)' type=hidden name=\(name)><p>CHECK-2</p>", "text/html")
        case .script:
            answer(
                "<html><p>CHECK-1</p><script>window.s = {\(name): \"\(inJSON)\"};</script><p>CHECK-2</p></html>",
                "text/html"
            )
        case .cookie: get("/CHECK-1", [("Cookie", "theme=dark; \(name)=\(inURL)")])
        case .setCookie: answer([("Set-Cookie", "\(name)=\(inURL); Path=/CHECK-1")])
        case .locationQuery: answer([("Location", "https://a.example.test/CHECK-1?\(name)=\(inURL)&b=CHECK-2")])
        case .locationFragment: answer([("Location", "https://a.example.test/CHECK-1#\(name)=\(inURL)&b=CHECK-2")])
        case .nestedURL:
            get("/go?a=CHECK-1&to=\(Planting.percent("https://b.example.test/x?\(name)=\(inURL)"))&b=CHECK-2")
        case .header: get("/CHECK-1", [(name, secret)])
        case .sse: answer("event: a\ndata: {\"\(name)\":\"\(inJSON)\"}\n\ndata: CHECK-2\n\n", "text/event-stream")
        case .formAnswer: answer("a=CHECK-1&\(name)=\(inURL)&b=CHECK-2", "text/plain")
        case .looseJSON: post("{ a: 'CHECK-1', \(name): '\(inJSON)', /* b */ c: \"CHECK-2\", }", "application/json")
        case .pairOfNameAndValue:
            post(#"[{"name":"a","value":"CHECK-1"},{"name":"\#(name)","value":"\#(inJSON)"}]"#, "application/json")
        }
    }

    private func get(_ target: String, _ fields: [(String, String)] = []) -> Exchange {
        Sample.exchange("GET", target, fields, "", [], "ok")
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
}
