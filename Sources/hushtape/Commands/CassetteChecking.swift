import ArgumentParser
import Audit
import Capture
import Recording
import Secrets

/// `hushtape redact --check`: a line for each secret that is left in some cassettes.
struct CassetteChecking {
    private let paths: [String]
    private let finder: SightingFinder
    private let known: Ledger
    private let quiet: Bool

    init(_ paths: [String], finder: SightingFinder, known: Ledger, quiet: Bool) {
        self.paths = paths
        self.finder = finder
        self.known = known
        self.quiet = quiet
    }

    /// Checks them all; throws the exit status where it is not 0.
    func run() throws {
        var refusals: [String] = []
        var checked = 0
        var unclean: [String] = []
        var left = 0
        for path in CaptureSet.files(paths, refusals: &refusals) {
            do {
                let check = try CassetteCheck(
                    CaptureDocument.bytes(path: path),
                    file: path,
                    finder: finder,
                    ledger: known
                )
                checked += 1
                let lines = Self.lines(of: check)
                left += lines.count
                if !lines.isEmpty { unclean.append(path) }
                for line in lines { Console.standardOutput.write(line) }
                for note in check.notes where !quiet || !check.isComplete {
                    Console.standardError.write("note: \(note)")
                }
                if !check.isComplete { refusals.append("\(path): not all of it could be read") }
            } catch {
                refusals.append(CommandFailure(error).message)
            }
        }
        for refusal in refusals { Console.standardError.write("hushtape: \(refusal)") }
        if let first = unclean.first {
            Console.standardError.write(
                "\(left.of("finding")) in \(unclean.count) of \(checked.of("file")); mask what is left with: "
                    + "hushtape redact \(first) --output \(first) --force"
            )
        } else if !quiet, checked > 0 {
            Console.standardError.write("\(checked.of("cassette")) checked; no secret is left")
        }
        if !refusals.isEmpty { throw ExitCode(2) }
        if !unclean.isEmpty { throw ExitCode(1) }
    }

    /// `login.har:57: entry 3: access token in response-body json access_token`
    private static func lines(of check: CassetteCheck) -> [String] {
        guard check.isCassette else { return ["\(check.file):1: not a cassette; make one of it with: hushtape redact"] }
        return check.findings.map { finding in
            let entry = finding.entry.map { "entry \($0): " } ?? ""
            return Console.printable(
                "\(check.file):\(finding.line): \(entry)\(finding.kind) in \(finding.location.text)"
            )
        }
    }
}

extension CassetteCheck.Location {
    /// The place in words.
    fileprivate var text: String {
        switch self {
        case .message(let place):
            [place.word, place.detail, place.name].compactMap { $0 }.joined(separator: " ").trimmed
        case .template(let placeholder): "the template of \(placeholder)"
        case .member: "a member that is no part of a message"
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        hasSuffix(" ") ? String(dropLast()) : self
    }
}
