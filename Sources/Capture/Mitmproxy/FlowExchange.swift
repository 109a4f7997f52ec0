/// Makes an exchange of what an HTTP flow of mitmproxy says.
struct FlowExchange {
    /// The result; `nil` where the flow has no request that can be told.
    private(set) var exchange: Exchange?
    /// What was passed over, a sentence each.
    private(set) var problems: [String] = []

    init(_ flow: TNetstring) throws(TNetstring.Fault) {
        guard let raw = try flow.member("request") else {
            problems.append("has no request and is left out")
            return
        }
        guard let request = try Self.request(raw) else {
            problems.append("is no request to an origin and is left out")
            return
        }
        let answer = try flow.member("response")
        let response = try answer.flatMap { answer throws(TNetstring.Fault) in
            try Self.response(answer, to: request)
        }
        var exchange = Exchange(request: request, response: response)
        if let error = try flow.member("error") {
            exchange.failure = FlowFailure.sentence(try error.member("msg")?.bytes ?? [])
        } else if response == nil {
            exchange.failure = HARExchange.noResponse
        }
        let times = try Times(raw, answer)
        exchange.started = times.started
        exchange.timings = times.timings
        self.exchange = exchange
        if let socket = try flow.member("websocket"), let messages = try socket.member("messages")?.elements().count,
            messages > 0
        {
            problems.append("has \(messages) WebSocket messages, which are left out")
        }
    }

    private static func request(_ raw: TNetstring) throws(TNetstring.Fault) -> Request? {
        let fields = try fields(raw.member("headers"))
        let method = try raw.member("method")?.text ?? "GET"
        let port = try raw.member("port")?.integer
        var scheme = try raw.member("scheme")?.text ?? ""
        if scheme.isEmpty { scheme = port == 443 ? "https" : "http" }
        let authority = try Self.authority(raw, fields, scheme: scheme, port: port)
        guard method != "CONNECT", let authority else { return nil }
        var target = try raw.member("path")?.bytes ?? []
        if target.first != UInt8(ascii: "/"), target != [UInt8(ascii: "*")] { target.insert(UInt8(ascii: "/"), at: 0) }
        let version = try version(raw)
        return Request(
            method: method,
            scheme: scheme,
            authority: authority,
            target: target,
            version: version,
            fields: fields,
            body: try body(raw, fields, version: version, rest: .none),
            trailers: try Self.fields(raw.member("trailers"))
        )
    }

    private static func response(_ raw: TNetstring, to request: Request) throws(TNetstring.Fault) -> Response? {
        guard let status = try raw.member("status_code", "code")?.integer, (100...999).contains(status) else {
            return nil
        }
        let fields = try fields(raw.member("headers"))
        let version = try version(raw)
        // RFC 9112 §6.3
        let hasNoBody = request.method == "HEAD" || status < 200 || status == 204 || status == 304
        return Response(
            status: status,
            reason: try raw.member("reason", "msg")?.bytes ?? [],
            version: version,
            fields: fields,
            body: hasNoBody ? .none : try body(raw, fields, version: version, rest: .untilClose),
            trailers: try Self.fields(raw.member("trailers"))
        )
    }

    /// Host and port as the client named them: in `:authority`, in `Host`, or else those that mitmproxy dialled.
    private static func authority(
        _ raw: TNetstring,
        _ fields: [HeaderField],
        scheme: String,
        port: Int?
    ) throws(TNetstring.Fault) -> String? {
        for named in [try raw.member("authority")?.text, fields.first("Host")] {
            if let named, !named.isEmpty, !named.contains(where: { " /?#@".contains($0) }) { return named }
        }
        guard let host = try raw.member("host")?.text, !host.isEmpty else { return nil }
        let name = host.contains(":") ? "[\(host)]" : host
        let isUsual = port == nil || port == (scheme == "https" ? 443 : 80)
        return isUsual ? name : "\(name):\(port ?? 0)"
    }

    private static func version(_ raw: TNetstring) throws(TNetstring.Fault) -> String {
        if let version = try raw.member("http_version")?.text, !version.isEmpty {
            return ProtocolVersion.isNamed(by: version) ? version : "HTTP/1.1"
        }
        // Until format 0.13 two numbers.
        guard let numbers = try raw.member("httpversion"), numbers.kind == .list else { return "HTTP/1.1" }
        return "HTTP/" + (try numbers.elements()).map { "\($0.integer ?? 1)" }.joined(separator: ".")
    }

    private static func fields(_ list: TNetstring?) throws(TNetstring.Fault) -> [HeaderField] {
        guard let list else { return [] }
        var fields: [HeaderField] = []
        for pair in try list.elements() {
            let parts = try pair.elements()
            guard parts.count == 2, let name = parts[0].text, let value = parts[1].bytes else { throw .malformed }
            // A line that was folded keeps its line ends in mitmproxy.
            fields.append(HeaderField(name, value.filter { $0 != 0x0D && $0 != 0x0A && $0 != 0 }))
        }
        return fields
    }

    /// The content as it crossed the wire. mitmproxy does not keep how it was framed; the fields tell, and `rest` is
    /// what an HTTP/1.1 message without such fields means by a content.
    private static func body(
        _ raw: TNetstring,
        _ fields: [HeaderField],
        version: String,
        rest: Body.Framing
    ) throws(TNetstring.Fault) -> Body {
        let length = fields.first("Content-Length").flatMap { Int($0) }
        let isChunked = fields.first("Transfer-Encoding")?.lowercased().contains("chunked") == true
        let content = try raw.member("content", "body")?.bytes
        let isAbsent = content == nil && (isChunked || length ?? 1 > 0) && (rest != .none || length != nil || isChunked)
        let isEmpty = !isAbsent && content?.isEmpty != false
        let framing: Body.Framing =
            isChunked
            ? .chunked([])
            : length != nil
                ? .length
                : isEmpty
                    ? .none
                    : version.hasPrefix("HTTP/1") && rest != .none ? rest : .length
        guard isAbsent else { return Body(.bytes(content ?? []), framing: framing) }
        return Body(.withheld(length: max(0, length ?? 0), reason: .absent), framing: framing)
    }
}

/// When the parts of a flow came: seconds since 1970 each.
private struct Times {
    let started: Instant
    let timings: Timings

    init(_ request: TNetstring, _ response: TNetstring?) throws(TNetstring.Fault) {
        let sent = try (request.member("timestamp_start")?.number, request.member("timestamp_end")?.number)
        let answered = try (
            response?.member("timestamp_start")?.number, response?.member("timestamp_end")?.number
        )
        // What is outside the years of four digits is no time.
        let seconds = sent.0.flatMap { (0..<253_402_300_800).contains($0) ? $0 : nil } ?? 0
        started = Instant(milliseconds: Int64((seconds * 1_000).rounded(.down)))
        func milliseconds(_ start: Double?, _ end: Double?) -> Double {
            guard let start, let end, end >= start else { return 0 }
            // Microseconds are what the clock is good for.
            return ((end - start) * 1_000_000).rounded() / 1_000
        }
        timings = Timings(
            send: milliseconds(sent.0, sent.1),
            wait: milliseconds(sent.1, answered.0),
            receive: milliseconds(answered.0, answered.1)
        )
    }
}
