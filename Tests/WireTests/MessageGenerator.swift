import NIOCore

/// Generates HTTP/1.1 messages, valid ones and damaged ones: the same ones for the same seed.
struct MessageGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    mutating func number(below limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        z ^= z >> 31
        return Int(z % UInt64(limit))
    }

    mutating func pick<Elements: RandomAccessCollection>(_ elements: Elements) -> Elements.Element
    where Elements.Index == Int {
        elements[elements.startIndex + number(below: elements.count)]
    }

    private mutating func chance(_ percent: Int) -> Bool {
        number(below: 100) < percent
    }
}

// MARK: - Valid messages

extension MessageGenerator {
    /// One to three requests.
    mutating func requests() -> [UInt8] {
        let last = number(below: 3)
        return (0...last).reduce(into: []) { all, index in all += request(isLast: index == last) }
    }

    /// Responses to `methods`, with interim ones in between.
    mutating func responses(to methods: [String]) -> [UInt8] {
        methods.reduce(into: []) { all, method in
            if chance(20) { all += Array("HTTP/1.1 \(pick([100, 102, 103])) Interim\r\n\(fields())\r\n".utf8) }
            all += response(to: method)
        }
    }

    static let methods = ["GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "QUERY", "OPTIONS", "CONNECT"]

    private mutating func request(isLast: Bool) -> [UInt8] {
        let host = pick(["h.example", "127.0.0.1:8080", "[::1]:80", "A-b_c.example"])
        let isConnect = isLast && chance(5)
        let method =
            isConnect ? "CONNECT" : pick(Self.methods.dropLast())
        let target: String
        switch number(below: 8) {
        case _ where isConnect: target = "h.example:443"
        case 0: target = "http://\(host)/p?q=1"
        case 1 where method == "OPTIONS": target = "*"
        default: target = pick(["/", "/a/b?c=d&e", "/%7E;x='(1)'", "//x", "/?a=[b]|c\\d^`{}"])
        }
        let version = isLast && chance(10) ? "1.0" : "1.1"
        let hostField = isConnect ? "h.example:443" : host
        let (framing, body) = isConnect || version == "1.0" ? ("", []) : content(isResponse: false)
        let connection =
            chance(10) ? "Connection: \(pick(["keep-alive", "x-a, Keep-Alive", isLast ? "close" : "x"]))\r\n" : ""
        let head =
            "\(method) \(target) HTTP/\(version)\r\n\(fields())Host: \(hostField)\r\n\(framing)\(connection)\(fields())\r\n"
        return Array(head.utf8) + body
    }

    private mutating func response(to method: String) -> [UInt8] {
        let status = pick([200, 201, 204, 302, 304, 404, 418, 500, 999])
        var (framing, body) = content(isResponse: true)
        if status == 204 { framing = "" }
        if [204, 304].contains(status) || method == "HEAD" { body = [] }
        if status / 100 == 2 && method == "CONNECT" { (framing, body) = ("", []) }
        let line = "HTTP/1.1 \(status)\(pick([" OK", " ", " Fine By Me", " r\u{e9}ason"]))\r\n"
        return Array("\(line)\(fields())\(framing)\(fields())\r\n".utf8) + body
    }

    /// A framing field and the body that goes with it.
    private mutating func content(isResponse: Bool) -> (field: String, body: [UInt8]) {
        switch number(below: 3) {
        case 0 where !isResponse: return ("", [])
        case 1:
            let length = number(below: 40)
            return (
                "\(cased("Content-Length")): \(chance(10) ? "00" : "")\(length)\r\n", (0..<length).map { _ in byte() }
            )
        default:
            return ("\(cased("Transfer-Encoding")): \(cased("chunked"))\r\n", chunks())
        }
    }

    private mutating func chunks() -> [UInt8] {
        var body: [UInt8] = []
        for _ in 0..<number(below: 4) {
            let length = 1 + number(below: 20)
            let digits = String(length, radix: 16, uppercase: chance(50))
            body += Array("\(chance(10) ? "0" : "")\(digits)\(chance(20) ? ";a=b;c=\"d\"" : "")\r\n".utf8)
            body += (0..<length).map { _ in byte() } + Array("\r\n".utf8)
        }
        return body + Array("0\r\n\(chance(30) ? fields() : "")\r\n".utf8)
    }

    private mutating func byte() -> UInt8 {
        chance(20) ? pick(Array("\r\n0\0:".utf8)) : UInt8(number(below: 256))
    }

    private mutating func fields() -> String {
        (0..<number(below: 4)).map { _ in
            let name = cased(pick(["X-A", "Accept", "Cookie", "Set-Cookie", "a", "Date", "~x!"]))
            let value = pick(["", "1", "a, b;c=\"d\"", "x\ty", "caf\u{e9}", "Sat, 21 Nov 2026 00:00:00 GMT", "==:"])
            return "\(name):\(pick([" ", "", "\t", "  "]))\(value)\(pick(["", "", " ", "\t"]))\r\n"
        }.joined()
    }

    private mutating func cased(_ text: String) -> String {
        pick([text, text.lowercased(), text.uppercased()])
    }
}

// MARK: - Damage

extension MessageGenerator {
    /// The message with one to three small changes of the kind that smuggling is made of.
    mutating func damaged(_ message: [UInt8]) -> [UInt8] {
        var message = message
        for _ in 0...number(below: 3) where !message.isEmpty {
            let at = number(below: message.count)
            switch number(below: 6) {
            case 0: message[at] = pick(Self.sharpBytes)
            case 1: message.insert(pick(Self.sharpBytes), at: at)
            case 2: message.remove(at: at)
            case 3: message.insert(contentsOf: Array(pick(Self.fragments).utf8), at: at)
            case 4: insertLine(Array(pick(Self.fragments).utf8), into: &message)
            default: message.removeSubrange(at..<min(message.count, at + 1 + number(below: 8)))
            }
        }
        return message
    }

    /// Puts a line behind one of the line ends.
    private mutating func insertLine(_ line: [UInt8], into message: inout [UInt8]) {
        let ends = message.indices.filter { message[$0] == UInt8(ascii: "\n") }
        guard !ends.isEmpty else { return }
        message.insert(contentsOf: line + Array("\r\n".utf8), at: pick(ends) + 1)
    }

    private static let sharpBytes: [UInt8] = Array("\r\n\0\t :,;0aZ-/?%\"".utf8) + [0x0B, 0x0C, 0x1F, 0x7F, 0x80, 0xFF]

    private static let fragments = [
        "Content-Length: 3", "Content-Length: 3, 3", "Content-Length: +3", "Content-Length: 99999999999999999999",
        "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity",
        "Transfer-Encoding:\u{b}chunked", "Host: other", "Connection: close", "Connection: content-length", " folded",
        "X : y", "X", ": z", "\r\n", "\n", "\r", "0\r\n\r\n", "HTTP/1.1", "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
    ]
}
