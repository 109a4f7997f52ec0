public import Interception
public import NIOCore
public import Wire

/// What a ``ProxyServer`` is told when it is made.
public struct ProxyConfiguration: Sendable {
    /// Where to listen; port 0 picks a free one.
    public var listen: HostPort
    /// The hosts whose `CONNECT` tunnels are opened and read.
    public var intercept: InterceptionScope
    /// TLS towards clients of intercepted hosts.
    public var contexts: ServerContexts
    /// TLS towards origins.
    public var trust: UpstreamTrust
    /// Whether connections to origins may be opened. When false nothing is ever dialled: tunnels to hosts out of scope
    /// and requests that would be passed on are refused with 502.
    public var dialsOut: Bool
    /// Where to connect to instead, by origin; TLS and `Host` keep the origin's name.
    public var resolve: [HostPort: HostPort]
    /// The longest content kept of a body, in bytes. A longer one is passed on whole but captured as withheld; where the
    /// request is played it is refused with 413.
    public var captureLimit: Int
    /// The limits on heads and chunked coding.
    public var limits: Limits
    /// How long to wait for what.
    public var timeouts: Timeouts
    /// The number of event loops (threads).
    public var eventLoops: Int

    /// A configuration; everything but the address and TLS has a default.
    public init(
        listen: HostPort = HostPort(host: "127.0.0.1", port: 0),
        intercept: InterceptionScope = .all,
        contexts: ServerContexts,
        trust: UpstreamTrust,
        dialsOut: Bool = true,
        resolve: [HostPort: HostPort] = [:],
        captureLimit: Int = 16 << 20,
        limits: Limits = Limits(),
        timeouts: Timeouts = Timeouts(),
        eventLoops: Int = 1
    ) {
        self.listen = listen
        self.intercept = intercept
        self.contexts = contexts
        self.trust = trust
        self.dialsOut = dialsOut
        self.resolve = resolve
        self.captureLimit = captureLimit
        self.limits = limits
        self.timeouts = timeouts
        self.eventLoops = eventLoops
    }

    /// How long to wait before giving up.
    public struct Timeouts: Hashable, Sendable {
        /// Name look-up and TCP connection to an origin, and then again its TLS handshake; then 504.
        public var connect: TimeAmount
        /// No byte from the origin while its response is awaited; then 504, or a broken message when part was sent.
        public var response: TimeAmount
        /// No byte from the client in the middle of a request or TLS handshake; then 408 or close.
        public var request: TimeAmount
        /// No byte of the rest of a request whose response is whole already; then the exchange ends without it.
        public var restOfRequest: TimeAmount
        /// No byte either way in a tunnel, and no request on a kept client connection; then close.
        public var idle: TimeAmount

        /// Time limits; each has a default.
        public init(
            connect: TimeAmount = .seconds(10),
            response: TimeAmount = .minutes(5),
            request: TimeAmount = .seconds(60),
            restOfRequest: TimeAmount = .milliseconds(250),
            idle: TimeAmount = .minutes(15)
        ) {
            self.connect = connect
            self.response = response
            self.request = request
            self.restOfRequest = restOfRequest
            self.idle = idle
        }
    }
}
