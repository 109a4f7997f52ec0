public import Capture
public import Secrets

/// A capture made into a cassette as a whole: all of it is learned before any of it is masked, so that nothing has to be
/// written anew, and placeholders are numbered in order of first appearance.
///
/// A capture that is a cassette is masked by today's rules, with its placeholders kept: what nothing is found in stays as
/// it is.
public struct RedactedCapture: Sendable {
    /// The entries in the order of the capture.
    public let entries: [RedactedExchange]
    /// How many secrets of each kind were found.
    public let secrets: [Kind: Int]
    /// What went wrong in redaction, a sentence each; never a byte of traffic.
    public let faults: [String]
    /// The numbers, from 1, of the entries that still hold a secret after all that could be done.
    public let left: [Int]
    private let profile: String

    /// Redacts a capture; `file` is what errors call it. `redactor` knows what is secret before the first exchange.
    public init(
        _ document: CaptureDocument,
        file: String,
        with redactor: Redactor = Redactor()
    ) throws(CassetteFileError) {
        let isCassette = try CassetteFormat.version(of: document, file: file) != nil
        profile = isCassette ? document.hushtape?["profile"]?.string ?? "" : CassetteFile.standardProfile
        var work = Work(redactor: redactor)
        if isCassette {
            work.redactAgain(try Cassette(document, file: file).entries)
        } else {
            work.redact(document.entries.map { ReadableExchange($0) })
        }
        left = work.finish()
        entries = work.entries
        secrets = work.redactor.ledger.masked
        faults = work.faults + left.map { FinalCheck.fault(entry: $0, of: file) }
    }

    /// The text of the cassette.
    public var text: [UInt8] {
        var text = CassetteFormat.header(profile: profile)
        for (index, entry) in entries.enumerated() {
            if index > 0 { text += HARWriter.separator }
            text += CassetteFormat.indentation + CassetteFormat.entry(entry, number: index + 1)
        }
        return text + HARWriter.closing
    }
}

/// The state of a redaction.
private struct Work {
    var redactor: Redactor
    var entries: [RedactedExchange] = []
    var faults: [String] = []
    private var renamed: [Placeholder: Placeholder] = [:]
    private var isLate = false

    init(redactor: Redactor) {
        self.redactor = redactor
    }

    mutating func redact(_ exchanges: [ReadableExchange]) {
        for exchange in exchanges { redactor.learn(exchange) }
        for exchange in exchanges {
            let redaction = redactor.redact(exchange)
            entries.append(redaction.redacted)
            faults += redaction.faults
            // What holds what was learned is known only now.
            isLate = isLate || entries.count > 1 && !redaction.learned.isEmpty
            renamed = renamed.mapValues { redaction.renamed[$0] ?? $0 }.merging(redaction.renamed) { $1 }
        }
    }

    mutating func redactAgain(_ cassette: [CassetteEntry]) {
        redactor.resume(after: cassette)
        for entry in cassette { redactor.learn(entry) }
        for entry in cassette { entries.append(redactor.redactAgain(entry)) }
    }

    /// Masks what was learned late, checks the text of every entry for every secret, and returns the numbers of those
    /// that still hold one.
    mutating func finish() -> [Int] {
        if isLate || !renamed.isEmpty { redactAgain(entries.indices) }
        let check = FinalCheck(redactor.ledger)
        let suspects = indices(failing: check, among: Array(entries.indices))
        redactAgain(suspects)
        return indices(failing: check, among: suspects).map { $0 + 1 }
    }

    private mutating func redactAgain(_ indices: some Sequence<Int>) {
        for index in indices {
            let again = redactor.redactAgain(CassetteEntry(entries[index]), renamed: renamed)
            if let again { entries[index] = again }
        }
    }

    private func indices(failing check: FinalCheck, among indices: [Int]) -> [Int] {
        indices.filter { check.finds(in: CassetteFormat.entry(entries[$0], number: $0 + 1)) }
    }
}
