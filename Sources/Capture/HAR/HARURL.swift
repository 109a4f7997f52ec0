/// The `url` member of HAR: one text for scheme, authority and target.
enum HARURL {
    /// The absolute URL of a request (RFC 9110 §4.2), in its bytes. The target `*` has no place in it.
    static func bytes(of request: Request) -> [UInt8] {
        let target = request.target == [UInt8(ascii: "*")] ? [] : request.target
        return Array("\(request.scheme)://\(request.authority)".utf8) + target
    }

    /// What a URL says of a request.
    struct Parts: Hashable {
        var scheme: String
        /// Host, port and, where the URL has one, userinfo.
        var authority: String
        /// Path and query; `/` where the URL has neither.
        var target: [UInt8]
        /// The fragment without its `#`; never part of a request.
        var fragment: [UInt8]?

        /// Takes an absolute URL apart; `nil` for any other.
        init?(_ bytes: [UInt8]) {
            guard let url = AbsoluteURL(bytes) else { return nil }
            scheme = String(decoding: bytes[url.scheme], as: UTF8.self)
            let start = url.userinfo?.lowerBound ?? url.host.lowerBound
            authority = String(decoding: bytes[start..<url.host.upperBound], as: UTF8.self)
            let parts = URLTarget(bytes, range: url.target)
            target = Array(bytes[parts.path.lowerBound..<(parts.query?.upperBound ?? parts.path.upperBound)])
            if target.first != UInt8(ascii: "/") { target.insert(UInt8(ascii: "/"), at: 0) }
            fragment = parts.fragment.map { Array(bytes[$0]) }
        }

        /// The parts of a URL that is only a path, for a producer that leaves scheme and host to the `Host` field.
        init?(relative bytes: [UInt8], host: String?) {
            guard let host, !host.isEmpty, bytes.first == UInt8(ascii: "/") else { return nil }
            self.init(Array("http://\(host)".utf8) + bytes)
        }
    }
}
