import Capture

/// The fields of a URL: user information, matrix parameters and segments of the path, query, fragment.
enum URLFields {
    /// A field and the component it stands in.
    struct Located {
        var field: Field
        var component: Place.URLComponent
    }

    /// The fields of an absolute URL or of a reference that begins with a path.
    static func scan(_ view: View) -> [Located] {
        var fields: [Located] = []
        var target = view.range
        if let url = AbsoluteURL(view.bytes) {
            if let userinfo = url.userinfo { fields += scanUserinfo(view, userinfo) }
            target = url.target
        }
        let url = URLTarget(view.bytes, range: target)
        fields += scanPath(view, url.path)
        if let query = url.query {
            fields += PairFields.scan(view.slice(query), context: .query).map { Located(field: $0, component: .query) }
        }
        if let fragment = url.fragment {
            // Client-side routers write `#/route?name=value` and `#!name=value`.
            var start = fragment.lowerBound
            if let mark = view.bytes[fragment].lastIndex(of: UInt8(ascii: "?")) { start = mark + 1 }
            if start < fragment.upperBound, view.bytes[start] == UInt8(ascii: "!") { start += 1 }
            fields += PairFields.scan(view.slice(start..<fragment.upperBound), context: .fragment).map {
                Located(field: $0, component: .fragment)
            }
        }
        return fields
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

    private static func scanUserinfo(_ view: View, _ userinfo: Range<Int>) -> [Located] {
        let colon = view.bytes[userinfo].firstIndex(of: UInt8(ascii: ":"))
        guard let colon else { return [] }
        let password = view.slice((colon + 1)..<userinfo.upperBound).percentDecoded(plusIsSpace: false)
        return [Located(field: Field(label: "password", value: password, context: .path), component: .userinfo)]
    }

    private static func scanPath(_ view: View, _ path: Range<Int>) -> [Located] {
        var fields: [Located] = []
        var start = path.lowerBound
        for end in view.bytes[path].indices
        where view.bytes[end] == UInt8(ascii: "/") || view.bytes[end] == UInt8(ascii: ";") {
            fields += segment(view, start..<end)
            start = end + 1
        }
        return fields + segment(view, start..<path.upperBound)
    }

    /// A segment without a name, or a matrix parameter with one.
    private static func segment(_ view: View, _ range: Range<Int>) -> [Located] {
        guard !range.isEmpty else { return [] }
        // `=` at the end is padding of base64, and makes no parameter.
        let equals = view.bytes[range].firstIndex(of: UInt8(ascii: "=")).flatMap { equals in
            view.bytes[equals..<range.upperBound].allSatisfy { $0 == UInt8(ascii: "=") } ? nil : equals
        }
        let value = view.slice((equals.map { $0 + 1 } ?? range.lowerBound)..<range.upperBound)
        let label = equals.map { String(decoding: view.bytes[range.lowerBound..<$0], as: UTF8.self) } ?? ""
        let field = Field(label: label, value: value.percentDecoded(plusIsSpace: false), context: .path)
        return [Located(field: field, component: .path)]
    }
}
