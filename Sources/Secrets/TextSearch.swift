import Capture

/// The search through one text: the bytes of a surface, or the decoded inside of a wrapper.
struct TextSearch {
    /// A secret in the text.
    struct Found {
        var range: Range<Int>
        var secret: Ledger.ID
        var place: Place
        var chain: [Encoding]
        var evidence: Sighting.Evidence
    }

    /// What holds for the whole exchange.
    struct Facts {
        var catalogue: Catalogue
        var endpoint: Endpoint
        var inRequest: Bool
        /// Whether values are looked for too, or names only.
        var searchesValues: Bool
    }

    /// How deep encodings and syntaxes are followed into each other.
    static let maximumDepth = 4

    let facts: Facts
    let root: View
    /// The place of what stands in no field.
    let place: Place
    /// Whether the text is inside of a cookie, where all that cannot be shown to be harmless is a secret.
    let isCookie: Bool
    let depth: Int
    var ledger: Ledger
    private(set) var found: [Found] = []
    /// The fields of the text, for the places of values that are found in them.
    private var regions: [(range: Range<Int>, place: Place, name: FieldName?, context: FieldRule.Contexts)] = []

    init(_ root: [UInt8], at place: Place, facts: Facts, isCookie: Bool = false, depth: Int = 0, ledger: Ledger) {
        self.root = View(root)
        self.place = place
        self.facts = facts
        self.isCookie = isCookie
        self.depth = depth
        self.ledger = ledger
    }

    // MARK: - By name and place

    /// Reads a part of the text in a syntax and looks at its fields.
    mutating func read(_ view: View, as syntax: Syntax, at place: Place, chain: [Encoding] = [], isNested: Bool) {
        switch syntax {
        case .url:
            for located in URLFields.scan(view) {
                let own = Place(
                    place.container,
                    name: located.field.label,
                    component: located.component,
                    inRequest: place.inRequest
                )
                look(at: located.field, place: isNested ? place : own, chain: chain)
            }
        case .pairs(let context):
            look(at: PairFields.scan(view, context: context), in: place, chain: chain, isNested: isNested)
        case .json:
            let start = JSONPFields.lengthOfGuard(view.bytes)
            let fields = JSONFields.scan(view.slice(start..<view.bytes.count))
            look(at: fields, in: place, chain: chain, isNested: isNested)
        case .jsonp:
            guard let parts = JSONPFields.parts(view.bytes) else { return }
            add(
                view.slice(parts.callback),
                kind: .callback,
                matchClass: .echo,
                at: place,
                chain: chain,
                evidence: .name
            )
            look(at: JSONFields.scan(view.slice(parts.argument)), in: place, chain: chain, isNested: isNested)
        case .xml, .html:
            let content = MarkupFields.scan(view, context: syntax == .html ? .html : .xml)
            look(at: content.fields, in: place, chain: chain, isNested: isNested)
            for link in content.links { read(link, as: .url, at: place, chain: chain, isNested: true) }
            let script = Place(.body(.script), inRequest: place.inRequest)
            for view in content.scripts {
                note(view.source, at: script)
                read(view, as: .script, at: isNested ? place : script, chain: chain, isNested: isNested)
            }
        case .multipart(let boundary):
            look(at: MultipartFields.scan(view, boundary: boundary), in: place, chain: chain, isNested: isNested)
        case .script, .text:
            look(at: TextFields.scan(view), in: place, chain: chain, isNested: isNested)
            for url in URLFields.urls(in: view) { read(url, as: .url, at: place, chain: chain, isNested: true) }
        }
    }

    private mutating func look(at fields: [Field], in place: Place, chain: [Encoding], isNested: Bool) {
        for field in fields {
            let own = Place(place.container, name: field.label, inRequest: place.inRequest)
            look(at: field, place: isNested ? place : own, chain: chain)
        }
    }

    private mutating func look(at field: Field, place: Place, chain: [Encoding]) {
        regions.append((field.value.source, place, field.name, field.context))
        let value = field.value.bytes
        guard !value.isEmpty, !isRedacted(value) else { return lookInside(field.value, at: place, chain: chain) }
        if let rule = rule(for: field.name, in: field.context, value: value) {
            addCredential(field.value, kind: rule.kind, matchClass: rule.matchClass, at: place, chain: chain)
        } else {
            lookInside(field.value, at: place, chain: chain)
        }
    }

