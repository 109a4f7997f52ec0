/// The hosts whose `CONNECT` tunnels are opened and read. All others are tunnelled blind.
public enum InterceptionScope: Hashable, Sendable {
    /// Every host.
    case all
    /// The hosts that fit one of these patterns: a host name or address, or `*.example.com` for every name below it.
    case hosts([String])
    /// No host.
    case none

    /// Whether this host is intercepted; names compare without regard to case.
    public func contains(_ host: String) -> Bool {
        switch self {
        case .all: true
        case .none: false
        case .hosts(let patterns):
            patterns.contains { InterceptionScope.pattern($0.lowercased(), fits: host.lowercased()) }
        }
    }

    private static func pattern(_ pattern: String, fits host: String) -> Bool {
        guard pattern.hasPrefix("*.") else { return pattern == host }
        let suffix = pattern.dropFirst()
        return host.hasSuffix(suffix) && host.utf8.count > suffix.utf8.count
    }
}
