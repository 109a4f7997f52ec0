import Capture

/// Which values are told from ordinary text.
enum Distinctness {
    /// Whether a value says enough to be looked for outside of the field it was found in: `anonymous` does not. What the
    /// user named does, however plain it is.
    static func isDistinct(_ value: [UInt8], kind: Kind) -> Bool {
        if value.count >= 16 { return value.contains { $0 != value[0] } }
        if kind == .userSecret { return value.count >= ShortValues.shortest }
        guard value.count >= 6 else { return false }
        let letters = value.contains { $0.isASCIILetter }
        let others = value.contains { !$0.isASCIILetter }
        if letters && others { return true }
        guard letters else { return value.count >= 10 && kind != .cookie }
        return value.count >= 8 && isMadeOfMixedLetters(value)
    }

    /// Whether letters change between the cases too often for words, even written in camel case: a token of which none
    /// happens to be a digit.
    private static func isMadeOfMixedLetters(_ letters: [UInt8]) -> Bool {
        let changes = zip(letters, letters.dropFirst()).count { ($0 ^ $1) & 0x20 != 0 }
        return changes * 3 >= letters.count
    }
}
