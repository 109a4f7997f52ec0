/// The `request` and `response` objects of HAR 1.2.
extension HARWriter {
    static func request(_ request: Request) -> JSONValue {
        let url = ReadableText(HARURL.bytes(of: request))
        var value: JSONValue = ["method": .string(request.method), "url": .string(url.text)]
        if url.isLatin1 { value["_encoding"] = .string(Latin1.name) }
        value["httpVersion"] = .string(request.version)
        value["cookies"] = .array(
            request.fields.values(named: "Cookie").flatMap { field in
                CookiePair.parse(cookie: field).map { pair(text(field[$0.name]), text(field[$0.value])) }
            }
        )
        value["headers"] = headers(request.fields)
        let query = URLTarget(request.target).query
        value["queryString"] = .array(query.map { pairs(request.target, $0) } ?? [])
        value["postData"] = postData(request)
        value["headersSize"] = -1
        value["bodySize"] = .number(request.body.length)
        return value
    }

    static func response(_ response: Response) -> JSONValue {
        [
            "status": .number(response.status),
            "statusText": .string(ReadableText(response.reason).text),
            "httpVersion": .string(response.version),
            "cookies": .array(response.fields.values(named: "Set-Cookie").flatMap(SetCookie.all).map(cookie)),
            "headers": headers(response.fields),
            "content": content(response),
            "redirectURL": .string(response.fields.first("Location") ?? ""),
            "headersSize": -1,
            "bodySize": .number(response.body.length),
        ]
    }

    /// HAR wants a response even where none came; producers agree on status 0.
    static let noResponse: JSONValue = [
        "status": 0,
        "statusText": "",
        "httpVersion": "",
        "cookies": [],
        "headers": [],
        "content": ["size": 0, "mimeType": ""],
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": -1,
    ]

    /// Field lines, one a line; a value that is not UTF-8 says so in `_encoding`.
    static func headers(_ fields: [HeaderField]) -> JSONValue {
        .array(
            fields.map { field in
                let readable = ReadableText(field.value)
                var value = pair(field.name, readable.text)
                if readable.isLatin1 { value["_encoding"] = .string(Latin1.name) }
                return value
            }
        )
    }

    private static func postData(_ request: Request) -> JSONValue? {
        let mimeType = request.fields.first("Content-Type") ?? ""
        var value: JSONValue = ["mimeType": .string(mimeType)]
        switch request.body.content {
        case .withheld(_, let reason):
            value["comment"] = .string(reason.rawValue)
        case .bytes(let bytes):
            guard !bytes.isEmpty else { return nil }
            guard let text = readableText(bytes) else {
                value["text"] = .string(String(decoding: Base64.encode(bytes), as: UTF8.self))
                value["_encoding"] = "base64"
                return value
            }
            if mimeType.lowercased().hasPrefix("application/x-www-form-urlencoded") {
                value["params"] = .array(pairs(bytes, 0..<bytes.count))
            }
            value["text"] = .string(text)
        }
        return value
    }

    private static func content(_ response: Response) -> JSONValue {
        var value: JSONValue = [
            "size": .number(response.body.length), "mimeType": .string(response.fields.first("Content-Type") ?? ""),
        ]
        switch response.body.content {
        case .withheld(_, let reason):
            value["comment"] = .string(reason.rawValue)
        case .bytes(let bytes) where bytes.isEmpty:
            break
        case .bytes(let bytes):
            if let text = readableText(bytes) {
                value["text"] = .string(text)
            } else {
                value["text"] = .string(String(decoding: Base64.encode(bytes), as: UTF8.self))
                value["encoding"] = "base64"
            }
        }
        return value
    }

    /// The text that a body is; `nil` for binary content, which NUL marks where it happens to be UTF-8.
    private static func readableText(_ bytes: [UInt8]) -> String? {
        bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }

    private static func cookie(_ cookie: SetCookie) -> JSONValue {
        var value = pair(cookie.name, cookie.value)
        value["path"] = cookie.attribute("Path").map(JSONValue.string)
        value["domain"] = cookie.attribute("Domain").map(JSONValue.string)
        value["expires"] = cookie.attribute("Expires").flatMap { Instant(httpDate: $0) }.map { .string($0.rfc3339) }
        value["httpOnly"] = .bool(cookie.has("HttpOnly"))
        value["secure"] = .bool(cookie.has("Secure"))
        value["sameSite"] = cookie.attribute("SameSite").map(JSONValue.string)
        return value
    }

    private static func pairs(_ bytes: [UInt8], _ range: Range<Int>) -> [JSONValue] {
        FormPairs(bytes, range: range).map { found in
            pair(
                text(PercentCoding.decode(bytes[found.name], plusIsSpace: true)),
                text(PercentCoding.decode(bytes[found.value], plusIsSpace: true))
            )
        }
    }

    private static func pair(_ name: String, _ value: String) -> JSONValue {
        ["name": .string(name), "value": .string(value)]
    }

    private static func text(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
