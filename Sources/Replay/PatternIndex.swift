/// Finds the patterns that a request may fit by hash look-ups, however many there are.
///
/// Patterns are grouped by which of their names have holes. For each group, of which there are few, what is left of a
/// live request without those names is looked up as a whole.
struct PatternIndex: Sendable {
    private var tables: [RequestAddress: Table] = [:]
    private var holedPaths: [RequestAddress: [[TextPattern.Piece]: Table]] = [:]

    /// The patterns of one address.
    private typealias Table = [Group: [[RequestField]: [Int]]]

    /// What patterns have in common that are looked up together.
    private struct Group: Hashable, Sendable {
        var holedNames: Set<RequestField.Name>
        var hasAuthorization: Bool
    }

    /// Enters a pattern under an identifier.
    mutating func insert(_ pattern: RequestPattern, _ id: Int) {
        let group = Group(holedNames: pattern.holedNames, hasAuthorization: pattern.hasAuthorization)
        let key = pattern.literalFields
        if pattern.path.literal != nil {
            tables[pattern.address, default: [:]][group, default: [:]][key, default: []].append(id)
        } else {
            holedPaths[pattern.address, default: [:]][pattern.path.outline, default: [:]][group, default: [:]][
                key,
                default: []
            ].append(id)
        }
    }

    /// The patterns whose literal fields are those of a request; what is in their holes is still to be compared.
    func candidates(for live: RequestReading) -> [Int] {
        var found: [Int] = []
        if let table = tables[live.address] { collect(from: table, live, into: &found) }
        guard !holedPaths.isEmpty else { return found }
        var address = live.address
        address.path = []
        for table in (holedPaths[address] ?? [:]).values { collect(from: table, live, into: &found) }
        return found
    }

    /// The patterns of the address of a request, whatever their fields.
    func neighbours(of live: RequestReading) -> [Int] {
        (tables[live.address] ?? [:]).values.flatMap { $0.values.joined() }.sorted()
    }

    private func collect(from table: Table, _ live: RequestReading, into found: inout [Int]) {
        for (group, patterns) in table {
            let key = live.fields.filter { field in
                !group.holedNames.contains(field.name)
                    && (group.hasAuthorization || field.name.part != .authorization)
            }
            if let ids = patterns[key] { found += ids }
        }
    }
}
