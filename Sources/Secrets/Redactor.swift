public import Capture

/// What redacting one exchange gave.
public struct Redaction: Sendable {
    /// The exchange, fit to be written.
    public let redacted: RedactedExchange
    /// What was found in it.
    public let sightings: [Sighting]
    /// The secrets learned in this exchange: earlier entries may hold them in clear.
    public let learned: [Ledger.ID]
    /// Placeholders whose kind rose, old to new: entries that hold an old one must be rewritten.
    public let renamed: [Placeholder: Placeholder]
    /// What the second check found and masked: a sentence each for the user, since each is a fault of the finder.
    public let faults: [String]
}

/// The redactor of one session: exchanges in, redacted exchanges out.
public struct Redactor: Sendable {
    /// What is known so far.
    public private(set) var ledger: Ledger
    private let finder: SightingFinder
    private var described: Set<Ledger.ID> = []
    private var check = LeakCheck()
    private var checked = 0

    /// A redactor that knows what `ledger` knows.
    public init(finder: SightingFinder = SightingFinder(), ledger: Ledger = Ledger()) {
        self.finder = finder
        self.ledger = ledger
    }

    /// Goes on with a cassette that has these entries: its placeholders are taken.
    public mutating func resume(after entries: [CassetteEntry]) {
        for descriptor in entries.flatMap(\.descriptors) { described.insert(ledger.learn(descriptor)) }
    }

    /// Learns what there is in an exchange before any of its capture is redacted.
    public mutating func learn(_ readable: ReadableExchange) {
        _ = finder.sightings(in: withholdingHiddenText(readable), ledger: &ledger)
    }

    /// Learns what is left in an entry of a cassette.
    public mutating func learn(_ entry: CassetteEntry) {
        let readable = withholdingHiddenText(ReadableExchange(decoded: entry.exchange))
        _ = finder.sightings(in: readable, ledger: &ledger, readsPlaceholders: true)
        for descriptor in entry.descriptors {
            guard let wrapper = descriptor.wrapper else { continue }
            _ = finder.secrets(in: wrapper.template, of: descriptor.placeholder.kind, ledger: &ledger)
        }
    }

    /// Redacts an exchange as it crossed the wire.
    public mutating func redact(_ exchange: Exchange) -> Redaction {
        redact(ReadableExchange(exchange))
    }

    /// Redacts an exchange whose content codings are taken off.
    public mutating func redact(_ readable: ReadableExchange) -> Redaction {
        let known = ledger.secrets.count
        let readable = withholdingHiddenText(readable)
        let sightings = finder.sightings(in: readable, ledger: &ledger)
        var masked = mask(readable, sightings)
        let endpoint = finder.endpoint(of: readable.exchange)
        for (surface, reason) in UnreadableBody.surfaces(of: readable, at: endpoint, without: sightings) {
            masked.withhold(surface, reason: reason)
        }
        learnForCheck()
        var faults = withholdLeaks(in: &masked)
        let descriptors = describe(masked).map { checked($0, faults: &faults) }
        let redacted = RedactedExchange(exchange: masked, descriptors: descriptors, notes: notes(of: masked))
        return Redaction(
            redacted: redacted,
            sightings: sightings,
            learned: Array(known..<ledger.secrets.count),
            renamed: ledger.takeRenamed(),
            faults: faults
        )
    }

