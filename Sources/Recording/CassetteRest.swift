import Capture
import Secrets

/// What the file of a cassette says beside the messages that are read from it: members that nothing reads, and those that
/// HAR states twice where they no longer say what the message says.
struct CassetteRest {
    /// An exchange that has all of it, each part where its names mean what they meant.
    let exchange: Exchange

    /// The rest of an entry of which `entry` was read; all of it when nothing was. `nil` if there is no rest.
    init?(of raw: JSONValue, index: Int, says entry: CassetteEntry?) {
        let expected = entry.flatMap { try? JSONValue(parsing: Self.text(of: $0, index: index)) }
        guard let rest = Self.difference(raw, expected ?? [:]) else { return nil }
        exchange = Self.exchange(of: rest, like: entry?.exchange.request)
    }

    /// The rest of the log of a cassette, without its entries.
    init?(ofLog raw: JSONValue) {
        let header = HARWriter.header(log: raw["log"]?[CassetteFormat.member].map(Self.knownMembers))
        guard let expected = try? JSONValue(parsing: header + HARWriter.closing) else { return nil }
        var raw = raw
        if var log = raw["log"] {
            log["entries"] = nil
            raw["log"] = log
        }
        guard let rest = Self.difference(raw, expected) else { return nil }
        exchange = Self.exchange(of: rest, like: nil)
    }

    /// What an entry says that was read, but for notes and failures: those are sentences, and anybody may have written
    /// them.
    private static func text(of entry: CassetteEntry, index: Int) -> [UInt8] {
        var exchange = entry.exchange
        exchange.failure = nil
        var member: JSONValue = ["entry": .number(index + 1)]
        if !entry.descriptors.isEmpty { member["secrets"] = .array(entry.descriptors.map(\.json)) }
        return HARWriter.entry(exchange, hushtape: member)
    }

    private static func knownMembers(_ member: JSONValue) -> JSONValue {
        .object((member.members ?? []).filter { ["format", "policy"].contains($0.name) && $0.value.int != nil })
    }

    /// What of a value an expected one does not say; `nil` if nothing is left. Numbers are taken for equal.
    private static func difference(_ raw: JSONValue, _ expected: JSONValue?) -> JSONValue? {
        if raw == expected { return nil }
        switch (raw, expected) {
        case (.object(let members), .object(let known)):
            let first = Dictionary(known.map { ($0.name, $0.value) }) { first, _ in first }
            let rest = members.compactMap { member in
                difference(member.value, first[member.name]).map { JSONValue.Member(member.name, $0) }
            }
            return rest.isEmpty ? nil : .object(rest)
        case (.array(let elements), .array(let known)):
            let known = Set(known)
            let rest = elements.filter { !known.contains($0) }
            return rest.isEmpty ? nil : .array(rest)
        case (.number, .number), (.null, nil), (.bool, nil):
            return nil
        default:
            return raw
        }
    }

    // MARK: - The exchange

    private static func exchange(of rest: JSONValue, like original: Request?) -> Exchange {
        var rest = rest
        func take(_ path: String...) -> [(name: [UInt8], value: [UInt8])] {
            let pairs = value(at: path, of: rest)?.elements?.compactMap(pair) ?? []
            if !pairs.isEmpty { rest = removing(path[...], from: rest) }
            return pairs
        }
        let cookies = take("request", "cookies")
        let query = take("request", "queryString")
        let form = take("request", "postData", "params")
        let setCookies = take("response", "cookies")
        var target =
            original.map { request in request.target.prefix { $0 != UInt8(ascii: "?") } }.map { Array($0) } ?? []
        if !query.isEmpty { target += [UInt8(ascii: "?")] + encoded(query) }
        var request = Request(
            method: original?.method ?? "GET",
            scheme: original?.scheme ?? "https",
            authority: original?.authority ?? "",
            target: target
        )
        if !cookies.isEmpty {
            request.fields.append(HeaderField("Cookie", Array(cookies.map(joined).joined(separator: "; ".utf8))))
        }
        if !form.isEmpty {
            request.fields.append(HeaderField("Content-Type", "application/x-www-form-urlencoded"))
            request.body = Body(encoded(form))
        }
        var response = Response(status: 200, fields: [HeaderField("Content-Type", "application/json")])
        response.fields += setCookies.map { HeaderField("Set-Cookie", joined($0)) }
        response.body = Body(flattened(rest).bytes(level: 0))
        return Exchange(request: request, response: response)
    }

    private static func value(at path: [String], of value: JSONValue) -> JSONValue? {
        path.reduce(Optional(value)) { $0?[$1] }
    }

    private static func removing(_ path: ArraySlice<String>, from value: JSONValue) -> JSONValue {
        guard let name = path.first, let inner = value[name] else { return value }
        var value = value
        value[name] = path.count == 1 ? nil : removing(path.dropFirst(), from: inner)
        return value
    }

    private static func pair(_ value: JSONValue) -> (name: [UInt8], value: [UInt8])? {
        guard let name = value["name"]?.string, let text = value["value"]?.string else { return nil }
        return (Array(name.utf8), Array(text.utf8))
    }

    private static func joined(_ pair: (name: [UInt8], value: [UInt8])) -> [UInt8] {
        pair.name + [UInt8(ascii: "=")] + pair.value
    }

    private static func encoded(_ pairs: [(name: [UInt8], value: [UInt8])]) -> [UInt8] {
        let texts = pairs.map { PercentCoding.encode($0.name) + [UInt8(ascii: "=")] + PercentCoding.encode($0.value) }
        return Array(texts.joined(separator: "&".utf8))
    }

    /// With `{ "name": N, "value": V }` as `{ N: V }`, which is what it means.
    private static func flattened(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            var members = members
            if let name = value["name"]?.string, let named = value["value"] {
                members.removeAll { $0.name == "name" || $0.name == "value" }
                members.append(.init(name, named))
            }
            return .object(members.map { .init($0.name, flattened($0.value)) })
        case .array(let elements): return .array(elements.map(flattened))
        default: return value
        }
    }
}
