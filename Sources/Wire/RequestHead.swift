public import NIOCore

/// The head of a request (RFC 9112 §3): the bytes as received and where its parts stand in them.
///
/// That of an HTTP/2 request has the bytes that HTTP/1.1 would have for it, in absolute-form (``http2(_:endsStream:limits:)``).
public struct RequestHead: Hashable, Sendable {
    /// The field lines, with the bytes that all ranges of this head point into.
    public let fields: FieldSection
    /// Where the method stands (RFC 9110 §9).
    public let methodRange: Range<Int>
    /// Where the request target stands, as received.
    public let targetRange: Range<Int>
    /// The request target's form and parts.
    public let target: RequestTarget
    /// The host and port of the request: those of an absolute or authority target, else those of the Host field;
    /// `nil` when the Host field is empty or, in HTTP/1.0, missing.
    public let authority: Authority?
    /// The version on the request line.
    public let version: HTTPVersion
    /// What the method means for the response's framing.
    public let methodKind: MethodKind

    /// The head as received, with the empty line at its end.
    public var bytes: ByteBuffer {
        fields.bytes
    }

    /// The method in the case it came in.
    public var method: String {
        fields.text(methodRange)
    }

    /// Whether the method is this one; methods compare with regard to case (RFC 9110 §9.1).
    public func isMethod(_ method: StaticString) -> Bool {
        guard methodRange.count == method.utf8CodeUnitCount else { return false }
        return method.withUTF8Buffer { bytes.readableBytesView[methodRange].elementsEqual($0) }
    }

    /// The host to connect to, without brackets, in the case it came in; see ``authority``.
    public var host: String? {
        authority.map { fields.text($0.host) }
    }

    /// The port to connect to; `nil` stands for the scheme's default.
    public var port: Int? {
        authority?.port
    }

    /// The scheme of an absolute target in lower case: `http`.
    public var scheme: String? {
        guard case .absolute(let scheme, _, _) = target else { return nil }
        return fields.text(scheme).lowercased()
    }

    /// Whether the connection stays open after this exchange as far as the client is concerned (RFC 9112 §9.3).
    public var isPersistent: Bool {
        version.isPersistent(fields)
    }

    /// Whether the client asks to switch protocols (RFC 9110 §7.8): it then sends nothing more until it is answered.
    public var asksForUpgrade: Bool {
        version == .http11 && fields.contains("upgrade") && fields.hasElement("upgrade", in: "connection")
    }
}

extension HTTPVersion {
    /// Whether a message of this version with these fields leaves the connection open (RFC 9112 §9.3).
    func isPersistent(_ fields: FieldSection) -> Bool {
        switch self {
        case .http11: !fields.hasElement("close", in: "connection")
        case .http2: true
        case .http10:
            fields.hasElement("keep-alive", in: "connection") && !fields.hasElement("close", in: "connection")
        }
    }
}
