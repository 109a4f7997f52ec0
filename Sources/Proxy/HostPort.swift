/// A host name or IP address, and a TCP port.
public struct HostPort: Hashable, Sendable, CustomStringConvertible {
    /// A host name in lower case, or an IP address; IPv6 addresses without brackets.
    public var host: String
    /// The TCP port, 0 to 65535. 0 asks the system for a free one when listening.
    public var port: Int

    /// A host and a port; the host is put in lower case and loses its brackets.
    public init(host: String, port: Int) {
        let name = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        self.host = name.utf8.contains { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") } ? name.lowercased() : name
        self.port = port
    }

    /// `host:port` as in a URL, IPv6 addresses in brackets.
    public var description: String {
        "\(bracketedHost):\(port)"
    }

    /// The authority component of a URL of this scheme (RFC 3986 §3.2): the scheme's default port is left out.
    public func authority(scheme: String) -> String {
        port == HostPort.defaultPort(scheme: scheme) ? bracketedHost : description
    }

    /// The port of `http` (80) or `https` (443).
    public static func defaultPort(scheme: String) -> Int {
        scheme == "https" ? 443 : 80
    }

    private var bracketedHost: String {
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    }
}
