/// What would make replay accept a request that nothing fitted.
struct MissHint {
    /// A sentence or two for a person.
    let text: String

    /// The hint for a request whose nearest neighbour is this.
    init(nearest: Miss.Neighbour?) {
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
        let names = options.compactMap { if case .name(let name) = $0 { name } else { nil } }.sorted()
        let left = options.compactMap { if case .part(let part) = $0 { part } else { nil } }
        var flags = names.map { "--ignore \($0)" }
        if !left.isEmpty {
            let rest = MatchRules.Part.allCases.filter { !left.contains($0) }.map(\.rawValue)
            flags.append("--match \(rest.joined(separator: ","))")
        }
        text = "To accept it as entry \(nearest.entry.number): \(flags.joined(separator: " ")). \(record)"
    }
}
