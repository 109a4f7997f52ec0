import Capture

/// Known values of four to seven bytes. They count only between delimiters, where ordinary words would too, so that each
/// word of a text is looked up as a whole.
struct ShortValues: Sendable {
    /// What is shorter stands everywhere.
    static let shortest = 4

    /// Each value packed into one number.
    private var ids: [UInt64: Ledger.ID] = [:]
    private var lengths: Set<Int> = []

    mutating func insert(_ value: [UInt8], id: Ledger.ID) {
        ids[Self.packed(value)] = id
        lengths.insert(value.count)
    }

    /// Adds the occurrences in a text.
    func appendMatches(in text: UnsafeRawBufferPointer, to matches: inout [KnownValues.Match]) {
        guard !ids.isEmpty else { return }
        for start in text.indices where start == 0 || !text[start - 1].isLetterOrDigit {
            for length in lengths where start + length <= text.count {
                let range = start..<(start + length)
                guard KnownValues.isDelimited(range, in: text), let id = ids[Self.packed(text[range])] else { continue }
                matches.append(KnownValues.Match(range: range, id: id, form: .whole))
            }
        }
    }

    private static func packed(_ value: some Sequence<UInt8>) -> UInt64 {
        value.reduce(1) { $0 << 8 | UInt64($1) }
    }
}
