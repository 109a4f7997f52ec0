import Capture

/// Values that stand where a token would: of documents, of templates, of programs that have none, of other redactors.
enum StandIn {
    private static let words: Set<String> = [
        "null", "nil", "none", "nan", "undefined", "true", "false", "deleted", "expired", "redacted", "masked",
        "hidden",
        "removed", "anonymous", "example", "token", "string", "n/a",
    ]
    private static let longestWord = words.map(\.utf8.count).max() ?? 0
    private static let beginnings = ["your", "my_", "my-", "<your", "insert", "example_", "xxx"]

    /// Whether a value is nobody's token.
    static func contains(_ value: [UInt8]) -> Bool {
        guard let first = value.first, value.count <= 64 || value.allSatisfy({ $0 == first }) else { return false }
        // One character repeated, as in `***`, `xxxx` and made-up answers.
        if value.count >= 3, value.allSatisfy({ $0 == first }), !first.isASCIIDigit || value.count >= 16 { return true }
        if "{$<[%#".utf8.contains(first), isBracketed(value) { return true }
        // Most values are neither as short as the words nor begin as the others do.
        guard value.count <= longestWord || "yYmM<iIeExX".utf8.contains(first) else { return false }
        let text = String(decoding: value, as: UTF8.self).lowercased()
        return words.contains(text)
            || beginnings.contains { text.hasPrefix($0) } && !text.contains { $0.isNumber }
    }

    /// `{token}`, `{{token}}`, `${TOKEN}`, `<your token>`, `[REDACTED]`, `%TOKEN%`: words in brackets. What has more in
    /// them than words, as JSON or a token between `<` and `>`, stands in for nothing.
    private static func isBracketed(_ value: [UInt8]) -> Bool {
        ["{}", "${}", "<>", "[]", "%%", "#{}"].contains { brackets in
            let open = brackets.utf8.dropLast()
            guard value.count > brackets.utf8.count, value.starts(with: open), value.last == brackets.utf8.last else {
                return false
            }
            let inside = value.drop { !$0.isTokenCharacter }
            let end = inside.lastIndex { $0.isTokenCharacter } ?? inside.startIndex
            return end > inside.startIndex && HarmlessText.isList(Array(inside[...end]))
        }
    }
}
