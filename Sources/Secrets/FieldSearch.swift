import Capture

/// By name and place: what the names of fields say of their values.
extension TextSearch {
    mutating func look(
        at fields: [Field],
        among companions: Companions? = nil,
        in place: Place,
        chain: [Encoding],
        isNested: Bool
    ) {
        for field in fields {
            let own = Place(place.container, name: field.label, inRequest: place.inRequest)
            let rule = companions?.rule(for: field)
            look(at: field, as: rule, place: isNested ? place : own, chain: chain, isNested: isNested)
        }
    }

    mutating func look(
        at field: Field,
        as known: FieldRule? = nil,
        place: Place,
        chain: [Encoding],
        isNested: Bool
    ) {
        if nesting > 1, known == nil, !isNew(field.value, as: field) { return }
        let name = field.name
        let composite = CompositeValue(name)
        // What its place alone tells, is told by its value too, and then a placeholder tells nothing.
        let isNamed = composite != nil || known != nil && !name.normalised.isEmpty
        let meaning: Regions.Meaning = isNamed ? .credentials : .field(name, field.context)
        let isNumber = field.isNumber && !isNested
        regions.append(field.value.source, at: place, chain: chain, meaning, isNumber: isNumber)
        let value = field.value.bytes
        guard !value.isEmpty else { return }
        if !isRedacted(value), !StandIn.contains(value) {
            if let composite { return add(field.value, composite) }
            if let known {
                return addCredential(field.value, kind: known.kind, matchClass: known.matchClass, at: place)
            }
        }
        if readEmbeddedHeader(field, at: place) || addNamed(field, at: place) { return }
        if field.isSecret, !isRedacted(value) {
            addEncodedSecret(field.value, at: place)
        } else if !addWord(field.value, name: name) {
            lookInside(field.value, at: place, chain: chain)
        }
    }

    /// Adds a known credential that is an ordinary word, where it is the whole value of a field that may hold one.
    mutating func addWord(_ view: View, name: FieldName) -> Bool {
        guard facts.searchesValues, facts.ways.contains(.words),
            !facts.catalogue.isNeverSecret(name, at: facts.endpoint),
            let id = ledger.known.words.id(of: view.bytes, in: name), mayStandHere(id)
        else { return false }
        addKnown(id, at: view.source)
        return true
    }

    /// Whether a credential that is an ordinary word is masked in this exchange: user names only where people log in, since
    /// elsewhere a reader needs them.
    func mayStandHere(_ id: Ledger.ID) -> Bool {
        ledger[id].kind != .username || !facts.endpoint.isDisjoint(with: [.token, .login])
    }

    /// Adds a value whose name says that it is a secret; `false` when it does not.
    mutating func addNamed(_ field: Field, at place: Place) -> Bool {
        guard !isRedacted(field.value.bytes), field.label.utf8.contains(where: { $0 > 0x20 }), !field.isCaption,
            let rule = rule(for: field), !isCount(field, as: rule)
        else { return false }
        if rule.kind == .assertion { learnInside(ofAssertion: field.value, at: place) }
        addCredential(field.value, kind: rule.kind, matchClass: rule.matchClass, at: place)
        return true
    }

