import Wire

/// The origin's side of an exchange: a connection of HTTP/1, or a stream of HTTP/2.
///
/// What it sends is gathered in the origin's form until it is flushed.
protocol ExchangeOrigin: AnyObject {
    /// Whether more can be written without gathering in memory.
    var isWritable: Bool { get }
    /// Whether the origin may turn out to have looked at no byte of the request, so that it is to be sent again.
    var mayMissRequests: Bool { get }

    /// Takes on an exchange, whose request is then sent.
    func attach(_ exchange: ForwardedExchange, _ head: RequestHead, _ framing: BodyFraming, _ preview: RequestPreview)
    /// Gathers the next part of the request.
    func send(_ event: RequestEvent)
    /// Sends what has gathered.
    func flush()
    /// Whether the connection can carry another exchange after a response with this head.
    func staysOpen(after head: ResponseHead, _ framing: BodyFraming) -> Bool
    /// The exchange's client can take more, so reading may go on.
    func resumeReading()
    /// Lets go of the exchange, which is over. `keeps`: the connection can carry another one.
    func release(keeps: Bool)
    /// Lets go of the exchange in the middle of it; nobody is told but the origin, which HTTP/2 tells this code.
    func cancel(_ code: StreamReset)
}

/// Why an origin's side of an exchange failed.
struct OriginFailure {
    /// Whether the request can be sent again, if all of it is still there.
    enum Repeating: Hashable {
        /// The origin may have worked on it.
        case unsafe
        /// The origin closed a kept connection: what does no harm twice can be sent again (RFC 9112 §9.3.1).
        case ifIdempotent
        /// The origin said that it did not work on it (RFC 9113 §8.7).
        case safe
    }

    /// What a client is told that can still be told something.
    var problem: Problem
    var repeating = Repeating.unsafe
    /// What the origin told in HTTP/2, to be passed on where the client speaks it too.
    var reset: StreamReset?
}
