import Capture

/// The search through one text: the bytes of a surface, or the decoded inside of a wrapper.
///
/// It reads the text by name and place first, which also tells what fields there are, and then by value and shape. What
/// it finds are ranges; the place, the encodings and the evidence of each follow from the field around it.
struct TextSearch {
    /// What holds for the whole exchange.
    struct Facts {
        var catalogue: Catalogue
        var endpoint: Endpoint
        var inRequest: Bool
        /// The ways in which secrets are found.
        var ways: WaysOfFinding = .all
        /// Whether values are looked for too, or names only.
        var searchesValues: Bool
        /// Whether placeholders in the text are ours; in raw traffic they are foreign text.
        var readsPlaceholders: Bool
        /// The host that references without one belong to.
        var host = ""
        /// The names of fields by what a GraphQL document calls them in its answer.
        var aliases: [String: String] = [:]
        /// The values of cookies that are parts of a longer one, and what each counts as, once that is known.
        var cookieParts: [[UInt8]: Kind?] = [:]
    }

    /// A value that was looked into, or a field that was looked at.
    struct LookedInto: Hashable {
        var source: Range<Int>
        var generation: Int
        var endpoint: Endpoint
        var label: String?
        var context: FieldRule.Contexts = []
    }

    /// How deep texts are followed into each other: base64 in a token in a cookie ...
    static let maximumDepth = 4
    /// How deep fields are followed into each other in one text: a URL in a parameter of a URL ...
    static let maximumNesting = 6

    let facts: Facts
    let root: View
    /// The place of what stands in no field.
    let place: Place
    /// Inside of a cookie: the kind of what cannot be shown to be harmless.
    let leafKind: Kind?
    let depth: Int
    var nesting = 0
    /// The text whose fields are being looked at, when it was read as `name: value`: what stands in it needs not be read so
    /// again, which would take exponential time for `a:b:c:d...`.
    var textAround: View?
    /// The names of the variables of GraphQL whose document stands in the parameters that are being read.
    var arguments: [String: String] = [:]
    /// What the exchange is for, as far as that says what the names mean that are being read.
    var endpoint: Endpoint
    /// The longer values that were looked into, and the fields in fields, each with how many others it stood in where it
    /// stood furthest out: a URL in a URL in a URL is a value of each of them, and would be looked into once for each way to
    /// it.
    var looked: [LookedInto: Int] = [:]
    var ledger: Ledger
    private(set) var found = FoundSecrets()
    var regions = Regions()
    /// The values in a cookie about which nothing was found by name.
    var leaves: [View] = []

    init(_ root: [UInt8], at place: Place, facts: Facts, leafKind: Kind? = nil, depth: Int = 0, ledger: Ledger) {
        self.root = View(root)
        self.place = place
        self.facts = facts
        endpoint = facts.endpoint
        self.leafKind = leafKind
        self.depth = depth
        self.ledger = ledger
    }

    /// Takes the ledger out of this search for one in a text that is inside of this one.
    mutating func nested(_ text: [UInt8], at place: Place, leafKind: Kind?) -> TextSearch {
        TextSearch(text, at: place, facts: facts, leafKind: leafKind, depth: depth + 1, ledger: takeLedger())
    }

    /// Gives the ledger back.
    mutating func takeLedger() -> Ledger {
        defer { ledger = .empty }
        return ledger
    }

    /// Whether a value was masked already.
    func isRedacted(_ value: [UInt8]) -> Bool {
        facts.readsPlaceholders && Placeholder.isIn(value)
    }

    // MARK: - Adding

    /// Adds a secret that its name or its shape tells. What was found in the same bytes before, stays.
    mutating func add(_ view: View, kind: Kind, matchClass: MatchClass, inside: Ledger.Inside? = nil) {
        // Indices and no slice of the items: that would be a second copy of them when one is put.
        let overlapped = found.overlapping(view.source)
        // What reads as a longer value here has a secret with another end in it: `<https://a/?token=...>`.
        let isLonger = overlapped.contains { index in
            view.source.contains(found.items[index].range) && view.source != found.items[index].range
        }
        guard !view.bytes.isEmpty, !isLonger else { return }
        let matchClass = firstSeen(as: matchClass, kind: kind)
        // What names alone tell of an inside is not all of it.
        let inside = facts.searchesValues ? inside : nil
        let id = ledger.learn(view.bytes, kind: kind, matchClass: matchClass, inside: inside)
        guard overlapped.isEmpty else { return }
        put(view.source, id)
    }