    /// Looks at a value whose field says nothing about it: what shape has it, and what is in it?
    mutating func lookInside(_ view: View, at place: Place, chain: [Encoding], level: Int = 0) {
        let value = view.bytes
        guard level + depth < Self.maximumDepth, value.count >= 3 else {
            return lookAtLeaf(view, at: place, chain: chain)
        }
        if JSONWebToken(encoded: value) != nil || JSONWebToken.isEncrypted(value) {
            addCredential(view, kind: .jwt, matchClass: .issued, at: place, chain: chain, evidence: .shape)
        } else if let rest = Credentials.token(afterScheme: value) {
            addCredential(view.slice(rest), kind: .accessToken, matchClass: .issued, at: place, chain: chain)
        } else if let syntax = Syntax.ofValue(value) {
            read(view, as: syntax, at: place, chain: chain, isNested: true)
        } else if value.contains(UInt8(ascii: "%")), case let decoded = view.percentDecoded(plusIsSpace: false),
            decoded.bytes != value
        {
            lookInside(decoded, at: place, chain: chain + [.percent], level: level + 1)
        } else if !addWrapper(view, at: place, chain: chain) {
            lookAtLeaf(view, at: place, chain: chain)
        }
    }

    private mutating func lookAtLeaf(_ view: View, at place: Place, chain: [Encoding]) {
        guard isCookie, !HarmlessCookie.isHarmless(view.bytes), !isRedacted(view.bytes) else { return }
        add(view, kind: .cookie, matchClass: .issued, at: place, chain: chain, evidence: .shape)
    }

    // MARK: - Adding

    /// Adds a value that is a credential, without the scheme before it (`"token": "bearer ..."`), with what is in it.
    mutating func addCredential(
        _ view: View,
        kind: Kind,
        matchClass: MatchClass,
        at place: Place,
        chain: [Encoding],
        evidence: Sighting.Evidence = .name
    ) {
        if let rest = Credentials.token(afterScheme: view.bytes) {
            return addCredential(
                view.slice(rest),
                kind: kind,
                matchClass: matchClass,
                at: place,
                chain: chain,
                evidence: evidence
            )
        }
        var inside: Ledger.Inside?
        if let token = JSONWebToken(encoded: view.bytes) { inside = self.inside(of: token, at: place) }
        add(view, kind: kind, matchClass: matchClass, at: place, chain: chain, evidence: evidence, inside: inside)
    }

    /// Adds a secret, unless something else was found in the same bytes before.
    mutating func add(
        _ view: View,
        kind: Kind,
        matchClass: MatchClass,
        at place: Place,
        chain: [Encoding],
        evidence: Sighting.Evidence,
        inside: Ledger.Inside? = nil
    ) {
        guard !view.bytes.isEmpty else { return }
        let id = ledger.learn(
            view.bytes,
            kind: kind,
            matchClass: firstSeen(as: matchClass, kind: kind),
            inside: inside
        )
        add(Found(range: view.source, secret: id, place: place, chain: chain, evidence: evidence))
    }

    private mutating func add(_ new: Found) {
        guard !new.range.isEmpty, !found.contains(where: { $0.range.overlaps(new.range) }) else { return }
        found.append(new)
    }

    /// A secret that the other side brings first is not what its name says: a token that the client had before the
    /// conversation began is its own, and a client secret that the server hands out is issued.
    private func firstSeen(as matchClass: MatchClass, kind: Kind) -> MatchClass {
        switch matchClass {
        case .issued: facts.inRequest ? .held : .issued
        case .held, .echo: facts.inRequest || kind.isHarmless ? matchClass : .issued
        case .volatile: .volatile
        }
    }

    // MARK: - Wrappers

    /// The claims of a token and its signature.
    private mutating func inside(of token: JSONWebToken, at place: Place) -> Ledger.Inside {
        var inner = nested(token.text, at: place)
        inner.add(
            inner.root.slice(token.signatureRange),
            kind: .signature,
            matchClass: .issued,
            at: place,
            chain: [],
            evidence: .shape
        )
        inner.read(inner.root.slice(0..<token.header.count), as: .json, at: place, isNested: true)
        inner.read(
            inner.root.slice((token.header.count + 1)..<(token.signatureRange.lowerBound - 1)),
            as: .json,
            at: place,
            isNested: true
        )
        if facts.searchesValues { inner.searchValues() }
        ledger = inner.takeLedger()
        return Ledger.Inside(encoding: [.jwt], pieces: inner.pieces)
    }

    /// Adds a value that is base64 or hex of a text with secrets in it; `false` when it is none.
    mutating func addWrapper(_ view: View, at place: Place, chain: [Encoding]) -> Bool {
        guard let inside = inside(of: view.bytes, at: place) else { return false }
        add(view, kind: .wrapped, matchClass: .issued, at: place, chain: chain, evidence: .shape, inside: inside)
        return true
    }