    /// Looks at a value whose field says nothing about it: what shape has it, and what is in it?
    mutating func lookInside(_ view: View, at place: Place, chain: [Encoding]) {
        let value = view.bytes
        guard nesting + chain.count <= Self.maximumNesting, value.count >= 3 else { return leave(view) }
        if value.count >= Self.shortestRemembered, !isNew(view) { return }
        if JSONWebToken(encoded: value) != nil || JSONWebToken.isEncrypted(value) {
            addCredential(view, kind: .jwt, matchClass: .issued, at: place)
        } else if let rest = Credentials.token(afterScheme: value), !isRedacted(value),
            !facts.catalogue.words.contain(Array(value[rest]))
        {
            addCredential(view.slice(rest), kind: .accessToken, matchClass: .issued, at: place)
        } else if let pair = Credentials.pair(afterScheme: value), addBasic(view.slice(pair), at: place) {
            return
        } else if value.starts(with: "base64-".utf8), value.count > 16, !value[7...].starts(with: "base64-".utf8) {
            lookInside(view.slice(7..<value.count), at: place, chain: chain)
        } else if let syntax = Syntax.ofValue(value) {
            read(view, as: syntax, at: place, chain: chain, isNested: true)
        } else if value.contains(UInt8(ascii: "%")), case let decoded = view.percentDecoded(plusIsSpace: false),
            decoded.bytes != value
        {
            let chain = chain + [.percent]
            regions.append(decoded.source, at: place, chain: chain)
            lookInside(decoded, at: place, chain: chain)
        } else if !addAssertion(view, at: place), !addWrapper(view, at: place) {
            if leafKind == nil, let syntax = Syntax.ofText(value) {
                read(view, as: syntax, at: place, chain: chain, isNested: true)
            }
            leave(view)
        }
    }

    /// Shorter values take less time to look into than to remember.
    private static let shortestRemembered = 256

    /// Whether a value, or a field with it, was not looked at yet from as far out as now.
    private mutating func isNew(_ view: View, as field: Field? = nil) -> Bool {
        var key = LookedInto(source: view.source, generation: view.generation, endpoint: endpoint)
        key.label = field?.label
        key.context = field?.context ?? []
        if let earlier = looked[key], earlier <= nesting { return false }
        looked[key] = nesting
        return true
    }

    private mutating func leave(_ view: View) {
        if leafKind != nil { leaves.append(view) }
    }

    /// Adds a value that is a credential, without what is written around it, with what is in it.
    mutating func addCredential(_ view: View, kind: Kind, matchClass: MatchClass, at place: Place) {
        let token = view.bareToken()
        var inside: Ledger.Inside?
        if let known = ledger.id(of: token.bytes), let found = ledger[known].inside {
            // What more is known meanwhile is looked for once, where known values are.
            inside = found
        } else if let jwt = JSONWebToken(encoded: token.bytes) {
            inside = self.inside(of: jwt, at: place)
        }
        add(token, kind: kind, matchClass: matchClass, inside: inside)
    }

    /// Whether a number counts something: `{"pass": 12, "fail": 1}`.
    private func isCount(_ field: Field, as rule: FieldRule) -> Bool {
        field.isNumber && !facts.inRequest && rule.kind == .password && field.value.bytes.count < 6
    }

    /// The rule for a field by one of its names.
    private func rule(for field: Field) -> FieldRule? {
        let value = field.value.bytes
        if let rule = rule(for: field.name, in: field.context, value: value) { return rule }
        return field.otherName == nil ? nil : rule(for: FieldName(field.label), in: field.context, value: value)
    }

    /// The rule of the catalogue for a field in this exchange.
    func rule(for name: FieldName, in context: FieldRule.Contexts, value: [UInt8]) -> FieldRule? {
        guard facts.ways.contains(.names) else { return nil }
        return facts.catalogue.rule(
            for: name,
            in: context,
            at: endpoint,
            inRequest: facts.inRequest,
            value: value
        )
    }
}

extension View {
    /// Without the scheme before it (`"token": "bearer ..."`), white space around it and brackets behind it.
    fileprivate func bareToken() -> View {
        let trimmed = bytes.first ?? 0 <= 0x20 || bytes.last ?? 0 <= 0x20 ? trimmed() : self
        let token = Credentials.token(afterScheme: trimmed.bytes).map(trimmed.slice) ?? trimmed
        // The documents of a provider print `apiKey=[apiKey]]`, and clients keep the bracket too many.
        let bracket = UInt8(ascii: "]")
        guard token.bytes.last == bracket, !token.bytes.contains(UInt8(ascii: "[")) else { return token }
        let end = token.bytes.lastIndex { $0 != bracket } ?? 0
        return token.slice(0..<(end + 1))
    }
}
