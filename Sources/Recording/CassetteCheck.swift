import Capture
public import Secrets

/// What today's rules would mask in a cassette, and does not stand there masked: in its messages, inside of its wrappers,
/// and in whatever else its file says.
public struct CassetteCheck: Sendable {
    /// A secret that is left.
    public struct Finding: Hashable, Sendable {
        /// The line of the file, from 1.
        public let line: Int
        /// The number of the entry, from 1; `nil` outside the entries.
        public let entry: Int?
        /// What it is.
        public let kind: Kind
        /// Where it stands.
        public let location: Location
    }

    /// Where a secret stands.
    public enum Location: Hashable, Sendable {
        /// In a message. No name in the place is a secret.
        case message(Place)
        /// In the inside of what a placeholder stands for.
        case template(Placeholder)
        /// In a member of the file that is no part of a message, or no longer says the same as the message.
        case member
    }

    /// The file as the user named it.
    public let file: String
    /// Whether Hushtape wrote the file. In one that it did not write nothing is looked for.
    public let isCassette: Bool
    /// The secrets that are left, in the order of the file.
    public private(set) var findings: [Finding] = []
    /// What a reader should know: a sentence each.
    public private(set) var notes: [String] = []
    /// Whether all of the file could be read.
    public private(set) var isComplete: Bool

    private var ledger: Ledger
    private let finder: SightingFinder
    private var lines: CassetteLines

    /// Checks the bytes of a file; `file` is what errors and notes call it. `ledger`, which reads placeholders, knows what
    /// is secret anyway.
    public init(
        _ bytes: [UInt8],
        file: String,
        finder: SightingFinder = SightingFinder(),
        ledger: Ledger = Ledger(readsPlaceholders: true)
    ) throws(CassetteFileError) {
        let text: [UInt8]
        let document: CaptureDocument
        do {
            text = try CaptureDocument.text(of: bytes, file: file)
            document = try CaptureDocument(text, file: file)
        } catch {
            throw CassetteFileError(file: file, .unreadable(error))
        }
        self.file = file
        self.finder = finder
        self.ledger = ledger
        isComplete = document.isComplete
        lines = CassetteLines(text)
        isCassette = try CassetteFormat.version(of: document, file: file) != nil
        guard isCassette else { return }
        let cassette = try Cassette(document, file: file)
        notes = cassette.notes
        notePolicy(document.hushtape?["policy"]?.int ?? 0)
        checkMessages(cassette.entries, document)
        checkTemplates(cassette.entries, document)
        checkMembers(cassette.entries, document, text)
        var seen: Set<Finding> = []
        findings = findings.filter { seen.insert($0).inserted }.sorted { $0.line < $1.line }
    }

    private mutating func notePolicy(_ policy: Int) {
        guard policy != CassetteFormat.policy else { return }
        let age = policy < CassetteFormat.policy ? "older" : "later"
        notes.append(
            "\(file): was redacted by rules of version \(policy), \(age) than today's \(CassetteFormat.policy)"
        )
    }

    /// Twice, so that what is learned late is found early.
    private mutating func checkMessages(_ entries: [CassetteEntry], _ document: CaptureDocument) {
        for descriptor in entries.flatMap(\.descriptors) { ledger.learn(descriptor) }
        for entry in entries { _ = finder.sightings(in: ReadableExchange(decoded: entry.exchange), ledger: &ledger) }
        for (entry, read) in zip(entries, document.entries) {
            let readable = ReadableExchange(decoded: entry.exchange)
            var counts: [ArraySlice<UInt8>: Int] = [:]
            for sighting in left(in: readable) {
                let value = readable[sighting.surface][sighting.range]
                add(
                    sighting,
                    in: read,
                    location: .message(sighting.place.printable(ledger)),
                    line: lines.line(of: value, occurrence: counts[value, default: 0], inEntry: read.number - 1)
                )
                counts[value, default: 0] += 1
            }
            for body in finder.hiddenBodies(in: readable, ledger: &ledger) {
                guard let (secret, place) = body.secret else { continue }
                let line = read.position.number
                let kind = ledger[secret].kind
                findings.append(Finding(line: line, entry: read.number, kind: kind, location: .message(place)))
            }
        }
    }

    private mutating func checkTemplates(_ entries: [CassetteEntry], _ document: CaptureDocument) {
        for (entry, read) in zip(entries, document.entries) {
            for descriptor in entry.descriptors {
                guard let template = descriptor.wrapper?.template else { continue }
                for id in finder.secrets(
                    in: template,
                    of: descriptor.placeholder.kind,
                    ledger: &ledger
                ) where ledger[id].isLookedFor {
                    let line = lines.line(of: ledger[id].value[...], inEntry: read.number - 1)
                    findings.append(
                        Finding(
                            line: line ?? read.position.number,
                            entry: read.number,
                            kind: ledger[id].kind,
                            location: .template(descriptor.placeholder)
                        )
                    )
                }
            }
        }
    }

    private mutating func checkMembers(_ entries: [CassetteEntry], _ document: CaptureDocument, _ text: [UInt8]) {
        let raw: JSONValue
        do {
            raw = try JSONValue(parsing: text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text[3...]) : text)
        } catch {
            // Of a torn one that was said already.
            if isComplete {
                notes.append("\(file): is \(error.description); correct it, so that all of it can be checked")
            }
            isComplete = false
            return
        }
        checkRest(CassetteRest(ofLog: raw), at: 1, entry: nil)
        var known: [Int: (entry: CassetteEntry, read: CaptureEntry)] = [:]
        for (entry, read) in zip(entries, document.entries) { known[read.number - 1] = (entry, read) }
        for (index, element) in (raw["log"]?["entries"]?.elements ?? []).enumerated() {
            let rest = CassetteRest(of: element, index: index, says: known[index]?.entry)
            checkRest(rest, at: known[index]?.read.position.number ?? 1, entry: index)
        }
    }

    private mutating func checkRest(_ rest: CassetteRest?, at start: Int, entry index: Int?) {
        guard let exchange = rest?.exchange else { return }
        let readable = ReadableExchange(decoded: exchange)
        for sighting in left(in: readable) {
            let value = readable[sighting.surface][sighting.range]
            findings.append(
                Finding(
                    line: lines.line(of: value, occurrence: .max, inEntry: index) ?? start,
                    entry: index.map { $0 + 1 },
                    kind: ledger[sighting.secret].kind,
                    location: .member
                )
            )
        }
    }

    /// The sightings of what has no placeholder, or has one for a part only.
    private mutating func left(in readable: ReadableExchange) -> [Sighting] {
        finder.sightings(in: readable, ledger: &ledger).compactMap { sighting in
            guard !sighting.isInside else { return nil }
            if ledger[sighting.secret].isLookedFor { return sighting }
            guard sighting.evidence == .name, !ledger[sighting.secret].kind.isHarmless,
                let whole = HalfMasked.whole(around: sighting.range, in: readable[sighting.surface])
            else { return nil }
            var half = sighting
            half.range = whole
            return half
        }
    }

    private mutating func add(_ sighting: Sighting, in entry: CaptureEntry, location: Location, line: Int?) {
        findings.append(
            Finding(
                line: line ?? entry.position.number,
                entry: entry.number,
                kind: ledger[sighting.secret].kind,
                location: location
            )
        )
    }
}