    /// What is inside of base64 or hex, when that is text with secrets in it.
    private mutating func inside(of value: [UInt8], at place: Place) -> Ledger.Inside? {
        guard depth < Self.maximumDepth, value.count >= 16 else { return nil }
        for encoding in Encoding.base64Family + [.hex, .hexUpper] {
            guard let text = encoding.decode(value), text.isText else { continue }
            var inner = nested(text, at: place)
            inner.lookInside(inner.root, at: place, chain: [])
            if facts.searchesValues { inner.searchValues() }
            ledger = inner.takeLedger()
            if !inner.found.isEmpty { return Ledger.Inside(encoding: [encoding], pieces: inner.pieces) }
        }
        return nil
    }

    private mutating func nested(_ text: [UInt8], at place: Place, isCookie: Bool? = nil) -> TextSearch {
        defer { ledger = .empty }
        return TextSearch(
            text,
            at: place,
            facts: facts,
            isCookie: isCookie ?? self.isCookie,
            depth: depth + 1,
            ledger: ledger
        )
    }

    /// Adds the value of a cookie: all of it is masked, unless it is harmless, and what is in it is kept as a template.
    mutating func addCookie(name: [UInt8], value view: View, at place: Place) {
        regions.append((view.source, place, FieldName(name), .cookie))
        let value = view.bytes
        guard !value.isEmpty, !isRedacted(value) else { return }
        let rule = rule(for: FieldName(name), in: .cookie, value: value)
        if rule == nil, HarmlessCookie.contains(name: name, value: value) { return }
        if JSONWebToken(encoded: value) != nil {
            return addCredential(
                view,
                kind: rule?.kind ?? .jwt,
                matchClass: .issued,
                at: place,
                chain: [],
                evidence: rule == nil ? .shape : .name
            )
        }
        let inside = insideOfCookie(value, at: place)
        add(
            view,
            kind: inside == nil ? rule?.kind ?? .cookie : .cookie,
            matchClass: .issued,
            at: place,
            chain: [],
            evidence: rule == nil ? .shape : .name,
            inside: inside
        )
    }

    private mutating func insideOfCookie(_ value: [UInt8], at place: Place) -> Ledger.Inside? {
        var text = value
        var encoding: [Encoding] = []
        var isReadable = true
        while isReadable, encoding.count < Self.maximumDepth {
            if Syntax.ofValue(text) != nil || JSONWebToken(encoded: text) != nil { break }
            let next = ([.percent] + Encoding.base64Family + [.hex]).lazy.compactMap { layer -> (Encoding, [UInt8])? in
                guard layer == .percent || text.count >= 16, let decoded = layer.decode(text), decoded != text,
                    decoded.isText
                else { return nil }
                return (layer, decoded)
            }.first
            guard let (layer, decoded) = next else {
                isReadable = false
                continue
            }
            encoding.insert(layer, at: 0)
            text = decoded
        }
        var inner = nested(text, at: place, isCookie: true)
        inner.lookInside(inner.root, at: place, chain: [])
        if facts.searchesValues {
            inner.searchValues()
            inner.maskRest()
        }
        ledger = inner.takeLedger()
        let isWhole = inner.found.count == 1 && inner.found[0].range == inner.root.range
        guard !inner.found.isEmpty, !(isWhole && encoding.isEmpty) else { return nil }
        return Ledger.Inside(encoding: encoding, pieces: inner.pieces)
    }

    /// Masks every run of characters that was not looked at and is not harmless.
    private mutating func maskRest() {
        let bytes = root.bytes
        guard Syntax.ofValue(bytes) == nil, !found.isEmpty else { return }
        var start = 0
        while start < bytes.count {
            guard bytes[start].isTokenCharacter else {
                start += 1
                continue
            }
            let end = bytes[start...].firstIndex { !$0.isTokenCharacter } ?? bytes.count
            if !HarmlessCookie.isHarmless(Array(bytes[start..<end])) {
                add(root.slice(start..<end), kind: .cookie, matchClass: .issued, at: place, chain: [], evidence: .shape)
            }
            start = end
        }
    }

