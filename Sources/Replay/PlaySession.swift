import Secrets

/// How far one client has played one tape: what it has bound and which answers it has had.
struct PlaySession: Sendable {
    /// What stands where the cassette has placeholders.
    private(set) var bindings = Bindings()
    private var played: [Int: Int] = [:]

    private struct Candidate {
        var scene: Int
        var fit: Fit
        /// The entry to play: the first that was not played, or the last.
        var entry: Int
        var isFresh: Bool

        /// Smaller is better.
        var rank: [Int] {
            fit.identity + [isFresh ? 0 : 1] + fit.distance + [isFresh ? entry : -entry]
        }
    }

    /// The answer to a request, before it is played.
    struct Choice {
        /// The offset of the entry.
        let entry: Int
        /// Whether the entry was not played before.
        let isFresh: Bool
        fileprivate let scene: Int
        fileprivate let fresh: [Placeholder: [UInt8]]
    }

    /// The entry that answers a request next; `nil` when none fits.
    ///
    /// Among the entries that fit: those of the nearest identity, unplayed before played, the nearest, the first one
    /// recorded. When all were played, the last one recorded repeats, as a server does whose state is final.
    func choose(_ live: RequestReading, on tape: Tape) -> Choice? {
        let unification = Unification(holes: tape.holes, bindings: bindings)
        let candidates = tape.index.candidates(for: live).compactMap { id -> Candidate? in
            let scene = tape.scenes[id]
            guard let fit = scene.pattern.fit(live, unification), let last = scene.entries.last else { return nil }
            let count = played[id] ?? 0
            let isFresh = count < scene.entries.count
            return Candidate(scene: id, fit: fit, entry: isFresh ? scene.entries[count] : last, isFresh: isFresh)
        }
        let best = candidates.min { $0.rank.lexicographicallyPrecedes($1.rank) }
        return best.map {
            Choice(entry: $0.entry, isFresh: $0.isFresh, scene: $0.scene, fresh: $0.fit.unification.fresh)
        }
    }

    /// Plays a choice: keeps what it binds.
    mutating func play(_ choice: Choice, on tape: Tape) {
        for (placeholder, value) in choice.fresh {
            if tape.holes.matchClass(of: placeholder) == .held {
                bindings.hold(value, as: placeholder)
            } else {
                bindings.echo(value, as: placeholder)
            }
        }
        played[choice.scene, default: 0] += 1
    }
}
