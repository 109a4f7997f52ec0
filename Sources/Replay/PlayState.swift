import Capture
import Secrets

/// What a player keeps from one request to the next.
struct PlayState: Sendable {
    /// What was made ready, by tape and entry: exactly the entries that were played.
    private(set) var scripts: [[Int: ResponseScript]]
    /// The first misses.
    private(set) var misses: [Miss] = []
    /// How many misses there were.
    private(set) var missCount = 0
    /// By name, one for each tape.
    private var sessions: [String: [PlaySession]] = [:]

    /// How many misses are kept; those beyond it are only counted.
    private static let keptMisses = 200

    /// What became of a request.
    enum Outcome {
        /// This is the answer.
        case response(Response)
        /// Nothing fits; this far the session has played.
        case miss([PlaySession])
    }

    /// The state before the first request.
    init(tapeCount: Int) {
        scripts = Array(repeating: [:], count: tapeCount)
    }

    /// Plays what answers a request, as each of the tapes reads it: of the first tape that has an entry which was not
    /// played, or else of the first that has one.
    mutating func outcome(
        of readings: some Sequence<(Int, RequestReading)>,
        session name: String,
        _ tapes: [Tape]
    ) -> Outcome {
        // Taken out, so that playing changes the only copy.
        var sessions = self.sessions.removeValue(forKey: name) ?? tapes.map { _ in PlaySession() }
        defer { self.sessions[name] = sessions }
        var best: (tape: Int, choice: PlaySession.Choice)?
        for (tape, reading) in readings where best?.choice.isFresh != true {
            guard let choice = sessions[tape].choose(reading, on: tapes[tape]) else { continue }
            if best == nil || choice.isFresh { best = (tape, choice) }
        }
        guard let (tape, choice) = best else { return .miss(sessions) }
        sessions[tape].play(choice, on: tapes[tape])
        let bindings = sessions[tape].bindings
        return .response(
            script(for: choice.entry, of: tape, tapes[tape]).response {
                tapes[tape].holes.value(of: $0, bindings: bindings)
            }
        )
    }

    /// Keeps a miss for the summary.
    mutating func add(_ miss: Miss) {
        missCount += 1
        if misses.count < Self.keptMisses { misses.append(miss) }
    }

    private mutating func script(for entry: Int, of index: Int, _ tape: Tape) -> ResponseScript {
        if let script = scripts[index][entry] { return script }
        let exchange = tape.entries[entry].exchange
        let response = exchange.response ?? Response(status: 502)
        let script = ResponseScript(response, method: exchange.request.method, holes: tape.holes)
        scripts[index][entry] = script
        return script
    }
}
