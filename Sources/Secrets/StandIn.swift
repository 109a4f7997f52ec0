import Capture

/// Values that stand where a token would: of documents, of templates, of programs that have none, of other redactors.
enum StandIn {
    private static let words: Set<String> = [
        "null", "nil", "none", "nan", "undefined", "true", "false", "deleted", "expired", "redacted", "masked",
        "hidden",
        "removed", "anonymous", "example", "token", "string", "n/a",
    ]
    private static let beginnings = ["your", "my_", "my-", "<your", "insert", "example_", "xxx"]

    /// Whether a value is nobody's token.
    static func contains(_ value: [UInt8]) -> Bool {
        guard let first = value.first, value.count <= 64 || value.allSatisfy({ $0 == first }) else { return false }
        // One character repeated, as in `***`, `xxxx` and made-up answers.
        if value.count >= 3, value.allSatisfy({ $0 == first }), !first.isASCIIDigit || value.count >= 16 { return true }
        let text = String(decoding: value, as: UTF8.self).lowercased()
        if words.contains(text) || beginnings.contains(where: { text.hasPrefix($0) && !text.contains { $0.isNumber } })
        {
            return true
        }
        return isBracketed(value)
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
