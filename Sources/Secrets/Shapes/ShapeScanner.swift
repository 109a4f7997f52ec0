/// Finds all shapes in one pass: a table of the first two bytes of each shape dismisses most positions.
struct ShapeScanner: Sendable {
    /// What was found at a range.
    struct Match {
        var range: Range<Int>
        var kind: Kind
        var matchClass: MatchClass
    }

    /// The scanner for everything that is known.
    static let standard = ShapeScanner(TokenPattern.catalogue)

    private enum Form {
        case pattern(TokenPattern)
        case compactToken
        case privateKey
    }

    /// A form with what a look at the text must show before it is worth a closer one.
    private struct Entry {
        var literal: [UInt8]
        /// Whether the literal is the beginning of the form, so that no token may go on across it.
        var isBeginning: Bool
        var form: Form
    }

    /// By the first two bytes of the literal: 0, or the number of a list of entries.
    private var table = [UInt8](repeating: 0, count: 1 << 16)
    private var entries: [[Entry]] = [[]]

    init(_ patterns: [TokenPattern]) {
        for pattern in patterns {
            add(Entry(literal: pattern.literal, isBeginning: pattern.beginsWithLiteral, form: .pattern(pattern)))
        }
        for literal in ["ey", "ew"] { add(Entry(literal: Array(literal.utf8), isBeginning: true, form: .compactToken)) }
        for literal in ["----", "Private-Lines: "] {
            add(Entry(literal: Array(literal.utf8), isBeginning: false, form: .privateKey))
        }
    }

    private mutating func add(_ entry: Entry) {
        let key = Int(entry.literal[0]) << 8 | Int(entry.literal[1])
        if table[key] == 0 {
            table[key] = UInt8(entries.count)
            entries.append([])
        }
        entries[Int(table[key])].append(entry)
    }

    /// The shapes in a text, in order, not overlapping.
    func matches(in bytes: [UInt8]) -> [Match] {
        var matches: [Match] = []
        bytes.withUnsafeBufferPointer { bytes in
            guard bytes.count >= 16 else { return }
            var text = ScannedText(bytes)
            table.withUnsafeBufferPointer { table in
                var position = 0
                let last = bytes.count - 1
                while position < last {
                    let list = table[Int(bytes[position]) << 8 | Int(bytes[position + 1])]
                    if list != 0, let (match, end) = longest(of: entries[Int(list)], at: position, in: &text) {
                        matches.append(match)
                        position = max(end, position + 1)
                    } else {
                        position += 1
                    }
                }
            }
        }
        return matches
    }

    private func longest(
        of entries: [Entry],
        at position: Int,
        in text: inout ScannedText
    ) -> (match: Match, end: Int)? {
        let isBoundary = text.isBoundary(position)
        var best: (match: Match, end: Int)?
        for entry in entries where isBoundary || !entry.isBeginning {
            guard text.holds(entry.literal, at: position),
                let found = match(entry.form, at: position, in: &text), found.end > best?.end ?? 0
            else { continue }
            best = found
        }
        return best
    }

    private func match(_ form: Form, at position: Int, in text: inout ScannedText) -> (match: Match, end: Int)? {
        switch form {
        case .pattern(let pattern):
            guard let (whole, secret) = pattern.match(at: position, in: &text) else { return nil }
            return (Match(range: secret, kind: pattern.kind, matchClass: .issued), whole.upperBound)
        case .compactToken:
            guard let (end, kind, matchClass) = CompactToken.match(at: position, in: &text) else { return nil }
            return (Match(range: position..<end, kind: kind, matchClass: matchClass), end)
        case .privateKey:
            guard let (secret, end) = PrivateKeyText.match(at: position, in: &text) else { return nil }
            return (Match(range: secret, kind: .privateKey, matchClass: .held), end)
        }
    }
}
