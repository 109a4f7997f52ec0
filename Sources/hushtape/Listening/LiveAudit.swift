import Audit
import Capture
import Secrets
import Synchronization

/// The audit of traffic as it passes: the rules of `hushtape audit`, asked at every exchange.
final class LiveAudit: Sendable {
    private struct State: Sendable {
        var auditor = Auditor()
        var lines: [String] = []
        var exchanges = 0
    }

    private let state = Mutex(State())
    private let file: CaptureFile
    private let report = TextReport(layout: .lines, usesColour: Console.standardError.usesColour)

    /// An audit that calls its source by this name.
    init(of name: String) {
        file = CaptureFile(name)
    }

    /// Judges an exchange by the sightings that were made of it anyway.
    func observe(_ exchange: ReadableExchange, _ sightings: [Sighting], _ ledger: Ledger) {
        state.withLock { state in
            let news = state.auditor.observe(
                exchange,
                sightings: sightings,
                ledger: ledger,
                in: file,
                entry: state.exchanges
            )
            state.exchanges += 1
            state.lines += news.map { report.line(of: $0) }
        }
    }

    /// The findings since this was last asked, a line each.
    func takeLines() -> [String] {
        state.withLock { state in
            defer { state.lines = [] }
            return state.lines
        }
    }

    /// What the audit came to.
    var result: AuditResult {
        state.withLock { $0.auditor.result }
    }
}
