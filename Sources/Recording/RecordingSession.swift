import Capture
import Secrets

/// The state of a recording: the cassette, the redactor, and what is needed to redact earlier entries again.
struct RecordingSession: ~Copyable, Sendable {
    private let scope: Recorder.Scope
    private var file: CassetteFile
    private var isFinished = false
    private var redactor: Redactor
    private var index = ClearTextIndex()
    /// All placeholders that changed in this recording, old to new.
    private var renamed: [Placeholder: Placeholder] = [:]
    /// The entries that still hold what is known by now to be secret, since rewriting them failed.
    private var stale: Set<Int> = []
    private var recorded = 0
    private var leftOut = 0
    private var rewritten = 0
    private var faults: [String] = []

    private let observe: Recorder.Observer?

    init(
        path: String,
        scope: Recorder.Scope,
        redactor: consuming Redactor,
        observe: Recorder.Observer?
    ) throws(CassetteFileError) {
        var earlier: [CassetteEntry] = []
        var index = ClearTextIndex()
        file = try CassetteFile(path: path) { entry, text in
            earlier.append(entry)
            index.insert(text, entry: earlier.count)
        }
        redactor.resume(after: earlier)
        self.redactor = redactor
        self.scope = scope
        self.index = index
        self.observe = observe
    }

    /// What had to be repaired in a cassette that was there.
    var notes: [String] { file.notes }

    /// Redacts an exchange, appends it, and redacts again the earlier entries that hold what it made known.
    mutating func record(_ exchange: Exchange) throws(CassetteFileError) -> Recorded {
        guard !isFinished else { throw CassetteFileError(file: file.path, .finished) }
        let redaction = redactor.redact(exchange)
        observe?(ReadableExchange(exchange), redaction.sightings, redactor.ledger)
        noteRenamed(redaction.renamed)
        let earlier = file.count
        var number: Int?
        if scope == .all || !redaction.sightings.isEmpty {
            number = try append(redaction.redacted)
        } else {
            leftOut += 1
        }
        var faults = redaction.faults
        let changed = redactAgain(entries(toldBy: redaction, upTo: earlier).union(stale), faults: &faults)
        self.faults += faults
        var kinds: [Kind] = []
        for sighting in redaction.sightings {
            let kind = redactor.ledger[sighting.secret].kind
            if !kinds.contains(kind) { kinds.append(kind) }
        }
        return Recorded(
            number: number,
            redacted: redaction.redacted,
            sightings: redaction.sightings,
            kinds: kinds,
            rewritten: changed,
            faults: faults
        )
    }

    /// Checks every entry for every secret, redacts again those that hold one, and gives the cassette to the disk.
    mutating func finish() throws(CassetteFileError) -> RecordingSummary {
        guard !isFinished else { throw CassetteFileError(file: file.path, .finished) }
        isFinished = true
        let check = FinalCheck(redactor.ledger)
        let suspects = try entries(failing: check, among: Array(1..<file.count + 1))
        var faults = faults
        _ = redactAgain(Set(suspects).union(stale), faults: &faults)
        for number in try entries(failing: check, among: suspects) {
            faults.append(FinalCheck.fault(entry: number, of: file.path))
        }
        try file.close()
        return RecordingSummary(
            path: file.path,
            entries: file.count,
            recorded: recorded,
            leftOut: leftOut,
            secrets: redactor.ledger.masked,
            rewritten: rewritten,
            faults: faults
        )
    }

    private mutating func append(_ redacted: RedactedExchange) throws(CassetteFileError) -> Int {
        let number = try file.append(redacted)
        recorded += 1
        index.insert(try file.text(ofEntry: number), entry: number)
        return number
    }

    private mutating func noteRenamed(_ new: [Placeholder: Placeholder]) {
        guard !new.isEmpty else { return }
        renamed = renamed.mapValues { new[$0] ?? $0 }.merging(new) { $1 }
    }

    /// The entries up to `count` that hold a value that this redaction learned, or a placeholder that it renamed.
    private func entries(toldBy redaction: Redaction, upTo count: Int) -> Set<Int> {
        let learned = redaction.learned.map { redactor.ledger[$0] }.filter(\.isLookedFor).map(\.value)
        let texts =
            learned + learned.flatMap(FinalCheck.ends) + redaction.renamed.keys.map { Array($0.description.utf8) }
        var found: Set<Int> = []
        for value in texts {
            let needle = ClearTextIndex.Needle(value)
            for number in index.entries(thatMayHold: value, upTo: count) where !found.contains(number) {
                // An entry that cannot be read now is left to the rewriting, which reports it.
                guard let text = try? file.text(ofEntry: number), !needle.isIn(text) else {
                    found.insert(number)
                    continue
                }
            }
        }
        return found
    }

    private func entries(failing check: FinalCheck, among numbers: [Int]) throws(CassetteFileError) -> [Int] {
        var failing: [Int] = []
        for number in numbers where check.finds(in: try file.text(ofEntry: number)) { failing.append(number) }
        return failing
    }

    /// Redacts entries again and rewrites the cassette if any of them changes; returns the numbers of those that did.
    ///
    /// When it fails, the exchange at hand is recorded all the same, and the rewriting is tried again with the next one.
    private mutating func redactAgain(_ numbers: Set<Int>, faults: inout [String]) -> [Int] {
        guard !numbers.isEmpty else { return [] }
        do throws(CassetteFileError) {
            var replacements: [Int: RedactedExchange] = [:]
            for number in numbers.sorted() {
                replacements[number] = redactor.redactAgain(try file.entry(number), renamed: renamed)
            }
            if !replacements.isEmpty { try file.replace(replacements) }
            for number in replacements.keys { index.insert(try file.text(ofEntry: number), entry: number) }
            stale = []
            rewritten += replacements.count
            return replacements.keys.sorted()
        } catch {
            if stale != numbers {
                faults.append(
                    "\(numbers.count) earlier entries may hold what is known to be secret by now, and could not be "
                        + "masked: \(error)"
                )
            }
            stale = numbers
            return []
        }
    }
}
