public import Capture
import Dispatch
public import Secrets
import Synchronization

/// Records exchanges into a cassette, one after the other in the order of the calls.
///
/// Work is done on a queue of its own, so that callers never wait for redaction or for the disk.
public final class Recorder: Sendable {
    /// Which exchanges are written.
    public enum Scope: String, Hashable, Sendable, CaseIterable {
        /// Every one.
        case all
        /// Those in which something was found.
        case tokens
    }

    /// What is told of each exchange before it is written: the exchange, its sightings, what is known.
    public typealias Observer = @Sendable (ReadableExchange, [Sighting], Ledger) -> Void

    /// The cassette as the user named it.
    public let path: String
    /// What had to be repaired in a cassette that was there: a sentence each.
    public let notes: [String]

    private let queue = DispatchQueue(label: "hushtape.recorder")
    private let session: Mutex<RecordingSession>

    /// Creates the cassette, or goes on with the one that is there; see ``CassetteFile/init(path:profile:visit:)``.
    ///
    /// - Parameters:
    ///   - finder: finds the secrets, with the user's profiles.
    ///   - ledger: what is known to be secret before the first exchange.
    ///   - observe: is called on the recorder's queue with each exchange as it crossed the wire, what was found in it and
    ///     what is known by then: the audit while traffic passes. It must not keep the ledger.
    public init(
        path: String,
        scope: Scope = .all,
        finder: SightingFinder = SightingFinder(),
        ledger: Ledger = Ledger(),
        observe: Observer? = nil
    ) throws(CassetteFileError) {
        let session = try RecordingSession(
            path: path,
            scope: scope,
            redactor: Redactor(finder: finder, ledger: ledger),
            observe: observe
        )
        self.path = path
        notes = session.notes
        self.session = Mutex(session)
    }

    /// Redacts an exchange and writes it. `completion` is called on the recorder's queue once the entry is in the file,
    /// or once it is certain that it cannot be: then the client must see a failure.
    ///
    /// An exchange without a whole response is recorded like any other, with the sentence in ``Exchange/failure``.
    public func record(
        _ exchange: Exchange,
        completion: @escaping @Sendable (Result<Recorded, CassetteFileError>) -> Void
    ) {
        queue.async { [self] in
            completion(
                session.withLock { session in
                    Result { () throws(CassetteFileError) in try session.record(exchange) }
                }
            )
        }
    }

    /// Redacts an exchange and writes it; returns once the entry is in the file.
    public func record(_ exchange: Exchange) async throws(CassetteFileError) -> Recorded {
        try await withCheckedContinuation { continuation in
            record(exchange) { continuation.resume(returning: $0) }
        }.get()
    }

    /// Ends the recording after all exchanges handed over up to now: checks the whole cassette once more for every
    /// secret that is known by then, and closes it when it is on the disk. Afterwards nothing can be recorded.
    public func finish() async throws(CassetteFileError) -> RecordingSummary {
        try await withCheckedContinuation { continuation in
            queue.async { [self] in
                continuation.resume(
                    returning: session.withLock { session in
                        Result { () throws(CassetteFileError) in try session.finish() }
                    }
                )
            }
        }.get()
    }
}
