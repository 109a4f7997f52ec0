import Audit
import Capture
import Dispatch
import Proxy
import Secrets
import Synchronization

/// Keeps nothing of an exchange, and says what leaked in it.
///
/// The client does not wait for the audit, unless the audit falls far behind: then it is held up, so that memory stays
/// bounded.
final class WatchingSink: ExchangeSink {
    private static let backlogLimit = 256
    private let audit: LiveAudit
    private let quiet: Bool
    private let queue = DispatchQueue(label: "hushtape.watch")
    private let finder: SightingFinder
    private let report = TextReport(layout: .lines, usesColour: Console.standardError.usesColour)
    private let ledger: Mutex<Ledger>
    private let backlog = Atomic(0)

    /// A sink that looks with this finder, and knows these secrets from the start.
    init(audit: LiveAudit, finder: SightingFinder, known: Ledger, quiet: Bool) {
        self.audit = audit
        self.finder = finder
        ledger = Mutex(known)
        self.quiet = quiet
    }

    func accept(_ exchange: Exchange, done: @escaping @Sendable (Result<Void, any Error>) -> Void) {
        let isBehind = backlog.add(1, ordering: .relaxed).newValue > Self.backlogLimit
        if !isBehind { done(.success(())) }
        queue.async { [self] in
            look(at: exchange)
            backlog.subtract(1, ordering: .relaxed)
            if isBehind { done(.success(())) }
        }
    }

    func abandon(_ exchange: Exchange) {
        queue.async { [self] in
            look(at: exchange)
            if !quiet, let failure = exchange.failure { Console.standardError.write("failed: \(failure)") }
        }
    }

    /// Waits until every exchange so far was looked at.
    func finish() async {
        await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
    }

    private func look(at exchange: Exchange) {
        let readable = ReadableExchange(exchange)
        ledger.withLock { ledger in
            let sightings = finder.sightings(in: readable, ledger: &ledger)
            audit.observe(readable, sightings, ledger)
        }
        for leak in audit.takeNews() where !quiet { Console.standardError.write(report.line(of: leak)) }
    }
}
