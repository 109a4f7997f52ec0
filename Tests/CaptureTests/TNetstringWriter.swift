/// Values as mitmproxy writes them (https://tnetstrings.info): a writer that shares nothing with the reader.
indirect enum TNet: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    case bytes([UInt8])
    case text(String)
    case raw(String, type: Character)
    case list([TNet])
    case dictionary([(String, TNet)])

    init(stringLiteral value: String) { self = .bytes(Array(value.utf8)) }
    init(integerLiteral value: Int) { self = .raw("\(value)", type: "#") }
    init(floatLiteral value: Double) { self = .raw("\(value)", type: "^") }
    init(booleanLiteral value: Bool) { self = .raw("\(value)", type: "!") }
    init(nilLiteral: ()) { self = .raw("", type: "~") }
    init(arrayLiteral elements: TNet...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, TNet)...) { self = .dictionary(elements) }

    /// The tnetstring.
    var encoded: [UInt8] {
        let (payload, type): ([UInt8], Character) =
            switch self {
            case .bytes(let bytes): (bytes, ",")
            case .text(let text): (Array(text.utf8), ";")
            case .raw(let text, let type): (Array(text.utf8), type)
            case .list(let elements): (elements.flatMap(\.encoded), "]")
            case .dictionary(let members):
                (members.flatMap { TNet.text($0.0).encoded + $0.1.encoded }, "}")
            }
        return Array("\(payload.count):".utf8) + payload + [type.asciiValue ?? 0]
    }

    /// The dictionary with a member set, or taken away.
    func with(_ name: String, _ value: TNet?) -> TNet {
        guard case .dictionary(var members) = self else { return self }
        members.removeAll { $0.0 == name }
        if let value { members.append((name, value)) }
        return .dictionary(members)
    }
}

/// Flows of mitmproxy, format 21.
enum SampleFlow {
    static let request: TNet = [
        "http_version": "HTTP/1.1",
        "headers": [["Host", "shop.test"], ["Content-Length", "3"]],
        "content": "a=1",
        "trailers": nil,
        "timestamp_start": 1_700_000_000.25,
        "timestamp_end": 1_700_000_000.5,
        "host": .text("192.0.2.1"),
        "port": 80,
        "method": "POST",
        "scheme": "http",
        "authority": "",
        "path": "/login?x=1",
    ]

    static let response: TNet = [
        "http_version": "HTTP/1.1",
        "status_code": 200,
        "reason": "Fine",
        "headers": [["Content-Type", "text/plain"], ["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"]],
        "content": "hello",
        "trailers": [["x-sum", "5"]],
        "timestamp_start": 1_700_000_001.5,
        "timestamp_end": 1_700_000_001.75,
    ]

    /// A flow of this request and response.
    static func http(
        _ request: TNet = request,
        _ response: TNet = response,
        error: TNet = nil,
        version: TNet = 21
    ) -> TNet {
        [
            "version": version, "type": .text("http"), "id": .text("1"), "error": error, "request": request,
            "response": response, "websocket": nil, "metadata": [:], "comment": .text(""), "backup": nil,
        ]
    }

    /// A flow of another protocol.
    static func other(_ type: String) -> TNet {
        ["version": 21, "type": .text(type), "messages": []]
    }
}
