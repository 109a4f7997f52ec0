import Capture

/// Where a request goes, normalised by RFC 3986 §6.2: what means the same is equal.
struct RequestAddress: Hashable, Sendable {
    /// The method.
    var method: String
    /// Scheme, host and port.
    var origin: String
    /// The path.
    var path: [UInt8]

    /// The address of a request; what the rules leave out is empty.
    init(_ request: Request, rules: MatchRules) {
        method = rules.parts.contains(.method) ? request.method : ""
        origin = rules.parts.contains(.host) ? Self.origin(scheme: request.scheme, authority: request.authority) : ""
        path = rules.parts.contains(.path) ? Self.path(request.target) : []
    }

    /// The origin in lower case with its port, the scheme's default port included.
    private static func origin(scheme: String, authority: String) -> String {
        let scheme = scheme.lowercased()
        // Userinfo says who asks, not where a request goes.
        let authority = authority.split(separator: "@", omittingEmptySubsequences: false).last?.lowercased() ?? ""
        let digits = authority.utf8.reversed().prefix { $0.isASCIIDigit }
        let host = authority.utf8.dropLast(digits.count)
        if host.last == UInt8(ascii: ":") {
            if !digits.isEmpty { return "\(scheme)://\(authority)" }
            return "\(scheme)://\(authority)\(scheme == "https" ? "443" : "80")"
        }
        return "\(scheme)://\(authority):\(scheme == "https" ? "443" : "80")"
    }

    /// The path of a target: unreserved characters decoded, the digits of other escapes in upper case, dot segments
    /// removed (RFC 3986 §5.2.4), never empty.
    private static func path(_ target: [UInt8]) -> [UInt8] {
        let path = normalizedEscapes(target[URLTarget(target).path])
        guard path.first == UInt8(ascii: "/") else { return path.isEmpty ? [UInt8(ascii: "/")] : path }
        guard path.firstOccurrence(of: [UInt8(ascii: "/"), UInt8(ascii: ".")], from: 0) != nil else { return path }
        var segments: [ArraySlice<UInt8>] = []
        let parts = path.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            if part.elementsEqual(".".utf8) {
                if isLast { segments.append([]) }
            } else if part.elementsEqual("..".utf8) {
                _ = segments.popLast()
                if isLast { segments.append([]) }
            } else {
                segments.append(part)
            }
        }
        return segments.flatMap { [UInt8(ascii: "/")] + $0 }
    }

    private static func normalizedEscapes(_ path: ArraySlice<UInt8>) -> [UInt8] {
        guard path.contains(UInt8(ascii: "%")) else { return Array(path) }
        var result: [UInt8] = []
        var position = path.startIndex
        while position < path.endIndex {
            guard path[position] == UInt8(ascii: "%"), position + 2 < path.endIndex,
                let byte = Hex.decode(path[(position + 1)...(position + 2)])?.first
            else {
                result.append(path[position])
                position += 1
                continue
            }
            result += PercentCoding.isUnreserved(byte) ? [byte] : PercentCoding.encode([byte])
            position += 3
        }
        return result
    }
}