    /// Adds a secret that is known. Nothing of it is left, whatever else was found in some of its bytes.
    mutating func addKnown(_ id: Ledger.ID, at range: Range<Int>) {
        addKnown([(range, id)])
    }

    /// Adds secrets that are known, in order. Many at once take no more time each than few, and those that overlap each
    /// other become one.
    mutating func addKnown(_ known: [(range: Range<Int>, id: Ledger.ID)]) {
        var new: [(range: Range<Int>, id: Ledger.ID?)] = []
        for (range, id) in known where !range.isEmpty && !found.covers(range) {
            if let last = new.last?.range, last.lowerBound <= range.lowerBound, last.upperBound >= range.upperBound {
                continue
            }
            let whole = wholeRange(around: range)
            if let last = new.last?.range, whole.lowerBound < last.upperBound {
                guard whole.upperBound > last.upperBound else { continue }
                new[new.count - 1] = (min(last.lowerBound, whole.lowerBound)..<whole.upperBound, nil)
            } else {
                new.append((whole, whole == range ? id : nil))
            }
        }
        found.merge(new.map { FoundSecrets.Item(range: $0.range, secret: $0.id ?? learnOpaque($0.range)) })
    }

    private mutating func put(_ range: Range<Int>, _ id: Ledger.ID) {
        guard !range.isEmpty else { return }
        let whole = wholeRange(around: range)
        found.put(FoundSecrets.Item(range: whole, secret: whole == range ? id : learnOpaque(whole)))
    }

    /// A range with all that must be masked together with it: what was found in some of its bytes, and digits behind it,
    /// which would be read as part of the placeholder's number.
    private func wholeRange(around range: Range<Int>) -> Range<Int> {
        var whole = range
        while true {
            let hull = found.hull(of: whole)
            let end = root.bytes[hull.upperBound...].firstIndex { !$0.isASCIIDigit } ?? root.bytes.count
            if hull.lowerBound..<end == whole { return whole }
            whole = hull.lowerBound..<end
        }
    }

    /// A secret of which no more is known than that secrets are in it.
    private mutating func learnOpaque(_ range: Range<Int>) -> Ledger.ID {
        ledger.learn(
            Array(root.bytes[range]),
            kind: .wrapped,
            matchClass: firstSeen(as: .issued, kind: .wrapped)
        )
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

    // MARK: - Results

    /// The place, the encodings and the evidence of a found item.
    func circumstances(of item: FoundSecrets.Item) -> (place: Place, chain: [Encoding], evidence: Sighting.Evidence) {
        let kind = ledger[item.secret].kind
        let bySearch: Sighting.Evidence = kind.isKnownByShape ? .shape : .value
        guard let region = regions.around(item.range) else { return (place, [], bySearch) }
        let isNamed =
            switch region.meaning {
            case .none: false
            case .credentials: true
            case .field(let name, let context):
                facts.catalogue.canName(
                    kind,
                    name,
                    in: context,
                    at: facts.endpoint,
                    inRequest: facts.inRequest
                )
            }
        return (region.place, region.chain, isNamed ? .name : bySearch)
    }

    /// Whether an item takes the whole place of a number in JSON.
    func isNumber(_ item: FoundSecrets.Item) -> Bool {
        guard let region = regions.around(item.range) else { return false }
        return region.isNumber && region.range == item.range
    }

    /// The text in pieces: what was found, and what stands between.
    var pieces: [Ledger.Inside.Piece] {
        var pieces: [Ledger.Inside.Piece] = []
        var end = 0
        for item in found.items {
            if item.range.lowerBound > end { pieces.append(.literal(Array(root.bytes[end..<item.range.lowerBound]))) }
            pieces.append(.secret(item.secret))
            end = item.range.upperBound
        }
        if end < root.bytes.count { pieces.append(.literal(Array(root.bytes[end...]))) }
        return pieces
    }
}
