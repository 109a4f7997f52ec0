/// How to reach an origin.
struct Route: Hashable, Sendable {
    /// `http` or `https`.
    var scheme: String
    /// Where the origin is, before any override.
    var origin: HostPort
    /// The name its certificate must be valid for; differs from the origin's host when the client's TLS named another.
    var serverName: String

    var isSecure: Bool {
        scheme == "https"
    }
}
