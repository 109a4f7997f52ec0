import Capture

/// The fields of a URL: user information, matrix parameters and segments of the path, query, fragment.
enum URLFields {
    /// A field and the component it stands in.
    struct Located {
        var field: Field
        var component: Place.URLComponent
        /// What the value is by its place in the URL, whatever its name.
        var rule: FieldRule?
    }

    /// The fields of an absolute URL, or of a reference that begins with a path and belongs to `host`.
    static func scan(_ view: View, host: String = "") -> [Located] {
        var fields: [Located] = []
        var target = view.range
        var host = host
        if let url = AbsoluteURL(view.bytes) {
            let userinfo = userinfo(of: url, in: view.bytes)
            if let userinfo { fields += UserinfoFields.scan(view.slice(userinfo)) }
            let end = userinfo.map { max($0.upperBound + 1, url.host.lowerBound) } ?? url.host.lowerBound
            host = String(decoding: view.bytes[end..<max(end, url.host.upperBound)], as: UTF8.self)
            target = max(end, url.target.lowerBound)..<view.bytes.count
        }
        let url = URLTarget(view.bytes, range: target)
        fields += PathFields.scan(view, url.path, host: host)
        var named: [Located] = []
        if let query = url.query {
            named += PairFields.scan(view.slice(query), context: .query).map { Located(field: $0, component: .query) }
        }
        if let fragment = url.fragment {
            let start = startOfPairs(view.bytes, fragment)
            named += PairFields.scan(view.slice(start..<fragment.upperBound), context: .fragment).map {
                Located(field: $0, component: .fragment)
            }
        }
        let companions = Companions(named.map(\.field), host: host)
        for index in named.indices { named[index].rule = companions.rule(for: named[index].field) }
        return fields + named
    }

    /// The URLs in a header field's value or in text: from `scheme://` up to what ends a URL there.
    static func urls(in view: View) -> [View] {
        var urls: [View] = []
        var position = 0
        let bytes = view.bytes
        while let colon = bytes[position...].firstIndex(of: UInt8(ascii: ":")) {
            position = colon + 1
            guard bytes[colon...].starts(with: "://".utf8) else { continue }
            var start = colon
            while start > 0, bytes[start - 1].isASCIILetter { start -= 1 }
            guard start < colon else { continue }
            let end = bytes[colon...].firstIndex(where: Self.endsURL) ?? bytes.count
            urls.append(view.slice(start..<end))
            position = end
        }
        return urls
    }

    /// Whether bytes are a URL as a whole: absolute, or a path with a query or a fragment.
    static func isLikely(_ bytes: [UInt8]) -> Bool {
        guard !bytes.contains(where: endsURL) else { return false }
        if AbsoluteURL(bytes) != nil { return true }
        return bytes.first == UInt8(ascii: "/")
            && bytes.contains { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: ";") }
    }

    private static func endsURL(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "<")
            || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "`")
    }

    /// Where the pairs of a fragment begin: client-side routers write `#/route?name=value` and `#!name=value`.
    private static func startOfPairs(_ bytes: [UInt8], _ fragment: Range<Int>) -> Int {
        if let mark = bytes[fragment].firstIndex(of: UInt8(ascii: "?")),
            !bytes[fragment.lowerBound..<mark].contains(UInt8(ascii: "="))
        {
            return mark + 1
        }
        let isMarked = !fragment.isEmpty && bytes[fragment.lowerBound] == UInt8(ascii: "!")
        return fragment.lowerBound + (isMarked ? 1 : 0)
    }

    /// The secrets in the user information of an absolute URL.
    static func scanUserinfo(_ view: View) -> [Located] {
        guard let url = AbsoluteURL(view.bytes), let userinfo = userinfo(of: url, in: view.bytes) else { return [] }
        return UserinfoFields.scan(view.slice(userinfo))
    }

    /// Where the user information stands: also in `redis://:p/w@host`, where a password that should be encoded is not, and
    /// what would be the port is none.
    private static func userinfo(of url: AbsoluteURL, in bytes: [UInt8]) -> Range<Int>? {
        if let userinfo = url.userinfo { return userinfo }
        guard let colon = bytes[url.host].firstIndex(of: UInt8(ascii: ":")),
            bytes[url.host.lowerBound] != UInt8(ascii: "["),
            bytes[(colon + 1)..<url.host.upperBound].contains(where: { !$0.isASCIIDigit }),
            let at = bytes[url.target].lastIndex(of: UInt8(ascii: "@"))
        else { return nil }
        return url.host.lowerBound..<at
    }
}

/// User information: `user:password`, or a token in the place of either.
enum UserinfoFields {
    /// The users that clients write before a token.
    private static let tokenUsers: Set<String> = [
        "x-access-token", "oauth2", "x-token-auth", "gitlab-ci-token", "token", "__token__", "_token",
        "oauth2accesstoken",
    ]
    /// What they write behind one.
    private static let noPasswords: Set<String> = ["", "x-oauth-basic", "x", "X"]

    /// The secrets in what stands before the `@`.
    static func scan(_ view: View) -> [URLFields.Located] {
        let colon = view.bytes.firstIndex(of: UInt8(ascii: ":"))
        let user = view.slice(0..<(colon ?? view.bytes.count)).percentDecoded(plusIsSpace: false)
        let password = colon.map { view.slice(($0 + 1)..<view.bytes.count).percentDecoded(plusIsSpace: false) }
        if let password, !noPasswords.contains(String(decoding: password.bytes, as: UTF8.self)) {
            let isToken = tokenUsers.contains(String(decoding: user.bytes, as: UTF8.self).lowercased())
            return [located("password", password, isToken ? token : nil)]
        }
        return [located("", user, OpaqueText.isLikely(user.bytes) ? token : nil)]
    }

    private static let token = FieldRule(kind: .accessToken, matchClass: .issued)

    private static func located(_ label: String, _ value: View, _ rule: FieldRule?) -> URLFields.Located {
        URLFields.Located(
            field: Field(label: label, value: value, context: .path),
            component: .userinfo,
            rule: rule
        )
    }
}
