import Capture
import Secrets

/// What a player has done: the base of a strict run's verdict.
public struct PlaySummary: Hashable, Sendable {
    /// The entries that no session has played, in the order of their cassettes.
    public let unplayed: [Entry]
    /// The first requests that no entry fitted.
    public let misses: [Miss]
    /// How many requests there were that no entry fitted, the kept ones included.
    public let missCount: Int

    /// Whether every entry was played and every request answered.
    public var isComplete: Bool {
        unplayed.isEmpty && missCount == 0
    }

    /// An entry by its place in a cassette.
    public struct Entry: Hashable, Sendable {
        /// The name of the cassette.
        public let cassette: String
        /// Its number in the cassette, from 1.
        public let number: Int
        /// The recorded method.
        public let method: String
        /// The recorded URL, with its placeholders.
        public let url: String

        init(_ tape: Tape, _ offset: Int) {
            let request = tape.entries[offset].exchange.request
            cassette = tape.name
            number = offset + 1
            method = request.method
            url = request.url
        }
    }
}
