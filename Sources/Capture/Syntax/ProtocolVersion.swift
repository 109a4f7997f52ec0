/// The version of HTTP as captures name it: `HTTP/1.1`, `h2`, `http/2.0`, `h3-29`, `http/2+quic/46`, `unknown`.
enum ProtocolVersion {
    /// What versions begin with, in lower case.
    private static let names: Set<String> = ["http", "h", "spdy", "quic", "shttp", "hq"]

    /// Whether a text names a version, or is empty where none is known. Anything else may be a part of the traffic.
    static func isNamed(by text: String) -> Bool {
        let text = text.lowercased()
        guard !text.isEmpty, text != "unknown", text != "h2c" else { return true }
        return text.utf8.count <= 24
            && text.split(separator: "+", omittingEmptySubsequences: false).allSatisfy { part in
                let name = part.prefix { $0.isLetter }
                let number = part.dropFirst(name.count)
                return names.contains(String(name)) && number.utf8.count <= 8
                    && number.utf8.allSatisfy { $0.isASCIIDigit || "/.-q ".utf8.contains($0) }
            }
    }

    /// Whether a version is HTTP/2 or HTTP/3.
    static func hasStreams(_ text: String) -> Bool {
        let text = text.lowercased()
        return ["h2", "h3", "http/2", "http/3"].contains { text.hasPrefix($0) }
    }
}

extension Request {
    /// Whether it crossed a stream of HTTP/2 or HTTP/3, which ends it without a field that says how long it is.
    public var hasStream: Bool {
        ProtocolVersion.hasStreams(version)
    }
}

extension Response {
    /// Whether it crossed a stream of HTTP/2 or HTTP/3, which ends it without a field that says how long it is.
    public var hasStream: Bool {
        ProtocolVersion.hasStreams(version)
    }
}
