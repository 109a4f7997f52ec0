/// Finds the patterns that a request may fit by hash look-ups, however many there are.
struct PatternIndex: Sendable {
    private var tables: [RequestAddress: Table] = [:]
    /// By the address without its path, then by the literals of the path.
    private var holedPaths: [RequestAddress: [[TextPattern.Piece]: Table]] = [:]

    /// The patterns of one address, grouped by which of their names have holes. For each group, of which there are few,
    /// what is left of a live request without those names is looked up as a whole.
    private struct Table: Sendable {
        private var groups: [Group: [[RequestField]: [Int]]] = [:]

        private struct Group: Hashable, Sendable {
            var holedNames: Set<RequestField.Name>
            var credentials: Set<RequestField.Name>
            var ignoresBody: Bool
        }

        var ids: [Int] { groups.values.flatMap { $0.values.joined() } }

        mutating func insert(_ pattern: RequestPattern, _ id: Int) {
            let group = Group(
                holedNames: pattern.holedNames,
                credentials: pattern.credentials,
                ignoresBody: pattern.ignoresBody
            )
            groups[group, default: [:]][pattern.literalFields, default: []].append(id)
        }

        func candidates(for live: RequestReading) -> [Int] {
            groups.flatMap { group, patterns in
                let key = (group.ignoresBody ? live.fieldsBeforeBody : live.fields).filter { field in
                    !group.holedNames.contains(field.name)
                        && (field.name.part != .credential || group.credentials.contains(field.name))
                }
                return patterns[key] ?? []
            }
        }
    }

    /// Enters a pattern under an identifier.
    mutating func insert(_ pattern: RequestPattern, _ id: Int) {
        if pattern.path.literal != nil {
            tables[pattern.address, default: Table()].insert(pattern, id)
        } else {
            holedPaths[pattern.address, default: [:]][pattern.path.outline, default: Table()].insert(pattern, id)
        }
    }

    /// The patterns whose literal fields are those of a request; what is in their holes is still to be compared.
    func candidates(for live: RequestReading) -> [Int] {
        let found = tables[live.address]?.candidates(for: live) ?? []
        guard !holedPaths.isEmpty else { return found }
        var address = live.address
        address.path = []
        return found + (holedPaths[address] ?? [:]).values.flatMap { $0.candidates(for: live) }
    }

    /// The patterns of the address of a request, whatever their fields.
    func neighbours(of live: RequestReading) -> [Int] {
        tables[live.address]?.ids.sorted() ?? []
    }
}
