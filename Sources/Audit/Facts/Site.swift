/// The part of a host name that one owner holds: `example.com` of `shop.example.com`.
///
/// Without the public suffix list this is an estimate: two labels, or three where the second level is a generic one below
/// a country (`example.co.uk`). An IP address and a single label are a site of their own.
struct Site: Hashable, Sendable {
    private let name: String

    /// The site of a host without port.
    init(host: String) {
        let labels = host.lowercased().split(separator: ".")
        guard labels.count > 2, !Self.isAddress(host) else {
            name = host.lowercased()
            return
        }
        let isGeneric = labels[labels.count - 1].utf8.count == 2 && Self.generic.contains(labels[labels.count - 2])
        name = labels.suffix(isGeneric ? 3 : 2).joined(separator: ".")
    }

    /// Whether traffic to a host never leaves the machine (RFC 8252 §7.3, RFC 6761 §6.3).
    static func isLoopback(_ host: String) -> Bool {
        let host = host.lowercased()
        return host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
            || (host.hasPrefix("127.") && isAddress(host))
    }

    /// The host of an authority: without userinfo, port and brackets.
    static func host(of authority: String) -> String {
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
            return String(host[host.index(after: host.startIndex)..<end])
        }
        return String(host.prefix { $0 != ":" }).lowercased()
    }

    private static let generic: Set<Substring> = ["ac", "co", "com", "edu", "gov", "net", "org"]

    private static func isAddress(_ host: String) -> Bool {
        host.contains(":") || host.utf8.allSatisfy { $0 == UInt8(ascii: ".") || ($0 >= 0x30 && $0 <= 0x39) }
    }
}
