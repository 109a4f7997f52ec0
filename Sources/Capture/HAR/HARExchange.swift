/// Makes an exchange of what a HAR entry says, own or foreign.
struct HARExchange {
    /// The result; `nil` where the entry has no request that can be told.
    private(set) var exchange: Exchange?
    /// The fragment of the URL.
    private(set) var fragment: [UInt8]?
    /// What was passed over, a sentence each.
    private(set) var problems: [String] = []

    /// Why an exchange of a capture failed when the capture does not say it.
    static let noResponse = "The capture has no response to this request."

    private let isOwn: Bool
    private let joinsSetCookie: Bool

    /// - Parameter creator: the producer of the file; Safari joins the `Set-Cookie` fields of a response with commas.
    init(_ entry: HARRawEntry, creator: String?) {
        isOwn = entry.hushtape != nil
        joinsSetCookie = creator?.contains("WebKit") == true || creator?.contains("Safari") == true
        guard let raw = entry.request else {
            problems.append("has no request and is left out")
            return
        }
        guard let request = request(raw) else {
            problems.append("has no request URL with a scheme and a host and is left out")
            return
        }
        let response = entry.response.flatMap { self.response($0) }
        var exchange = Exchange(request: request, response: response, timings: entry.timings)
        if response == nil, !isOwn { exchange.failure = Self.noResponse }
        if let started = entry.started.flatMap({ Instant(rfc3339: $0) }) {
            exchange.started = started
        } else if entry.started != nil {
            problems.append("has a startedDateTime that is no date; 1970 is taken")
        }
        if let hushtape = entry.hushtape {
            HARExtension.apply(hushtape, to: &exchange)
            // A target that stands there by itself has the fragment in it.
            if exchange.request.target.contains(UInt8(ascii: "#")) { fragment = nil }
        }
        if entry.webSocketMessages > 0 {
            problems.append("has \(entry.webSocketMessages) WebSocket messages, which are left out")
        }
        self.exchange = exchange
    }

    private mutating func noteUnread(_ raw: HARRawMessage, of message: String) {
        for name in raw.unread {
            problems.append("has \(message) \(name) in a form that cannot be read; what is in it is left out")
        }
    }

    /// The field lines with what the content of parameters is, where no other line says so.
    private func fieldsOfParameters(_ fields: [HeaderField], _ body: HARRawBody?) -> [HeaderField] {
        guard !isOwn, let body, body.text?.isEmpty ?? true, !body.params.isEmpty,
            let type = body.mediaType, type.contains("/"), fields.values(named: "Content-Type").isEmpty
        else { return fields }
        return fields + [HeaderField("Content-Type", HARParameters.mediaType(type))]
    }

    private mutating func request(_ raw: HARRawMessage) -> Request? {
        noteUnread(raw, of: "a request")
        var fields = fieldsOfParameters(self.fields(raw, folds: false), raw.body)
        if !isOwn, !raw.cookies.isEmpty, fields.values(named: "Cookie").isEmpty {
            let pairs = raw.cookies.map { $0.name + [UInt8(ascii: "=")] + $0.value }
            fields.append(HeaderField("Cookie", Array(pairs.joined(separator: "; ".utf8))))
        }
        guard let url = raw.url.map({ ReadableText.bytes(of: $0, encoding: raw.encoding) }),
            let parts = HARURL.Parts(url) ?? HARURL.Parts(relative: url, host: fields.first("Host"))
        else { return nil }
        fragment = parts.fragment
        let version = version(raw)
        return Request(
            method: raw.method ?? "GET",
            scheme: parts.scheme,
            authority: parts.authority,
            target: parts.target,
            version: version,
            fields: fields,
            body: body(raw.body, size: raw.bodySize, fields)
        )
    }

    private mutating func response(_ raw: HARRawMessage) -> Response? {
        noteUnread(raw, of: "a response")
        guard let status = raw.status, status != 0 else { return nil }
        var fields = self.fields(raw, folds: joinsSetCookie)
        if !isOwn, fields.values(named: "Set-Cookie").isEmpty {
            fields += raw.cookies.map { cookie in
                var value = cookie.name + [UInt8(ascii: "=")] + cookie.value
                for (name, attribute) in cookie.attributes { value += "; \(name)=".utf8 + attribute }
                for flag in cookie.flags { value += "; \(flag)".utf8 }
                return HeaderField("Set-Cookie", value)
            }
        }
        let body = body(raw.body, size: raw.body?.size, fields)
        let version = version(raw)
        return Response(status: status, reason: raw.reason, version: version, fields: fields, body: body)
    }

    private mutating func version(_ raw: HARRawMessage) -> String {
        let version = raw.version ?? ""
        guard ProtocolVersion.isNamed(by: version) else {
            problems.append("has an httpVersion that is none; HTTP/1.1 is taken")
            return "HTTP/1.1"
        }
        return version.isEmpty && !isOwn ? "HTTP/1.1" : version
    }

    /// The field lines: pseudo-header fields of HTTP/2 left out, and what producers joined taken apart.
    private func fields(_ raw: HARRawMessage, folds: Bool) -> [HeaderField] {
        // More cookies than fields that set them: they were joined.
        let lines = raw.fields.count { HeaderField($0.name, []).isNamed("Set-Cookie") }
        let folds = folds || lines > 0 && raw.status != nil && raw.cookies.count > lines
        return raw.fields.flatMap { field -> [HeaderField] in
            guard !field.name.isEmpty, !field.name.hasPrefix(":") else { return [] }
            let whole = HeaderField(field.name, ReadableText.bytes(of: field.value, encoding: field.encoding))
            guard !isOwn else { return [whole] }
            var values = [whole.value]
            if whole.value.contains(0x0A) || whole.value.contains(0x0D) {
                values = whole.value.split { $0 == 0x0A || $0 == 0x0D }.map { Array($0.drop { $0 == 0x20 }) }
            }
            if folds, whole.isNamed("Set-Cookie") { values = values.flatMap(SetCookie.unfold) }
            return values.map { HeaderField(field.name, $0) }
        }
    }

    private mutating func body(_ raw: HARRawBody?, size: Int?, _ fields: [HeaderField]) -> Body {
        let content = content(raw, size: max(0, size ?? 0), mediaType: fields.first("Content-Type"))
        let isChunked = fields.first("Transfer-Encoding")?.lowercased().contains("chunked") == true
        return Body(content, framing: isChunked ? .chunked([]) : content == .bytes([]) ? .none : .length)
    }

    private mutating func content(_ raw: HARRawBody?, size: Int, mediaType: String?) -> Body.Content {
        if let text = raw?.text, !text.isEmpty { return .bytes(decoded(text, encoding: raw?.encoding ?? "")) }
        if let reason = raw?.comment.flatMap({ Body.Withheld(rawValue: $0) }), isOwn {
            return .withheld(length: size, reason: reason)
        }
        if let params = raw?.params, !params.isEmpty {
            return .bytes(HARParameters(params, mediaType: mediaType ?? raw?.mediaType ?? "").content)
        }
        let isAbsent = !isOwn && (size > 0 || raw?.isElsewhere == true)
        return isAbsent ? .withheld(length: size, reason: .absent) : .bytes([])
    }

    private mutating func decoded(_ text: [UInt8], encoding: String) -> [UInt8] {
        if encoding.isEmpty { return text }
        guard encoding.lowercased() == "base64" else {
            problems.append("has a body in an encoding other than base64; it is taken as it stands")
            return text
        }
        if let bytes = Base64.decode(text) { return bytes }
        problems.append("has a body that says it is base64 and is not; it is taken as it stands")
        return text
    }
}
