import Capture

/// Cookies: every value is a secret unless it is shown to be harmless; what is in it is kept as a template.
extension TextSearch {
    /// Adds the value of a cookie.
    mutating func addCookie(name: [UInt8], value view: View, at place: Place) {
        let field = FieldName(name)
        regions.append(view.source, at: place, .field(field, .cookie))
        let value = view.bytes
        guard !value.isEmpty, !isRedacted(value) else { return }
        if let part = facts.cookieParts[value] {
            if let kind = part { add(view, kind: kind, matchClass: .issued) }
            return
        }
        if addWord(view, name: field) { return }
        let rule = rule(for: field, in: .cookie, value: value)
        guard rule != nil || facts.ways.contains(.cookies) else { return }
        if rule == nil, HarmlessCookie.contains(name: name, value: value) || StandIn.contains(value) { return }
        if JSONWebToken(encoded: value) != nil {
            return addCredential(view, kind: rule?.kind ?? .jwt, matchClass: .issued, at: place)
        }
        let layers = CookieLayers(value)
        let kind = rule?.kind ?? .cookie
        let inside = layers.isPlain && rule != nil ? nil : self.inside(of: layers, leafKind: kind, at: place)
        // A value with an inside is no access token itself, even where its name says so; what is inside is.
        add(view, kind: layers.isPlain ? kind : .cookie, matchClass: .issued, inside: inside)
    }

    /// Looks at an attribute of a cookie. What has no known one is read as a cookie: servers write there what they like, and
    /// those that join fields by semicolons make cookies look like attributes.
    mutating func readAttribute(_ attribute: CookiePair, of view: View, at place: Place) {
        let name = view.bytes[attribute.name]
        let value = view.slice(attribute.unquoted)
        regions.append(value.source, at: place)
        switch CookieAttribute(named: String(decoding: name, as: UTF8.self)) {
        case .flag where value.bytes.isEmpty: break
        case .path where !value.bytes.isEmpty: read(value, as: .url, at: place, isNested: true)
        case .text where value.bytes.contains(0x20): read(value, as: .text, at: place, isNested: true)
        case .setting(let isSetting) where isSetting(value.bytes[...]): break
        case nil where attribute.value.isEmpty: addCookie(name: [], value: view.slice(attribute.name), at: place)
        default: addCookie(name: Array(name), value: value, at: place)
        }
    }

    private mutating func inside(of layers: CookieLayers, leafKind: Kind, at place: Place) -> Ledger.Inside? {
        var inner = nested(layers.text, at: place, leafKind: leafKind)
        inner.lookInside(inner.root, at: place, chain: [])
        inner.finish()
        ledger = inner.takeLedger()
        let isWhole = inner.found.items.count == 1 && inner.found.items[0].range == inner.root.range
        guard !inner.found.isEmpty, !(isWhole && layers.encoding.isEmpty) else { return nil }
        return Ledger.Inside(encoding: layers.encoding, pieces: inner.pieces)
    }

    /// Adds what nothing is known of in the values of a cookie, but for what is harmless.
    mutating func addLeaves() {
        guard let leafKind else { return }
        for leaf in leaves where !isRedacted(leaf.bytes) {
            guard found.overlaps(leaf.source) else {
                if !isHarmless(leaf) { add(leaf, kind: leafKind, matchClass: .issued) }
                continue
            }
            // `v2|alice|<token>|1700000000`: the rest of what holds a known value.
            for run in leaf.bytes.encodedRuns {
                let part = leaf.slice(run)
                if !HarmlessValue.contains(part.bytes), part.bytes.contains(where: \.isTokenCharacter) {
                    add(part, kind: .cookie, matchClass: .issued)
                }
            }
        }
        leaves = []
    }

    private func isHarmless(_ leaf: View) -> Bool {
        guard case .field(let name, _)? = regions.around(leaf.source)?.meaning else {
            return HarmlessValue.contains(leaf.bytes)
        }
        return HarmlessValue.contains(leaf.bytes, named: NameHint(name))
    }
}

/// The value of a cookie with the encodings taken off that hold a text.
private struct CookieLayers {
    /// The innermost text.
    var text: [UInt8]
    /// What was taken off, innermost first.
    var encoding: [Encoding] = []
    /// Whether the value is text without encodings and without syntax.
    var isPlain: Bool {
        encoding.isEmpty && Syntax.ofValue(text) == nil && !text.starts(with: "base64-".utf8)
    }

    init(_ value: [UInt8]) {
        text = value
        while encoding.count < TextSearch.maximumDepth, Syntax.ofValue(text) == nil,
            JSONWebToken(encoded: text) == nil, let (layer, decoded) = Self.layer(of: text)
        {
            encoding.insert(layer, at: 0)
            text = decoded
        }
    }

    private static func layer(of text: [UInt8]) -> (Encoding, [UInt8])? {
        if text.contains(UInt8(ascii: "%")), let decoded = Encoding.percent.decode(text), decoded != text,
            decoded.isText
        {
            return (.percent, decoded)
        }
        return Encoding.textLayer(of: text, minimum: 16).map { ($0.encoding, $0.text) }
    }
}
