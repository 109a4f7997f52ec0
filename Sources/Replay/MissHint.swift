/// What would make replay accept a request that nothing fitted.
struct MissHint {
    /// A sentence or two for a person.
    let text: String

    /// The hint for a request whose nearest neighbour is this, of a tape with these rules.
    init(nearest: Miss.Neighbour?, rules: MatchRules) {
        guard let nearest else {
            text = "The cassette has no entry that can be played; record the request first."
            return
        }
        let record = "Otherwise record the conversation again with this request in it."
        let options = Set(nearest.differences.map(\.option))
        guard !options.isEmpty else {
            text =
                "The fields fit one by one but not together: one live value stands for two recorded secrets. \(record)"
            return
        }
        guard !options.contains(.none) else {
            text = "No option accepts this difference. Record the conversation again with this request in it."
            return
        }
        let names = options.compactMap { if case .name(let name) = $0 { name } else { nil } }
        let left = options.compactMap { if case .part(let part) = $0 { part } else { nil } }
        var flags: [String] = []
        if !names.isEmpty { flags = rules.ignored.union(names).sorted().map { "--ignore \($0)" } }
        if !left.isEmpty {
            let rest = MatchRules.Part.allCases.filter { rules.parts.contains($0) && !left.contains($0) }
            flags.append("--match \(rest.map(\.rawValue).joined(separator: ","))")
        }
        text = "To accept it as entry \(nearest.entry.number): \(flags.joined(separator: " ")). \(record)"
    }
}
