/// A protocol by its name in ALPN (RFC 7301).
public enum ApplicationProtocol: String, Hashable, Sendable {
    /// HTTP/1.1 (RFC 9112).
    case http1 = "http/1.1"
    /// HTTP/2 over TLS (RFC 9113 §3.2).
    case http2 = "h2"
}

/// What a client speaks, and so what its origins are asked to speak: the same, so that neither side is translated for,
/// unless an origin does not speak it.
enum ProtocolOffers: Hashable {
    /// HTTP/1.1 alone.
    case http1
    /// HTTP/2, and HTTP/1.1 where the origin does not speak it.
    case http2
    /// The same; and HTTP/2 without TLS, as the client spoke it too (RFC 9113 §3.3).
    case http2PriorKnowledge

    /// What a client's ClientHello offers.
    init(_ names: [String]) {
        self = names.contains(ApplicationProtocol.http2.rawValue) ? .http2 : .http1
    }

    /// What to offer a client with these offers, whose origin speaks this; `nil`: that is not known. Only a client that
    /// speaks nothing else is offered what its origin does not speak.
    init(_ names: [String], origin: ApplicationProtocol?) {
        let translates = !names.contains(ApplicationProtocol.http1.rawValue)
        self = origin == .http1 && !translates ? .http1 : ProtocolOffers(names)
    }

    var includesHTTP2: Bool {
        self != .http1
    }

    /// The names to offer in ALPN, the preferred one first.
    var names: [String] {
        let protocols: [ApplicationProtocol] = includesHTTP2 ? [.http2, .http1] : [.http1]
        return protocols.map(\.rawValue)
    }
}
