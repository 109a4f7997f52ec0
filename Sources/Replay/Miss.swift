import Capture
import Secrets

/// A request that no entry fitted: what came nearest, where it differs, and what would accept it.
///
/// No live secret is in it: they are named by their placeholders, or by their kind.
public struct Miss: Hashable, Sendable {
    /// The names of the cassettes that were asked.
    public let cassettes: [String]
    /// The method of the request.
    public let method: String
    /// The URL of the request, masked.
    public let url: String
    /// Up to three recorded requests, nearest first.
    public let nearest: [Neighbour]
    /// What to do next.
    public let hint: String

    /// A recorded request that came near.
    public struct Neighbour: Hashable, Sendable {
        /// Where it is recorded.
        public let entry: PlaySummary.Entry
        /// The fields that differ.
        public let differences: [Difference]

        var distance: Int { differences.reduce(0) { $0 + $1.weight } }
    }

    /// A cassette that was asked, and how far it has been played.
    struct Context {
        let tape: Tape
        let session: PlaySession
        let reading: RequestReading
    }

    /// How many recorded requests are compared.
    private static let comparisons = 2_000

    /// Explains why a request fitted no entry. `ledger` has what clients have shown of themselves in earlier misses.
    init(_ request: Request, _ contexts: [Context], finder: SightingFinder, ledger: inout Ledger) {
        for (placeholder, value) in contexts.flatMap(\.session.bindings.all) {
            ledger.learn(value, kind: placeholder.kind, matchClass: .held)
        }
        let mask = LiveMask(request, finder: finder, ledger: &ledger) { value in
            contexts.lazy.compactMap { $0.session.bindings.owner(of: value) ?? $0.tape.holes.issuer(of: value) }.first
        }
        let recorded = contexts.map(Self.recorded)
        let holes = RecordedHoles(recorded.joined().map(\.reading))
        let neighbours = zip(contexts, recorded).flatMap { context, recorded in
            Self.neighbours(recorded, context, mask, holes)
        }
        nearest = Array(neighbours.sorted { ($0.distance, $0.entry.number) < ($1.distance, $1.entry.number) }.prefix(3))
        cassettes = contexts.map(\.tape.name)
        method = request.method
        var shown = mask.request
        shown.target = Array(holes.target(mask.request.target, mask).utf8)
        url = shown.url
        hint = MissHint(nearest: nearest.first, rules: contexts.first?.tape.rules ?? MatchRules()).text
    }

    /// The recorded requests of the same address; without any, those of all addresses.
    private static func recorded(_ context: Context) -> [(scene: Tape.Scene, entry: Int, reading: RequestReading)] {
        let tape = context.tape
        let same = tape.index.neighbours(of: context.reading)
        return (same.isEmpty ? Array(tape.scenes.indices) : same).prefix(comparisons).compactMap { id in
            let scene = tape.scenes[id]
            return scene.entries.first.map { entry in
                (scene, entry, tape.reading(of: tape.entries[entry].exchange.request, isDecoded: true))
            }
        }
    }

    private static func neighbours(
        _ recorded: [(scene: Tape.Scene, entry: Int, reading: RequestReading)],
        _ context: Context,
        _ mask: LiveMask,
        _ holes: RecordedHoles
    ) -> [Neighbour] {
        let comparison = Comparison(
            live: context.reading,
            masked: context.tape.reading(of: mask.request, isDecoded: true),
            mask: mask,
            holes: holes,
            unification: Unification(holes: context.tape.holes, bindings: context.session.bindings)
        )
        return recorded.map { scene, entry, reading in
            let differences = comparison.differences(from: scene.pattern, recorded: reading)
            return Neighbour(entry: PlaySummary.Entry(context.tape, entry), differences: differences)
        }
    }
}
