import Capture

/// Puts content into a response: coded as its fields say, framed as it was recorded.
enum ResponseFraming {
    /// Fields that belong to a connection and not to the response (RFC 9110 §7.6.1).
    private static let hopByHop = ["Connection", "Keep-Alive", "Proxy-Connection", "TE", "Upgrade"]

    /// Sets body, `Content-Length`, `Transfer-Encoding` and `Content-Encoding`, each in its recorded place, and takes
    /// the other hop-by-hop fields away. `content` is put into its codings, unless it is in them already.
    static func apply(to response: inout Response, content: [UInt8], isCoded: Bool = false, isToHead: Bool) {
        removeHopByHop(&response.fields)
        for index in response.interim.indices { removeHopByHop(&response.interim[index].fields) }
        // To HEAD, and with these statuses, lengths and codings speak of what is not sent (RFC 9110 §8.6, §15.4.5).
        guard !isToHead, response.status != 204, response.status != 304 else {
            response.body = .none
            return
        }
        let coded = isCoded ? content : coded(content, &response)
        switch response.body.framing {
        case .chunked(let sizes):
            response.body = Body(.bytes(coded), framing: .chunked(fitted(sizes, to: coded.count)))
            response.fields.removeAll { $0.isNamed("Content-Length") }
            response.fields = response.fields.map { field in
                field.isNamed("Transfer-Encoding") ? HeaderField(field.name, "chunked") : field
            }
        case .untilClose:
            response.body = Body(.bytes(coded), framing: .untilClose)
            response.fields.removeAll { $0.isNamed("Content-Length") || $0.isNamed("Transfer-Encoding") }
        case .length, .none:
            response.body = Body(coded)
            response.fields.removeAll { $0.isNamed("Transfer-Encoding") }
            // HTTP/2 needs none where none was.
            if response.hasStream && response.fields.first("Content-Length") == nil { return }
            setContentLength(coded.count, &response.fields)
        }
    }

    /// The content in the codings and the charset that it was recorded in. When one of them cannot be applied, the
    /// content goes without and the field with it.
    private static func coded(_ content: [UInt8], _ response: inout Response) -> [UInt8] {
        if let coded = try? response.body.encode(content, fields: response.fields) { return coded }
        response.fields.removeAll { $0.isNamed("Content-Encoding") }
        return response.body.charset?.encode(content) ?? content
    }

    /// Sizes of chunks that add up to `length`: as recorded while they last, the rest in one.
    private static func fitted(_ sizes: [Int], to length: Int) -> [Int] {
        var rest = length
        var fitted: [Int] = []
        for size in sizes where size > 0 && rest > 0 {
            fitted.append(min(size, rest))
            rest -= fitted.last ?? 0
        }
        return rest > 0 ? fitted + [rest] : fitted
    }

    private static func setContentLength(_ length: Int, _ fields: inout [HeaderField]) {
        let field = HeaderField("Content-Length", String(length))
        guard let first = fields.firstIndex(where: { $0.isNamed("Content-Length") }) else {
            fields.append(field)
            return
        }
        fields[first].value = field.value
        fields = fields.enumerated().filter { $0.offset <= first || !$0.element.isNamed("Content-Length") }.map(
            \.element
        )
    }

    private static func removeHopByHop(_ fields: inout [HeaderField]) {
        let nominated = fields.values(named: "Connection").flatMap { value in
            String(decoding: value, as: UTF8.self).split(separator: ",").map { name in
                String(name.drop { $0.isWhitespace }.prefix { !$0.isWhitespace })
            }
        }
        let names = hopByHop + nominated
        fields.removeAll { field in names.contains { field.isNamed($0) } }
    }
}
