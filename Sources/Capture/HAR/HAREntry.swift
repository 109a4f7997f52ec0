/// One entry of a HAR file: its exchange and where it stood.
public struct HAREntry: Hashable, Sendable {
    /// The request and its response. What the file lacks is empty; see ``HARReader`` for what is repaired.
    public var exchange: Exchange
    /// The number of the entry in the file, from 1.
    public var number: Int
    /// The line the entry begins on, from 1.
    public var line: Int
    /// Whether Hushtape wrote the entry: it has a `_hushtape` member.
    public var isOwn: Bool
    /// The `_hushtape` member without what went into ``exchange``; `nil` if nothing else is in it.
    public var hushtape: JSONValue?
    /// The fragment of the request URL, which no request carries but some producers write.
    public var fragment: [UInt8]?

    /// Whether the body of the request is already out of its content codings.
    ///
    /// Producers store decoded content and leave `Content-Encoding` in the header section, so the fields do not tell;
    /// this looks at how the content begins.
    public var isRequestDecoded: Bool {
        isOwn || Self.isDecoded(exchange.request.fields, exchange.request.body)
    }

    /// Whether the body of the response is already out of its content codings; see ``isRequestDecoded``.
    public var isResponseDecoded: Bool {
        isOwn || exchange.response.map { Self.isDecoded($0.fields, $0.body) } ?? true
    }

    private static func isDecoded(_ fields: [HeaderField], _ body: Body) -> Bool {
        guard let last = ContentCoding.codings(of: fields).last, !body.bytes.isEmpty else { return true }
        return !last.begins(body.bytes)
    }
}
