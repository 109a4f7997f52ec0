import Capture

/// What the profiles that count say together: what a field of a name holds, and what a request is for.
///
/// Names compare in normal form (``FieldName``). A name that a rule has exactly goes before a name that only ends like
/// one; a name on a never-list holds no secret.
struct Catalogue: Sendable {
    private var names: [String: Meaning] = [:]
    /// The names that may stand at the end of others, under their last byte.
    private var endings = [[(name: [UInt8], rule: FieldRule)]](repeating: [], count: 256)
    /// The names whose values are never secret at the hosts of a profile.
    private var neverAtSites: [String: [Endpoint]] = [:]
    private var endpoints: [EndpointPattern] = []
    /// The words that stand for no value.
    private(set) var words = ProtocolWords()
    /// The bits of profiles that count at some hosts only.
    private var sites: [(hosts: [HostPattern], bit: Endpoint)] = []

    /// What a name says.
    private enum Meaning {
        /// That the value is never a secret.
        case never
        /// That it is one, where one of these rules holds.
        case rules([FieldRule])
    }

    /// The catalogue of the field.
    static let standard = Catalogue(Profile.standard)

    /// The catalogue that profiles make; of two rules for a name the later profile's counts first.
    init(_ profiles: [Profile]) {
        for profile in profiles.reversed() {
            var within: Endpoint = []
            if !profile.hosts.isEmpty {
                within = .site(sites.count)
                sites.append((profile.hosts, within))
            }
            endpoints += profile.endpoints
            for entry in profile.fields { add(entry, within: within) }
        }
        for profile in profiles {
            let site = sites.first { $0.hosts == profile.hosts }?.bit
            for name in profile.never.split(whereSeparator: \.isWhitespace) {
                let normalised = FieldName(String(name)).normalised
                words.insert(name, normalised: normalised)
                if let site { neverAtSites[normalised, default: []].append(site) } else { names[normalised] = .never }
            }
        }
    }

    private mutating func add(_ entry: FieldEntry, within: Endpoint) {
        var rule = entry.rule
        rule.within = within
        for name in entry.names.split(whereSeparator: \.isWhitespace) {
            let normalised = FieldName(String(name)).normalised
            var rules = [rule]
            if case .rules(let known) = names[normalised] { rules = known + rules }
            names[normalised] = .rules(rules)
            words.insert(name, normalised: normalised)
            if entry.endings, let last = normalised.utf8.last {
                endings[Int(last)].append((Array(normalised.utf8), rule))
            }
        }
    }

    /// The rule for a field, if its value is a secret.
    func rule(
        for name: FieldName,
        in context: FieldRule.Contexts,
        at endpoint: Endpoint,
        inRequest: Bool,
        value: [UInt8]
    ) -> FieldRule? {
        first(for: name, at: endpoint) { rule in
            rule.holds(in: context, at: endpoint, inRequest: inRequest)
                && rule.value.accepts(value, in: context, inRequest: inRequest)
                && (rule.kind.hidesLength || !StandIn.contains(value))
                && !isSaid(value, of: name, rule, in: context, inRequest: inRequest)
        }
    }

    /// Whether a value only says what would stand there: a word of the protocol, a label, an expression of a program. What
    /// clients send as a password is one, whatever it says.
    private func isSaid(
        _ value: [UInt8],
        of name: FieldName,
        _ rule: FieldRule,
        in context: FieldRule.Contexts,
        inRequest: Bool
    ) -> Bool {
        let isProgram = context == .text || context == .html
        if inRequest, rule.kind.hidesLength, !isProgram { return false }
        let mayBeChosen = !isProgram && (rule.matchClass == .held || rule.kind.hidesLength)
        if words.contain(value, chosen: mayBeChosen) || FieldName(value) == name { return true }
        if rule.kind == .accessToken, ValueTest.isPublicAddress(value) { return true }
        if name.normalised == "sid", ValueTest.isResource(value) { return true }
        guard !inRequest else { return false }
        if context == .json, rule.kind == .password, isPhrase(value, about: name) { return true }
        return context == .text && ValueTest.isExpression(value) || context == .form && ValueTest.isReference(value)
            || rule.kind.isMadeByChance && !rule.kind.hidesLength
                && (ValueTest.isCaption(value) || ValueTest.isDescription(value))
    }

    /// Whether words say something about what the name stands for: `"kennwort": "dein Kennwort"`.
    private func isPhrase(_ value: [UInt8], about name: FieldName) -> Bool {
        value.count <= 256 && value.contains(0x20) && !value.contains(where: \.isASCIIDigit)
            && FieldName(value).normalised.contains(name.normalised)
    }

    /// Whether a field with this name can hold a secret of a kind, whatever its value.
    func canName(
        _ kind: Kind,
        _ name: FieldName,
        in context: FieldRule.Contexts,
        at endpoint: Endpoint,
        inRequest: Bool
    ) -> Bool {
        first(for: name, at: endpoint) { $0.kind == kind && $0.holds(in: context, at: endpoint, inRequest: inRequest) }
            != nil
    }

    /// Whether the values of a name say how a conversation goes, and are never secret.
    func isNeverSecret(_ name: FieldName, at endpoint: Endpoint) -> Bool {
        if case .never = names[name.normalised] { return true }
        return !neverAtSites.isEmpty
            && neverAtSites[name.normalised, default: []].contains { endpoint.isSuperset(of: $0) }
    }

    private func first(for name: FieldName, at endpoint: Endpoint, where accepts: (FieldRule) -> Bool) -> FieldRule? {
        if !neverAtSites.isEmpty, isNeverSecret(name, at: endpoint) { return nil }
        switch names[name.normalised] {
        case .never: return nil
        case .rules(let rules): return rules.first(where: accepts)
        case nil: break
        }
        if let rule = ruleOfEnding(of: name.normalised, where: accepts) { return rule }
        return name.withoutDigits.flatMap { first(for: $0, at: endpoint, where: accepts) }
    }

    private func ruleOfEnding(of name: String, where accepts: (FieldRule) -> Bool) -> FieldRule? {
        var text = name
        return text.withUTF8 { text in
            guard let last = text.last else { return nil }
            for (ending, rule) in endings[Int(last)] where ending.count < text.count {
                if text.suffix(ending.count).elementsEqual(ending), accepts(rule) { return rule }
            }
            return nil
        }
    }

    /// What a request is for, from its host, its path, its parameters and its answer.
    func endpoint(of exchange: Exchange) -> Endpoint {
        let request = exchange.request
        var path = request.target[URLTarget(request.target).path].map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        // A pattern may end with a slash, and the path without it.
        path.append(UInt8(ascii: "/"))
        let host = Self.host(of: request.authority)
        var endpoint = Endpoint(parametersOf: exchange)
        for pattern in endpoints where pattern.matches(host: host, path: path) { endpoint.formUnion(pattern.kind) }
        for site in sites where site.hosts.contains(where: { $0.matches(host) }) { endpoint.formUnion(site.bit) }
        return endpoint
    }

    private static func host(of authority: String) -> String {
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        if host.hasPrefix("[") { return host.prefix { $0 != "]" }.dropFirst().lowercased() }
        return host.prefix { $0 != ":" }.lowercased()
    }
}
