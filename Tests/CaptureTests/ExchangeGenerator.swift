import Capture

/// Generates exchanges as odd as HTTP allows.
struct ExchangeGenerator {
    var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func exchange() -> Exchange {
        let hasResponse = !random.once(in: 6)
        return Exchange(
            request: request(),
            response: hasResponse ? response(interim: true) : nil,
            failure: random.once(in: 4) ? "The origin closed the connection." : nil,
            started: Instant(milliseconds: Int64.random(in: -62_000_000_000_000...253_000_000_000_000, using: &random)),
            timings: Timings(send: phase(), wait: phase(), receive: phase())
        )
    }

    private mutating func phase() -> Double {
        random.pick([-1, 0, 1, 12.5, Double.random(in: 0...100_000, using: &random)])
    }

    private mutating func request() -> Request {
        var target = Array(
            random.pick(["/", "*", "", "/a/b?x=1&y=%20+z", "/?", "//x", "?a=b", "/p#f", "host:443", "/ä?b=ü"]).utf8
        )
        if random.once(in: 4) { target += random.bytes(1...20) }
        return Request(
            method: random.pick(["GET", "POST", "get", "M-SEARCH", "OPTIONS"]),
            scheme: random.pick(["http", "https", "wss"]),
            authority: random.pick(["example.test", "[::1]:80", "u:p@example.test:8443", "a/b", "", "ü.test"]),
            target: target,
            version: random.pick(["HTTP/1.1", "HTTP/1.0", "HTTP/2"]),
            fields: fields(),
            body: body(),
            trailers: random.once(in: 4) ? fields() : []
        )
    }

    private mutating func response(interim: Bool) -> Response {
        let count = interim && random.once(in: 3) ? Int.random(in: 1...3, using: &random) : 0
        return Response(
            status: interim ? Int.random(in: 200...999, using: &random) : Int.random(in: 100...199, using: &random),
            reason: random.once(in: 4) ? fieldValue() : Array(random.pick(["OK", "", "Fine By Me"]).utf8),
            version: random.pick(["HTTP/1.1", "HTTP/1.0"]),
            fields: fields(),
            body: interim ? body() : .none,
            trailers: interim && random.once(in: 4) ? fields() : [],
            interim: (0..<count).map { _ in response(interim: false) }
        )
    }

    private mutating func fields() -> [HeaderField] {
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
            let name = random.pick([
                "Host", "Cookie", "cookie", "Set-Cookie", "Content-Type", "X-" + random.token(), "Location",
                "Content-Encoding", "Transfer-Encoding", "Content-Length",
            ])
            switch name {
            case "Content-Type" where random.once(in: 2):
                return HeaderField(name, "application/x-www-form-urlencoded")
            case "Set-Cookie" where random.once(in: 2):
                return HeaderField(name, "a=b, c=d; Expires=Wed, 21 Oct 2015 07:28:00 GMT; Path=/; Secure")
            default:
                return HeaderField(name, fieldValue())
            }
        }
    }

    /// Any bytes but CR, LF and NUL.
    private mutating func fieldValue() -> [UInt8] {
        let bytes = random.once(in: 3) ? random.bytes(0...30) : Array(random.text(0...20).utf8)
        return bytes.filter { $0 != 0x0A && $0 != 0x0D && $0 != 0 }
    }

    private mutating func body() -> Body {
        var body = content()
        if random.once(in: 4) {
            body.charset = Charset(random.pick(Charset.Form.allCases), hasMark: random.once(in: 2))
        }
        if random.once(in: 4) { body.codings = random.pick([[], [.gzip], [.unknown("x"), .brotli, .zstandard]]) }
        return body
    }

    private mutating func content() -> Body {
        let bytes = random.once(in: 3) ? random.bytes(0...200) : Array(random.text(0...100).utf8)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return .none
        case 1: return Body(bytes)
        case 2: return Body(.bytes(bytes), framing: .chunked([]))
        case 3: return Body(.bytes(bytes), framing: .untilClose)
        case 4: return Body(.bytes([]), framing: .length)
        default:
            let reason = random.pick([Body.Withheld.overLimit, .undecodable, .hidden, .unsafe, .absent])
            let length = Int.random(in: 0...9_999_999, using: &random)
            return Body(.withheld(length: length, reason: reason), framing: .length)
        }
    }
}