    /// The text in pieces: what was found, and what stands between.
    var pieces: [Ledger.Inside.Piece] {
        var pieces: [Ledger.Inside.Piece] = []
        var end = 0
        for item in found.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            if item.range.lowerBound > end { pieces.append(.literal(Array(root.bytes[end..<item.range.lowerBound]))) }
            pieces.append(.secret(item.secret))
            end = item.range.upperBound
        }
        if end < root.bytes.count { pieces.append(.literal(Array(root.bytes[end...]))) }
        return pieces
    }

    // MARK: - By value

    /// Looks for every known value in all of the text, and in what its encodings hold.
    mutating func searchValues() {
        for (placeholder, range) in Placeholder.all(in: root.bytes) {
            addValue(ledger.secretStanding(for: placeholder), range: range, chain: [])
        }
        search(root, chain: [])
        for (view, encoding) in [
            (root.percentDecoded(plusIsSpace: false), Encoding.percent), (root.jsonUnescaped(), .json),
            (root.decodedReferences(), .html),
        ] where view.bytes != root.bytes {
            search(view, chain: [encoding])
        }
        searchEncodedRuns()
    }

    private mutating func search(_ view: View, chain: [Encoding]) {
        for match in ledger.known.matches(in: view.bytes) {
            let range = view.source(match.range)
            if match.isLiteral {
                let isLiteral = root.bytes[range].elementsEqual(view.bytes[match.range])
                addValue(match.id, range: range, chain: isLiteral ? [] : chain)
            } else {
                addEncodedRun(around: range)
            }
        }
    }

    /// Decodes each run of base64 or hex that is long enough to hold a secret.
    private mutating func searchEncodedRuns() {
        guard depth < Self.maximumDepth - 1 else { return }
        var start = 0
        let bytes = root.bytes
        while start < bytes.count {
            guard bytes[start].isEncodingCharacter else {
                start += 1
                continue
            }
            let end = bytes[start...].firstIndex { !$0.isEncodingCharacter } ?? bytes.count
            if end - start >= 16 { addRun(start..<end, evenIfOpaque: false) }
            start = end
        }
    }

    private mutating func addEncodedRun(around range: Range<Int>) {
        let start = root.bytes[..<range.lowerBound].lastIndex { !$0.isEncodingCharacter }.map { $0 + 1 } ?? 0
        let end = root.bytes[range.upperBound...].firstIndex { !$0.isEncodingCharacter } ?? root.bytes.count
        addRun(start..<end, evenIfOpaque: true)
    }

    private mutating func addRun(_ range: Range<Int>, evenIfOpaque: Bool) {
        guard !found.contains(where: { $0.range.overlaps(range) }) else { return }
        let place = region(around: range)?.place ?? self.place
        let view = root.slice(range)
        if !addWrapper(view, at: place, chain: []), evenIfOpaque {
            add(view, kind: .wrapped, matchClass: .issued, at: place, chain: [], evidence: .value)
        }
    }

    private mutating func addValue(_ id: Ledger.ID, range: Range<Int>, chain: [Encoding]) {
        let region = region(around: range)
        let kind = ledger[id].kind
        let isNamed = region.map { region in
            region.range == range
                && region.name.flatMap { rule(for: $0, in: region.context, value: ledger[id].value) }?.kind == kind
        }
        let isShape = [.cookie, .jwt, .wrapped, .prefixedToken, .signature].contains(kind)
        add(
            Found(
                range: range,
                secret: id,
                place: region?.place ?? place,
                chain: chain,
                evidence: isNamed == true ? .name : isShape ? .shape : .value
            )
        )
    }

    /// The smallest field that holds a range.
    private func region(
        around range: Range<Int>
    )
        -> (range: Range<Int>, place: Place, name: FieldName?, context: FieldRule.Contexts)?
    {
        regions.filter { $0.range.lowerBound <= range.lowerBound && $0.range.upperBound >= range.upperBound }
            .min { $0.range.count < $1.range.count }
    }

    /// Notes that a part of the text is a place of its own.
    private mutating func note(_ range: Range<Int>, at place: Place) {
        regions.append((range, place, nil, []))
    }

    private func rule(for name: FieldName, in context: FieldRule.Contexts, value: [UInt8]) -> FieldRule? {
        facts.catalogue.rule(for: name, in: context, at: facts.endpoint, inRequest: facts.inRequest, value: value)
    }

    /// Whether a value of redacted input was masked already.
    func isRedacted(_ value: [UInt8]) -> Bool {
        ledger.readsPlaceholders && !Placeholder.all(in: value).isEmpty
    }

    /// Gives the ledger back.
    mutating func takeLedger() -> Ledger {
        defer { ledger = .empty }
        return ledger
    }
}

extension UInt8 {
    /// Whether the byte can be part of base64, base64url or hex.
    fileprivate var isEncodingCharacter: Bool {
        isASCIILetter || isASCIIDigit || self == UInt8(ascii: "+") || self == UInt8(ascii: "/")
            || self == UInt8(ascii: "=")
            || self == UInt8(ascii: "-") || self == UInt8(ascii: "_")
    }
}

extension [UInt8] {
    /// Whether the bytes are UTF-8 without control characters other than white space.
    var isText: Bool {
        !isEmpty && !contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D || $0 == 0x7F }
            && String(validating: self, as: UTF8.self) != nil
    }
}