    /// Applies to an entry of the cassette what was learned since it was written; `nil` when nothing in it changes.
    ///
    /// The entry is searched as a raw exchange is, with the placeholders in it read as ours.
    public mutating func redactAgain(_ entry: CassetteEntry, renamed: [Placeholder: Placeholder]) -> RedactedExchange? {
        var exchange = entry.exchange
        if !renamed.isEmpty {
            let readable = ReadableExchange(decoded: exchange)
            for surface in readable.surfaces where Placeholder.isIn(readable[surface]) {
                exchange[surface] = rename(readable[surface], renamed)
            }
        }
        let readable = withholdingHiddenText(ReadableExchange(decoded: exchange))
        // First, since what is found inside may stand in the exchange too.
        let known = Set(entry.descriptors.compactMap { lookAgain(inside: $0, renamed) })
        let sightings = finder.sightings(in: readable, ledger: &ledger, readsPlaceholders: true)
        exchange = mask(readable, sightings)
        learnForCheck()
        var faults: [String] = []
        _ = withholdLeaks(in: &exchange)
        var descriptors = entry.descriptors.map { descriptor in
            var descriptor = descriptor
            descriptor.placeholder = renamed[descriptor.placeholder] ?? descriptor.placeholder
            if let id = ledger.id(of: descriptor.placeholder), known.contains(id) {
                return checked(ledger.descriptor(of: id), faults: &faults)
            }
            if let wrapper = descriptor.wrapper {
                let text = rename(wrapper.template.text, renamed)
                descriptor.wrapper?.template = searchAgain(text, inside: descriptor.placeholder)
            }
            return checked(descriptor, faults: &faults)
        }
        descriptors = descriptors.flatMap { descriptor in newInside(descriptor) + [descriptor] } + describe(exchange)
        guard exchange != entry.exchange || descriptors != entry.descriptors else { return nil }
        let notes = entry.notes + notes(of: exchange).filter { !entry.notes.contains($0) }
        return RedactedExchange(exchange: exchange, descriptors: descriptors, notes: notes)
    }

    /// An entry of a cassette as it is masked today, changed or not.
    public mutating func redactAgain(_ entry: CassetteEntry) -> RedactedExchange {
        redactAgain(entry, renamed: [:])
            ?? RedactedExchange(exchange: entry.exchange, descriptors: entry.descriptors, notes: entry.notes)
    }

    /// A cookie whose value is at hand, or a password in base64, when there is more to say of its inside.
    private mutating func lookAgain(inside descriptor: Descriptor, _ renamed: [Placeholder: Placeholder]) -> Ledger.ID?
    {
        let placeholder = renamed[descriptor.placeholder] ?? descriptor.placeholder
        guard let id = ledger.id(of: placeholder), !Placeholder.isIn(ledger[id].value) else { return nil }
        if placeholder.kind == .password, descriptor.wrapper == nil, ledger[id].inside != nil { return id }
        guard placeholder.kind == .cookie else { return nil }
        let known = ledger[id].inside
        finder.lookAgain(insideCookie: id, ledger: &ledger)
        return ledger[id].inside == known ? nil : id
    }

    /// The template of a wrapper with what was learned since it was written.
    private mutating func searchAgain(_ text: [UInt8], inside wrapper: Placeholder) -> Template {
        let pieces = finder.pieces(of: text, ledger: &ledger)
        if let id = ledger.id(of: wrapper), let encoding = ledger[id].inside?.encoding {
            ledger.update(id, inside: Ledger.Inside(encoding: encoding, pieces: pieces))
        }
        return ledger.template(of: pieces)
    }

    /// The descriptors of what a template names for the first time.
    private mutating func newInside(_ descriptor: Descriptor) -> [Descriptor] {
        var descriptors: [Descriptor] = []
        for placeholder in descriptor.wrapper?.template.placeholders ?? [] {
            if let id = ledger.id(of: placeholder) { describe(id, in: &descriptors) }
        }
        return descriptors
    }

    // MARK: - Masking

    /// Takes out bodies that hold a secret, or more than can be looked at, in a form that cannot be masked in place.
    private mutating func withholdingHiddenText(_ readable: ReadableExchange) -> ReadableExchange {
        var exchange = readable.exchange
        for body in finder.hiddenBodies(in: readable, ledger: &ledger) {
            exchange.withhold(body.surface, reason: body.secret == nil ? .overLimit : .hidden)
        }
        return ReadableExchange(decoded: exchange)
    }

