import Audit
import Capture
import Proxy
import Recording
import Secrets
import Synchronization

/// Writes exchanges into a cassette, and says of each what was masked and what leaked.
final class RecordingSink: ExchangeSink {
    private let recorder: Recorder
    private let audit: LiveAudit
    private let quiet: Bool

    init(recorder: Recorder, audit: LiveAudit, quiet: Bool) {
        self.recorder = recorder
        self.audit = audit
        self.quiet = quiet
    }

    func accept(_ exchange: Exchange, done: @escaping @Sendable (Result<Void, any Error>) -> Void) {
        recorder.record(exchange) { [self] result in
            done(result.map { _ in }.mapError { $0 })
            report(result)
        }
    }

    func abandon(_ exchange: Exchange) {
        recorder.record(exchange) { [self] in report($0) }
    }

    private func report(_ result: Result<Recorded, CassetteFileError>) {
        switch result {
        case .success(let recorded):
            for fault in recorded.faults { Console.standardError.write("warning: \(fault)") }
            let leaks = audit.takeNews()
            if !quiet, recorded.number != nil { Console.standardError.write(ExchangeLine(recorded, leaks: leaks).text) }
        case .failure(let error):
            Console.standardError.write("hushtape: \(error); the client sees a failure")
        }
    }
}
