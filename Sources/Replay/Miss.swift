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

    /// Explains why a request fitted no entry.
    init(_ request: Request, _ contexts: [Context], finder: SightingFinder) {
        let mask = LiveMask(request, finder: finder) { value in
            contexts.lazy.compactMap { $0.session.bindings.owner(of: value) ?? $0.tape.holes.issuer(of: value) }.first
        }
        let neighbours = contexts.flatMap { Self.neighbours($0, mask) }
        nearest = Array(neighbours.sorted { $0.distance < $1.distance }.prefix(3))
        cassettes = contexts.map(\.tape.name)
        method = request.method
        var shown = mask.request
        shown.target = Array(mask.text(mask.request.target).utf8)
        url = shown.url
        hint = MissHint(nearest: nearest.first).text
    }

    /// The recorded requests of the same address; without any, those of all addresses.
    private static func neighbours(_ context: Context, _ mask: LiveMask) -> [Neighbour] {
        let tape = context.tape
        let same = tape.index.neighbours(of: context.reading)
        let comparison = Comparison(
            live: context.reading,
            masked: RequestReading(mask.request, rules: tape.rules),
            mask: mask,
            unification: Unification(holes: tape.holes, bindings: context.session.bindings)
        )
        return (same.isEmpty ? Array(tape.scenes.indices) : same).prefix(comparisons).compactMap { id in
            let scene = tape.scenes[id]
            guard let entry = scene.entries.first else { return nil }
            let recorded = RequestReading(tape.entries[entry].exchange.request, rules: tape.rules)
            let differences = comparison.differences(from: scene.pattern, recorded: recorded)
            return Neighbour(entry: PlaySummary.Entry(tape, entry), differences: differences)
        }
    }
}
