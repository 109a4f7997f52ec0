import Capture

/// By name and place: the fields of each syntax, and what their names say.
extension TextSearch {
    /// Reads a part of the text in a syntax and looks at its fields.
    mutating func read(_ view: View, as syntax: Syntax, at place: Place, chain: [Encoding] = [], isNested: Bool) {
        switch syntax {
        case .url:
            for located in URLFields.scan(view, host: facts.host) {
                let own = Place(
                    place.container,
                    name: located.field.label,
                    component: located.component,
                    inRequest: place.inRequest
                )
                look(at: located.field, as: located.rule, place: isNested ? place : own, chain: chain)
            }
        case .pairs(let context):
            let fields = PairFields.scan(view, context: context)
            look(at: fields, among: Companions(fields), in: place, chain: chain, isNested: isNested)
        case .json:
            let start = JSONPFields.lengthOfGuard(view.bytes)
            let fields = JSONFields.scan(view.slice(start..<view.bytes.count))
            look(at: fields, in: place, chain: chain, isNested: isNested)
        case .jsonp:
            guard let parts = JSONPFields.parts(view.bytes) else { return }
            let callback = view.slice(parts.callback)
            regions.append(callback.source, at: place, chain: chain, .credentials)
            if !isRedacted(callback.bytes) { add(callback, kind: .callback, matchClass: .echo) }
            look(at: JSONFields.scan(view.slice(parts.argument)), in: place, chain: chain, isNested: isNested)
        case .xml, .html:
            let content = MarkupFields.scan(view, context: syntax == .html ? .html : .xml)
            look(at: content.fields, in: place, chain: chain, isNested: isNested)
            for link in content.links { read(link, as: .url, at: place, chain: chain, isNested: true) }
            let script = isNested ? place : Place(.body(.script), inRequest: place.inRequest)
            for view in content.scripts {
                regions.append(view.source, at: script, chain: chain)
                read(view, as: .script, at: script, chain: chain, isNested: isNested)
            }
        case .multipart(let boundary):
            for part in MultipartFields.scan(view, boundary: boundary) {
                let own = Place(place.container, name: part.field.label, inRequest: place.inRequest)
                readPart(part, at: isNested ? place : own, chain: chain)
            }
        case .script, .text:
            let urls = URLFields.urls(in: view)
            // `https://user:password@host` reads as `user: password@host` too.
            for located in urls.flatMap(URLFields.scanUserinfo) {
                look(at: located.field, as: located.rule, place: place, chain: chain)
            }
            look(at: TextFields.scan(view), in: place, chain: chain, isNested: isNested)
            for url in urls { read(url, as: .url, at: place, chain: chain, isNested: true) }
        }
    }

    private mutating func readPart(_ part: MultipartFields.Part, at place: Place, chain: [Encoding]) {
        look(at: part.field, place: place, chain: chain)
        let value = part.field.value
        let syntax = Syntax.ofContent(value.bytes, mediaType: part.mediaType)
        if case .multipart = syntax { return }
        read(value, as: syntax, at: place, chain: chain, isNested: true)
    }

    private mutating func look(
        at fields: [Field],
        among companions: Companions? = nil,
        in place: Place,
        chain: [Encoding],
        isNested: Bool
    ) {
        for field in fields {
            let own = Place(place.container, name: field.label, inRequest: place.inRequest)
            let rule = companions?.rule(for: field)
            look(at: field, as: rule, place: isNested ? place : own, chain: chain)
        }
    }

    private mutating func look(at field: Field, as known: FieldRule? = nil, place: Place, chain: [Encoding]) {
        let name = field.name
        let composite = CompositeValue(name)
        // What its place alone tells, is told by its value too, and then a placeholder tells nothing.
        let isNamed = composite != nil || known != nil && !name.normalised.isEmpty
        let meaning: Regions.Meaning = isNamed ? .credentials : .field(name, field.context)
        regions.append(field.value.source, at: place, chain: chain, meaning)
        let value = field.value.bytes
        guard !value.isEmpty else { return }
        nesting += 1
        defer { nesting -= 1 }
        if !isRedacted(value), !StandIn.contains(value) {
            if let composite { return add(field.value, composite) }
            if let known {
                return addCredential(field.value, kind: known.kind, matchClass: known.matchClass, at: place)
            }
        }
        if !isRedacted(value), !field.label.isEmpty, let rule = rule(for: name, in: field.context, value: value) {
            addCredential(field.value, kind: rule.kind, matchClass: rule.matchClass, at: place)
        } else if !addWord(field.value, name: name) {
            lookInside(field.value, at: place, chain: chain)
        }
    }

    /// Adds a known credential that is an ordinary word, where it is the whole value of a field that may hold one.
    mutating func addWord(_ view: View, name: FieldName) -> Bool {
        guard facts.searchesValues, facts.ways.contains(.words), !facts.catalogue.isNeverSecret(name),
            let id = ledger.known.words.id(of: view.bytes, in: name)
        else { return false }
        addKnown(id, at: view.source)
        return true
    }

    /// Looks at a value whose field says nothing about it: what shape has it, and what is in it?
    mutating func lookInside(_ view: View, at place: Place, chain: [Encoding]) {
        let value = view.bytes
        guard nesting + chain.count < Self.maximumNesting, value.count >= 3 else { return leave(view) }
        if JSONWebToken(encoded: value) != nil || JSONWebToken.isEncrypted(value) {
            addCredential(view, kind: .jwt, matchClass: .issued, at: place)
        } else if let rest = Credentials.token(afterScheme: value), !isRedacted(value) {
            addCredential(view.slice(rest), kind: .accessToken, matchClass: .issued, at: place)
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
        } else if !addWrapper(view, at: place) {
            leave(view)
        }
    }

    private mutating func leave(_ view: View) {
        if leafKind != nil { leaves.append(view) }
    }

    /// Adds a value that is a credential, without the scheme before it (`"token": "bearer ..."`), with what is in it.
    mutating func addCredential(_ view: View, kind: Kind, matchClass: MatchClass, at place: Place) {
        if let rest = Credentials.token(afterScheme: view.bytes) {
            return addCredential(view.slice(rest), kind: kind, matchClass: matchClass, at: place)
        }
        // The documents of a provider print `apiKey=[apiKey]]`, and clients keep the bracket too many.
        if view.bytes.last == UInt8(ascii: "]"), !view.bytes.contains(UInt8(ascii: "[")), view.bytes.count > 1 {
            let key = view.slice(0..<(view.bytes.count - 1))
            return addCredential(key, kind: kind, matchClass: matchClass, at: place)
        }
        var inside: Ledger.Inside?
        if let token = JSONWebToken(encoded: view.bytes) { inside = self.inside(of: token, at: place) }
        add(view, kind: kind, matchClass: matchClass, inside: inside)
    }

    /// The rule of the catalogue for a field in this exchange.
    func rule(for name: FieldName, in context: FieldRule.Contexts, value: [UInt8]) -> FieldRule? {
        guard facts.ways.contains(.names) else { return nil }
        return facts.catalogue.rule(
            for: name,
            in: context,
            at: facts.endpoint,
            inRequest: facts.inRequest,
            value: value
        )
    }
}