    /// Puts placeholders over the sightings, surface by surface, so that they are numbered in order of appearance.
    private mutating func mask(_ readable: ReadableExchange, _ sightings: [Sighting]) -> Exchange {
        var exchange = readable.exchange
        let bySurface = Dictionary(grouping: sightings.filter { !$0.isInside }, by: \.surface)
        for surface in readable.surfaces {
            guard let masks = bySurface[surface] else { continue }
            let bytes = readable[surface]
            var masked: [UInt8] = []
            var end = 0
            for sighting in masks.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
                masked += bytes[end..<sighting.range.lowerBound]
                masked += sighting.text(of: ledger.placeholder(of: sighting.secret))
                end = sighting.range.upperBound
            }
            exchange[surface] = masked + bytes[end...]
        }
        exchange.recomputeContentLength()
        return exchange
    }

    private func rename(_ bytes: [UInt8], _ renamed: [Placeholder: Placeholder]) -> [UInt8] {
        renamed.isEmpty ? bytes : Template(bytes).fill { Array((renamed[$0] ?? $0).description.utf8) }
    }

    // MARK: - Describing

    /// The descriptors of what appears for the first time, with what is inside of wrappers before the wrapper.
    private mutating func describe(_ exchange: Exchange) -> [Descriptor] {
        let readable = ReadableExchange(decoded: exchange)
        var descriptors: [Descriptor] = []
        for surface in readable.surfaces {
            for (placeholder, _) in Placeholder.all(in: readable[surface]) {
                if let id = ledger.id(of: placeholder) { describe(id, in: &descriptors) }
            }
        }
        return descriptors
    }

    private mutating func describe(_ id: Ledger.ID, in descriptors: inout [Descriptor]) {
        guard described.insert(id).inserted else { return }
        let descriptor = ledger.descriptor(of: id)
        for case .secret(let inner) in ledger[id].inside?.pieces ?? [] {
            describe(inner, in: &descriptors)
        }
        descriptors.append(descriptor)
    }

    private func notes(of exchange: Exchange) -> [String] {
        var notes: [String] = []
        for (name, body) in [("request", exchange.request.body), ("response", exchange.response?.body ?? .none)] {
            if case .withheld(let length, let reason) = body.content {
                notes.append("\(name) body of \(length) bytes masked whole: \(reason.rawValue)")
            }
        }
        return notes
    }

    // MARK: - The second check

    private mutating func learnForCheck() {
        for secret in ledger.secrets[checked...] { check.add(secret) }
        checked = ledger.secrets.count
        // What turned out to be more than it seemed.
        for placeholder in ledger.renamed.values {
            if let id = ledger.id(of: placeholder) { check.add(ledger[id]) }
        }
    }

    /// Looks for every secret in what would be written, and takes out whole what still holds one.
    private func withholdLeaks(in exchange: inout Exchange) -> [String] {
        var faults: [String] = []
        let masked = ReadableExchange(decoded: exchange)
        // All that is no body is looked at in one go, and by itself only where that finds something.
        let isSuspect = check.finds(in: masked.linesOutsideBodies)
        for surface in masked.surfaces where isSuspect || surface.isBody {
            guard check.finds(in: masked[surface]) else { continue }
            faults.append("a secret was left in \(surface.name) after redaction; it was masked whole")
            exchange.withhold(surface)
        }
        if isSuspect, exchange.withholdNames(where: check.finds) {
            faults.append("a secret was left in the lines or the field names of a message; it was masked")
        }
        if !faults.isEmpty { exchange.recomputeContentLength() }
        return faults
    }

    /// A descriptor without its template, when that still holds a secret.
    private func checked(_ descriptor: Descriptor, faults: inout [String]) -> Descriptor {
        guard let wrapper = descriptor.wrapper, check.finds(in: wrapper.template.text) else { return descriptor }
        faults.append("a secret was left inside of \(descriptor.placeholder) after redaction; its inside was left out")
        return Descriptor(placeholder: descriptor.placeholder, matchClass: descriptor.matchClass)
    }
}
