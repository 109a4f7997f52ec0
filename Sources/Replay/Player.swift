public import Capture
public import Secrets
import Synchronization

/// Answers requests from cassettes: the same answers to the same requests, in every run.
///
/// It may be asked from any number of threads. Each session has its own order of answers and its own bindings.
public final class Player: Sendable {
    private let tapes: [Tape]
    private let finder: SightingFinder
    private let onMiss: @Sendable (Miss) -> Void
    private let state: Mutex<State>

    private struct State: Sendable {
        /// By name, one for each tape.
        var sessions: [String: [PlaySession]] = [:]
        /// What was made ready, by tape and entry.
        var scripts: [[Int: ResponseScript]]
        var misses: [Miss] = []
        var missCount = 0

        mutating func script(for entry: Int, of index: Int, _ tape: Tape) -> ResponseScript {
            if let script = scripts[index][entry] { return script }
            let exchange = tape.entries[entry].exchange
            let response = exchange.response ?? Response(status: 502)
            let script = ResponseScript(response, method: exchange.request.method, holes: tape.holes)
            scripts[index][entry] = script
            return script
        }
    }

    /// How many misses are kept for the summary; those beyond it are only counted.
    private static let keptMisses = 200

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
        state = Mutex(State(scripts: tapes.map { _ in [:] }))
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
        let readings = order.map { RequestReading(request, rules: tapes[$0].rules) }
        return state.withLock { state in
            var sessions = state.sessions[session ?? ""] ?? tapes.map { _ in PlaySession() }
            state.sessions[session ?? ""] = nil  // so that playing changes the only copy
            defer { state.sessions[session ?? ""] = sessions }
            let choices = zip(order, readings).compactMap { tape, reading in
                sessions[tape].choose(reading, on: tapes[tape]).map { (tape: tape, choice: $0) }
            }
            guard let (tape, choice) = choices.first(where: \.choice.isFresh) ?? choices.first else {
                let context = zip(order, readings).map {
                    Miss.Context(tape: tapes[$0], session: sessions[$0], reading: $1)
                }
                let miss = Miss(request, context, finder: finder)
                state.missCount += 1
                if state.misses.count < Self.keptMisses { state.misses.append(miss) }
                onMiss(miss)
                return miss.response
            }
            sessions[tape].play(choice, on: tapes[tape])
            let script = state.script(for: choice.entry, of: tape, tapes[tape])
            return script.response { tapes[tape].holes.value(of: $0, bindings: sessions[tape].bindings) }
        }
    }

    /// What was played until now.
    public var summary: PlaySummary {
        state.withLock { state in
            var unplayed: [PlaySummary.Entry] = []
            for (index, tape) in tapes.enumerated() {
                let played = state.scripts[index]
                for entry in tape.scenes.flatMap(\.entries).sorted() where played[entry] == nil {
                    unplayed.append(PlaySummary.Entry(tape, entry))
                }
            }
            return PlaySummary(unplayed: unplayed, misses: state.misses, missCount: state.missCount)
        }
    }
}
