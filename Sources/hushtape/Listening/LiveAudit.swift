import Audit
import Capture
import Secrets
import Synchronization

/// The audit of traffic as it passes: the rules of `hushtape audit`, asked at every exchange.
final class LiveAudit: Sendable {
    private struct State: Sendable {
        var auditor = Auditor()
        var news: [Finding] = []
        var exchanges = 0
    }

    private let state = Mutex(State())
    private let file: CaptureFile

    private let lowest: Level

    /// An audit that calls its source by this name and tells of findings from a level on.
    init(of name: String, from lowest: Level = .warning) {
        file = CaptureFile(name)
        self.lowest = lowest
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
            state.news += news.filter { $0.level >= lowest }
        }
    }

    /// The findings since this was last asked.
    func takeNews() -> [Finding] {
        state.withLock { state in
            defer { state.news = [] }
            return state.news
        }
    }

    /// How many findings there are so far.
    var leakCount: Int {
        result.findings.count { $0.level >= lowest }
    }

    /// What the audit came to.
    var result: AuditResult {
        state.withLock { $0.auditor.result }
    }
}
