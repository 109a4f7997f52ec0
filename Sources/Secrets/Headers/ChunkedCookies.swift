import Capture

/// Cookies that a server splits a long value over: `name.0` and `name.1`, `name_0`, `nameC1` and `nameC2`, or `name` and
/// `name1`.
///
/// Only joined do they say what they are, and only the joined value is found elsewhere.
struct ChunkedCookies {
    /// The name of the first chunk.
    var name: [UInt8]
    /// The values in order; none is empty.
    var chunks: [[UInt8]]
    /// Whether the client sent them.
    var inRequest: Bool

    /// The value that was split.
    var joined: [UInt8] {
        Array(chunks.joined())
    }

    /// The values that are split over the cookies of an exchange.
    static func all(in exchange: Exchange) -> [ChunkedCookies] {
        let sent = exchange.request.fields.values(named: "Cookie").flatMap { field in
            CookiePair.parse(cookie: field).map { Cookie(field, $0) }
        }
        let set = (exchange.response?.fields.values(named: "Set-Cookie") ?? []).flatMap { field in
            SetCookie.all(in: field).map { Cookie(field, $0.pair) }
        }
        return all(of: sent, inRequest: true) + all(of: set, inRequest: false)
    }

    private struct Cookie {
        var name: [UInt8]
        var value: [UInt8]

        init(_ field: [UInt8], _ pair: CookiePair) {
            name = Array(field[pair.name])
            value = Array(field[pair.unquoted])
        }
    }

    private static func all(of cookies: [Cookie], inRequest: Bool) -> [ChunkedCookies] {
        var families: [[UInt8]: [Int: Cookie]] = [:]
        for cookie in cookies where !cookie.value.isEmpty {
            guard let (stem, number) = numbered(cookie.name) else { continue }
            families[stem, default: [:]][number] = cookie
        }
        // A first chunk may have no number.
        for cookie in cookies where !cookie.value.isEmpty && families[cookie.name]?[0] == nil {
            families[cookie.name]?[0] = cookie
        }
        return families.values.compactMap { family in
            let first = family[0] == nil ? 1 : 0
            let chunks = (first..<(first + family.count)).compactMap { family[$0] }
            guard chunks.count > 1, chunks.count == family.count else { return nil }
            return ChunkedCookies(name: chunks[0].name, chunks: chunks.map(\.value), inRequest: inRequest)
        }.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }

    /// The name before its number, and the number.
    private static func numbered(_ name: [UInt8]) -> (stem: [UInt8], number: Int)? {
        let digits = name.reversed().prefix { $0.isASCIIDigit }.reversed()
        guard (1...2).contains(digits.count), digits.count < name.count else { return nil }
        return (name.dropLast(digits.count), digits.reduce(0) { $0 * 10 + Int($1 - 0x30) })
    }
}

extension Ledger {
    /// The kind of a secret, or of what is in it, that says most.
    func mostTellingKind(of id: ID, depth: Int = 0) -> Kind {
        guard depth < TextSearch.maximumDepth, let inside = self[id].inside else { return self[id].kind }
        var telling = self[id].kind
        for case .secret(let inner) in inside.pieces {
            let kind = mostTellingKind(of: inner, depth: depth + 1)
            if kind.rank > telling.rank { telling = kind }
        }
        return telling
    }
}
