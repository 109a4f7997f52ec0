import Capture
public import Secrets

/// A cassette made ready to be played: its requests as patterns, its placeholders with the values that replay mints.
public struct Tape: Sendable {
    /// The name of the cassette, for messages and for sessions that ask for it.
    public let name: String
    /// The entries as they were recorded.
    let entries: [CassetteEntry]
    let holes: HoleTable
    let rules: MatchRules
    private let credentials: CredentialFields
    /// The different requests, in order of their first appearance.
    private(set) var scenes: [Scene] = []
    let index: PatternIndex

    /// Equal requests and the entries that answer them, one after the other.
    struct Scene: Sendable {
        let pattern: RequestPattern
        /// Offsets into the entries, ascending.
        var entries: [Int]
    }

    /// Reads the entries of a cassette. Those without a response are left out.
    public init(_ entries: [CassetteEntry], name: String, rules: MatchRules = MatchRules()) {
        self.entries = entries
        self.name = name
        self.rules = rules
        let credentials = CredentialFields(entries.lazy.map(\.exchange.request))
        self.credentials = credentials
        holes = HoleTable(entries)
        var index = PatternIndex()
        var ids: [RequestPattern: Int] = [:]
        for (offset, entry) in entries.enumerated() where entry.exchange.response != nil {
            let request = entry.exchange.request
            let reading = RequestReading(request, isDecoded: true, rules: rules, credentials: credentials)
            let pattern = RequestPattern(reading, holes: holes)
            if let id = ids[pattern] {
                scenes[id].entries.append(offset)
            } else {
                ids[pattern] = scenes.count
                index.insert(pattern, scenes.count)
                scenes.append(Scene(pattern: pattern, entries: [offset]))
            }
        }
        self.index = index
    }

    /// A live or recorded request as it is compared with this cassette's.
    func reading(of request: Request, isDecoded: Bool = false) -> RequestReading {
        RequestReading(request, isDecoded: isDecoded, rules: rules, credentials: credentials)
    }
}
