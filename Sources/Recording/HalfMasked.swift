import Capture
import Secrets

/// A value of which only a part was masked: what is left of it stands next to the placeholder, as in
/// `"access_token": "q7Wd93kfREDACTED_access_token_1"`.
///
/// What the recorder itself leaves around a placeholder is punctuation, or words: `Bearer`, `sess-`, a path.
enum HalfMasked {
    /// Fewer characters may be a word or a number, and tell little.
    private static let shortest = 12
    /// What stands further away is looked at no more.
    private static let furthest = 256

    /// A placeholder with what is left of the value before and behind it; `nil` when nothing is.
    static func whole(around placeholder: Range<Int>, in text: [UInt8]) -> Range<Int>? {
        let dot = UInt8(ascii: ".")
        var end = placeholder.upperBound
        if end < text.count, text[end] == dot { end += 1 }
        let behind = end + text[end...].prefix(furthest).prefix(while: isPart).count
        var start = placeholder.lowerBound
        if start > 0, text[start - 1] == dot { start -= 1 }
        let before = start - text[..<start].suffix(furthest).reversed().prefix(while: isPart).count
        let isBefore = isRandom(text[before..<start])
        let isBehind = isRandom(text[end..<behind])
        guard isBefore || isBehind else { return nil }
        return (isBefore ? before : placeholder.lowerBound)..<(isBehind ? behind : placeholder.upperBound)
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    /// Whether letters and digits, or capitals and small letters, are mixed as in no word.
    private static func isRandom(_ part: ArraySlice<UInt8>) -> Bool {
        guard part.count >= shortest, Placeholder.all(in: Array(part)).isEmpty else { return false }
        let digits = part.count { $0.isASCIIDigit }
        let capitals = part.dropFirst().count { $0 >= 0x41 && $0 <= 0x5A }
        let letters = part.count { $0.isASCIILetter }
        return digits > 0 && letters > 0 || capitals > part.count / 4 && capitals < letters
    }
}
