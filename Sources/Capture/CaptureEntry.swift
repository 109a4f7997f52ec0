/// One entry of a capture: its exchange and where it stood.
public struct CaptureEntry: Hashable, Sendable {
    /// The request and its response. What the file lacks is empty; see ``HARReader`` for what is repaired.
    public var exchange: Exchange
    /// The number of the entry in the file, from 1.
    public var number: Int
    /// Where the entry begins.
    public var position: CapturePosition
    /// Whether Hushtape wrote the entry: it has a `_hushtape` member.
    public var isOwn: Bool
    /// The `_hushtape` member without what went into ``exchange``; `nil` if nothing else is in it.
    public var hushtape: JSONValue?
    /// The fragment of the request URL, which no request carries but some producers write.
    public var fragment: [UInt8]?
    /// Whether the capture has the bodies as they crossed the wire, with all content codings on.
    public var keepsCodings = false

    /// Whether the body of the request is already out of its content codings.
    ///
    /// Producers of HAR store decoded content and leave `Content-Encoding` in the header section, so the fields do not
    /// tell; this looks at how the content begins.
    public var isRequestDecoded: Bool {
        isOwn || isDecoded(exchange.request.fields, exchange.request.body)
    }

    /// Whether the body of the response is already out of its content codings; see ``isRequestDecoded``.
    public var isResponseDecoded: Bool {
        isOwn || exchange.response.map { isDecoded($0.fields, $0.body) } ?? true
    }

    private func isDecoded(_ fields: [HeaderField], _ body: Body) -> Bool {
        guard let last = ContentCoding.codings(of: fields).last, !body.bytes.isEmpty else { return true }
        return !keepsCodings && !last.begins(body.bytes)
    }
}

/// Where in a file something stands.
public enum CapturePosition: Hashable, Sendable, CustomStringConvertible {
    /// A line of a text, from 1.
    case line(Int)
    /// The offset of a byte, from 0.
    case byte(Int)

    /// The line or the offset.
    public var number: Int {
        switch self {
        case .line(let number), .byte(let number): number
        }
    }

    /// `line 12`, `byte 340`
    public var description: String {
        switch self {
        case .line(let line): "line \(line)"
        case .byte(let offset): "byte \(offset)"
        }
    }
}
