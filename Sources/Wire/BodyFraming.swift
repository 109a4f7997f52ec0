/// How the length of a message body is found (RFC 9112 §6).
public enum BodyFraming: Hashable, Sendable {
    /// There is no body, and no field that frames one applies.
    case none
    /// Content-Length: this many bytes, perhaps 0.
    case length(Int)
    /// Transfer-Encoding: chunked (RFC 9112 §7.1).
    case chunked
    /// The body ends with the connection; responses only.
    case untilClose
    /// The body ends with its stream, and its length is not announced; HTTP/2 only (RFC 9113 §8.1).
    case untilStreamEnd

    /// Whether no body byte will follow the head.
    public var isEmpty: Bool {
        self == .none || self == .length(0)
    }
}

/// The version of a message (RFC 9112 §2.3, RFC 9113).
public enum HTTPVersion: String, Hashable, Sendable {
    /// `HTTP/1.0`
    case http10 = "HTTP/1.0"
    /// `HTTP/1.1`
    case http11 = "HTTP/1.1"
    /// `HTTP/2`, whose heads come from field blocks and not from a start-line
    case http2 = "HTTP/2"
}

/// What a request's method means for the framing of its response (RFC 9112 §6.3).
public enum MethodKind: Hashable, Sendable {
    /// `HEAD`: the response has no body, whatever its fields say.
    case head
    /// `CONNECT`: a 2xx response has no body and starts a tunnel.
    case connect
    /// Every other method, known or not.
    case other
}
