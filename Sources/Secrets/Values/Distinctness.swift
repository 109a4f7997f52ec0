import Capture

/// Which values are told from ordinary text.
enum Distinctness {
    /// Whether a value says enough to be looked for outside of the field it was found in: `anonymous` does not. What the
    /// user named does, however plain it is. A `state` that is an address (`RelayState` is one mostly) stands in every
    /// message to that address.
    static func isDistinct(_ value: [UInt8], kind: Kind) -> Bool {
        if [.state, .cookie, .sessionToken].contains(kind), isAddressToReturnTo(value) { return false }
        if value.count >= 16 { return value.contains { $0 != value[0] } }
        if kind == .userSecret { return value.count >= ShortValues.shortest }
        guard value.count >= 6 else { return false }
        let letters = value.contains { $0.isASCIILetter }
        let others = value.contains { !$0.isASCIILetter }
        if letters && others { return true }
        guard letters else { return value.count >= 10 && kind != .cookie }
        return value.count >= 8 && isMadeOfMixedLetters(value)
    }

    /// Whether a value counts inside of words too: no word has it in it. Less is enough for what the user named.
    static func isLong(_ value: [UInt8], kind: Kind) -> Bool {
        value.count >= 16
            || kind == .userSecret && value.count >= 8 && value.contains(where: \.isASCIILetter)
                && value.contains { !$0.isASCIILetter }
    }

    /// Whether a value is a URL or a path, percent-encoded or not, with nothing in it that was made by chance.
    private static func isAddressToReturnTo(_ value: [UInt8]) -> Bool {
        guard let first = value.first,
            first == UInt8(ascii: "/") || first | 0x20 == UInt8(ascii: "h")
                || first == UInt8(ascii: "%")
        else { return false }
        let address = PercentCoding.decode(value, plusIsSpace: false)
        let isURL = ["http://", "https://", "/"].contains { address.starts(with: $0.utf8) }
        return isURL && !ValueTest.opaque.accepts(address, in: .text, inRequest: true)
    }

    /// Whether letters change between the cases too often for words, even written in camel case: a token of which none
    /// happens to be a digit.
    private static func isMadeOfMixedLetters(_ letters: [UInt8]) -> Bool {
        let changes = zip(letters, letters.dropFirst()).count { ($0 ^ $1) & 0x20 != 0 }
        return changes * 3 >= letters.count
    }
}
