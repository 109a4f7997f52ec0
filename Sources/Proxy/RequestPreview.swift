/// What is known of a request when its head has arrived.
public struct RequestPreview: Hashable, Sendable {
    /// The method in the case it came in (RFC 9110 §9).
    public var method: String
    /// `http` or `https`.
    public var scheme: String
    /// Where the request goes.
    public var origin: HostPort
    /// Path and query as received (origin-form, RFC 9112 §3.2.1), or `*`.
    public var target: [UInt8]
    /// The user name of `Proxy-Authorization: Basic` (RFC 7617); `nil` without one.
    public var session: String?

    /// A preview from its parts.
    public init(method: String, scheme: String, origin: HostPort, target: [UInt8], session: String? = nil) {
        self.method = method
        self.scheme = scheme
        self.origin = origin
        self.target = target
        self.session = session
    }

    /// Host and, where it is not the scheme's default, port: `api.example.com:8443`, `[::1]:8080`.
    public var authority: String {
        origin.authority(scheme: scheme)
    }
}
