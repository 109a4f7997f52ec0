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
        for descriptor in entries.flatMap(\.descriptors) { ledger.reserve(descriptor.placeholder) }
    }

    /// Redacts an exchange as it crossed the wire.
    public mutating func redact(_ exchange: Exchange) -> Redaction {
        let readable = ReadableExchange(exchange)
        let known = ledger.secrets.count
        let sightings = finder.sightings(in: readable, ledger: &ledger)
        var masked = mask(readable, sightings)
        let faults = checkAgain(&masked, of: readable)
        let redacted = RedactedExchange(
            exchange: masked,
            descriptors: describe(masked),
            notes: notes(of: masked)
        )
        return Redaction(
            redacted: redacted,
            sightings: sightings,
            learned: Array(known..<ledger.secrets.count),
            renamed: ledger.takeRenamed(),
            faults: faults
        )
    }

    /// Applies to an entry of the cassette what was learned since it was written; `nil` when nothing in it changes.
    public mutating func redactAgain(_ entry: CassetteEntry, renamed: [Placeholder: Placeholder]) -> RedactedExchange? {
        let readable = ReadableExchange(decoded: entry.exchange)
        var exchange = entry.exchange
        for surface in readable.surfaces where !readable[surface].isEmpty {
            let old = readable[surface]
            let new = maskKnown(rename(old, renamed))
            if new != old { exchange[surface] = new }
        }
        let descriptors = entry.descriptors.map { descriptor in
            var descriptor = descriptor
            descriptor.placeholder = renamed[descriptor.placeholder] ?? descriptor.placeholder
            if let wrapper = descriptor.wrapper {
                descriptor.wrapper?.template = Template(maskKnown(rename(wrapper.template.text, renamed)))
            }
            return descriptor
        }
        guard exchange != entry.exchange || descriptors != entry.descriptors else { return nil }
        exchange.recomputeContentLength()
        return RedactedExchange(exchange: exchange, descriptors: descriptors + describe(exchange), notes: entry.notes)
    }

    // MARK: - Masking

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
                masked += ledger.placeholder(of: sighting.secret).description.utf8
                end = sighting.range.upperBound
            }
            exchange[surface] = masked + bytes[end...]
        }
        exchange.recomputeContentLength()
        return exchange
    }

    private mutating func maskKnown(_ bytes: [UInt8]) -> [UInt8] {
        var masked: [UInt8] = []
        var end = 0
        let placeholders = Placeholder.all(in: bytes).map(\.range)
        for match in ledger.known.matches(in: bytes) where match.isLiteral {
            guard match.range.lowerBound >= end, !placeholders.contains(where: { $0.overlaps(match.range) }) else {
                continue
            }
            masked += bytes[end..<match.range.lowerBound]
            masked += ledger.placeholder(of: match.id).description.utf8
            end = match.range.upperBound
        }
        return masked + bytes[end...]
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

    /// Looks for every secret in what would be written, and takes out whole what still holds one.
    private mutating func checkAgain(_ exchange: inout Exchange, of readable: ReadableExchange) -> [String] {
        for secret in ledger.secrets[checked...] where !secret.kind.isHarmless { check.add(secret.value) }
        checked = ledger.secrets.count
        var faults: [String] = []
        let masked = ReadableExchange(decoded: exchange)
        for surface in masked.surfaces where check.finds(in: masked[surface]) {
            faults.append("a secret was left in \(surface.name) after redaction; it was masked whole")
            exchange.withhold(surface)
        }
        if !faults.isEmpty { exchange.recomputeContentLength() }
        return faults
    }
}
