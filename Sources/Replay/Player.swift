public import Capture
public import Secrets
import Synchronization

/// Answers requests from cassettes: the same answers to the same requests, in every run.
///
/// It may be asked from any number of threads. Each session has its own order of answers and its own bindings.
public final class Player: Sendable {
    private let tapes: [Tape]
    /// By authority, whether HTTP/2 was spoken when it was recorded.
    private let speaksHTTP2: [String: Bool]
    private let finder: SightingFinder
    private let onMiss: @Sendable (Miss) -> Void
    private let state: Mutex<PlayState>
    /// What clients have shown of themselves, so that no miss shows it.
    private let shown = Mutex(Ledger())

    /// A player of these cassettes; where requests fit several, the first of them answers.
    ///
    /// `onMiss` is called with each miss, on the thread that asked.
    public init(
        _ tapes: [Tape],
        finder: SightingFinder = SightingFinder(),
        onMiss: @escaping @Sendable (Miss) -> Void = { _ in }
    ) {
        self.tapes = tapes
        self.finder = finder
        self.onMiss = onMiss
        let requests = tapes.lazy.flatMap(\.entries).map(\.exchange.request)
        speaksHTTP2 = Dictionary(requests.map { ($0.authority.lowercased(), $0.hasStream) }) { $0 || $1 }
        state = Mutex(PlayState(tapeCount: tapes.count))
    }

    /// A player of one cassette, whose name is for messages.
    public convenience init(_ entries: [CassetteEntry], name: String, rules: MatchRules = MatchRules()) {
        self.init([Tape(entries, name: name, rules: rules)])
    }

    /// The answer to a request; a problem document with status 502 when nothing recorded fits it.
    ///
    /// `session` names the client; one that is called as a cassette is only answered from that cassette.
    public func answer(_ request: Request, session: String?) -> Response {
        let eligible = tapes.indices.filter { tapes[$0].name == session }
        let order = eligible.isEmpty ? Array(tapes.indices) : eligible
        let readings = order.map { tapes[$0].reading(of: request) }
        let outcome = state.withLock { state in
            state.outcome(of: zip(order, readings), session: session ?? "", tapes)
        }
        switch outcome {
        case .response(let response):
            return response
        case .miss(let sessions):
            // Outside of the lock: explaining takes its time, and nobody else need wait.
            let contexts = zip(order, readings).map { tape, reading in
                Miss.Context(tape: tapes[tape], session: sessions[tape], reading: reading)
            }
            let miss = shown.withLock { Miss(request, contexts, finder: finder, ledger: &$0) }
            state.withLock { $0.add(miss) }
            onMiss(miss)
            return miss.response
        }
    }

    /// Whether HTTP/2 was spoken with an origin when it was recorded; `nil` for an origin that was not.
    ///
    /// `authority` is host and, where it is not the default one, port.
    public func speaksHTTP2(with authority: String) -> Bool? {
        speaksHTTP2[authority.lowercased()]
    }

    /// What was played until now.
    public var summary: PlaySummary {
        state.withLock { state in
            let unplayed = tapes.enumerated().flatMap { index, tape in
                tape.scenes.flatMap(\.entries).sorted().filter { state.scripts[index][$0] == nil }
                    .map { PlaySummary.Entry(tape, $0) }
            }
            return PlaySummary(unplayed: unplayed, misses: state.misses, missCount: state.missCount)
        }
    }
}
