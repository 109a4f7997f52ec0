import NIOCore

extension RequestHead {
    /// Makes the head from its parsed parts and checks what needs all of them: target, Host and framing.
    static func checked(
        _ line: RequestLine,
        _ fields: FieldSection
    ) throws(WireError) -> (head: RequestHead, framing: BodyFraming) {
        let span = fields.bytes.readableBytesUInt8Span
        let framing = try FramingFields(span, fields.lines, line.version)
        let target = try RequestTarget(span, method: line.method, target: line.target)
        let authority = try target.authority(span, try span.host(fields.lines), line.version)
        let kind = MethodKind(span, line.method)
        let head = RequestHead(
            fields: fields,
            methodRange: line.method,
            targetRange: line.target,
            target: target,
            authority: authority,
            version: line.version,
            methodKind: kind
        )
        return (head, try framing.requestFraming(kind))
    }
}

extension MethodKind {
    fileprivate init(_ span: borrowing Span<UInt8>, _ method: Range<Int>) {
        self = span.isExactly(method, "HEAD") ? .head : span.isExactly(method, "CONNECT") ? .connect : .other
    }
}

extension Span<UInt8> {
    /// The only Host field.
    fileprivate func host(_ lines: [FieldLine]) throws(WireError) -> FieldLine? {
        var host: FieldLine?
        for line in lines where matches(line.name, "host") {
            guard host == nil else { throw WireError(.duplicateHost, at: line.name.lowerBound) }
            host = line
        }
        return host
    }
}

extension RequestTarget {
    /// The server that the request names, after the rules for Host (RFC 9112 §3.2).
    fileprivate func authority(
        _ span: borrowing Span<UInt8>,
        _ hostField: FieldLine?,
        _ version: HTTPVersion
    ) throws(WireError) -> Authority? {
        guard let hostField else {
            guard version != .http11 else { throw WireError(.missingHost) }
            return authority
        }
        let fromField = Authority(span, hostField.value)
        guard fromField != nil || hostField.value.isEmpty, fromField?.userInfo == nil else {
            throw WireError(.hostValue, at: hostField.value.lowerBound)
        }
        switch self {
        case .origin, .asterisk:
            return fromField
        case .authority(let authority):
            // A tunnel goes where the target says: Node's client writes the proxy's own name into the Host of a CONNECT.
            return authority
        case .absolute(let scheme, let authority, _):
            guard let fromField, authority.agrees(with: fromField, span, scheme: scheme) else {
                throw WireError(.hostMismatch, at: hostField.value.lowerBound)
            }
            return authority
        }
    }

    private var authority: Authority? {
        switch self {
        case .absolute(_, let authority, _), .authority(let authority): authority
        case .origin, .asterisk: nil
        }
    }
}
