/// One request and its response, as they crossed the wire.
///
/// Bytes are kept as received: nothing is decoded, folded or reordered. Only the hop-by-hop framing is taken off
/// (RFC 9112 §7): a chunked body is here without its chunk lines, and ``Body/framing`` says how it was framed.
public struct Exchange: Hashable, Sendable {
    /// The request, whole.
    public var request: Request
    /// The final response; `nil` when none came.
    public var response: Response?
    /// Why there is no whole response: one sentence for a reader, without any byte of the traffic.
    public var failure: String?
    /// When the first byte of the request arrived.
    public var started: Instant
    /// How long each phase took.
    public var timings: Timings

    /// An exchange from its parts.
    public init(
        request: Request,
        response: Response?,
        failure: String? = nil,
        started: Instant = Instant(milliseconds: 0),
        timings: Timings = Timings()
    ) {
        self.request = request
        self.response = response
        self.failure = failure
        self.started = started
        self.timings = timings
    }
}

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
public struct Instant: Hashable, Comparable, Sendable {
    /// Milliseconds since the epoch.
    public var milliseconds: Int64

    /// The point that many milliseconds after the epoch.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Whether the left point is the earlier one.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

/// The phases of an exchange in milliseconds (HAR 1.2 `timings`); -1 where a phase does not apply.
public struct Timings: Hashable, Sendable {
    /// Sending the request.
    public var send: Double
    /// From the end of the request to the first byte of the response.
    public var wait: Double
    /// From the first to the last byte of the response.
    public var receive: Double

    /// Timings from their phases, in milliseconds.
    public init(send: Double = 0, wait: Double = 0, receive: Double = 0) {
        self.send = send
        self.wait = wait
        self.receive = receive
    }
}
