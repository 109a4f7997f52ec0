import NIOCore

extension FieldSection {
    /// Whether a field is for this connection only and must not be forwarded (RFC 9110 §7.6.1): Connection, what it
    /// lists, Keep-Alive, Proxy-Connection, TE, Upgrade, Proxy-Authorization, Proxy-Authenticate,
    /// Proxy-Authentication-Info; and Alt-Svc (RFC 7838), which would lead clients past the proxy.
    ///
    /// Host, Content-Length and Transfer-Encoding are never, even where Connection lists them: a client could
    /// otherwise take them away from the next reader.
    public func isHopByHop(_ line: FieldLine) -> Bool {
        isHopByHop(line, options: connectionOptionRanges)
    }

    /// The same for callers that ask about every line: `options` are the ``connectionOptionRanges``.
    func isHopByHop(_ line: FieldLine, options: [Range<Int>]) -> Bool {
        let span = bytes.readableBytesUInt8Span
        let name = line.name
        let isKnown =
            switch name.count {
            case 2: span.matches(name, "te")
            case 7: span.matches(name, "upgrade") || span.matches(name, "alt-svc")
            case 10: span.matches(name, "connection") || span.matches(name, "keep-alive")
            case 16: span.matches(name, "proxy-connection")
            case 18: span.matches(name, "proxy-authenticate")
            case 19: span.matches(name, "proxy-authorization")
            case 25: span.matches(name, "proxy-authentication-info")
            default: false
            }
        return isKnown || (options.contains { span.matches($0, name) } && !framesOrRoutes(line))
    }
}
