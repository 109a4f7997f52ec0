public import Capture

/// Decides what happens to each request.
///
/// Called on an event loop, once per request, when its head has arrived: it must be quick and must never block.
public protocol Responder: Sendable {
    /// What to do with this request.
    func plan(for request: RequestPreview) -> Plan

    /// What an origin speaks in TLS, where that is known without asking it, as from a recording; `nil` where it is not. Its
    /// clients are offered the same. Called on an event loop when a client's TLS begins.
    func knownProtocol(of origin: HostPort) -> ApplicationProtocol?
}

extension Responder {
    /// Nothing is known of any origin.
    public func knownProtocol(of origin: HostPort) -> ApplicationProtocol? {
        nil
    }
}

/// What happens to a request.
public enum Plan: Sendable {
    /// It is passed on, and nothing of it is kept.
    case forward
    /// It is passed on, and the whole exchange is handed to the sink before the last bytes of the response are let go.
    case capture(any ExchangeSink)
    /// It is answered from here; nothing is dialled.
    case play(any Player)
}

/// Takes the exchanges of the requests whose plan is ``Plan/capture(_:)``.
public protocol ExchangeSink: Sendable {
    /// Called on an event loop when the response is complete, while its last bytes are still held back.
    ///
    /// `done` is called exactly once, on any thread. With success the last bytes are let go. With a failure the client's
    /// connection is closed without them or, when nothing of the response has been sent yet, answered with a 502.
    func accept(_ exchange: Exchange, done: @escaping @Sendable (Result<Void, any Error>) -> Void)

    /// Called on an event loop for an exchange that ended without a whole response; its
    /// ``/Capture/Exchange/failure`` says why.
    func abandon(_ exchange: Exchange)
}

/// Answers requests without an origin.
public protocol Player: Sendable {
    /// The answer to a request that has arrived whole. Called on an event loop: it must be quick.
    ///
    /// `session` is the user name the client gave in `Proxy-Authorization: Basic` (RFC 7617), if any.
    func answer(_ request: Request, session: String?) -> Response
}
