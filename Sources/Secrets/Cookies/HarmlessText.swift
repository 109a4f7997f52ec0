import Capture

/// The texts that a setting is made of.
enum HarmlessText {
    private static let booleans: Set<String> = [
        "", "0", "1", "true", "false", "yes", "no", "on", "off", "y", "n", "t", "f", "deleted", "expired", "null",
        "undefined", "none",
    ]
    /// Words that hardly sound like one.
    private static let words: Set<String> = [
        "landscape", "fullscreen", "touchscreen", "splitscreen", "worldwide", "deutsch", "https",
    ]
    private static let areas: Set<String> = [
        "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
        "Etc", "US",
    ]
    private static let separators = Array(",|:; .-_/!()+'[]".utf8)

    /// Whether a value says yes, no or nothing.
    static func isBoolean(_ value: [UInt8]) -> Bool {
        value.count <= 9 && booleans.contains(String(decoding: value, as: UTF8.self).lowercased())
    }

    /// Whether a value is one thing: a word, a number, a date, a size, a colour, a time zone.
    static func isAtom(_ value: [UInt8], _ hint: NameHint) -> Bool {
        value.count <= 2 || isWord(value) || isNumber(value) || isDate(value) || isSize(value) || isColour(value)
            || isTimeZone(value) || hint == .time && value.count == 13 && value.allSatisfy(\.isASCIIDigit)
    }

    /// Whether a value is made of words and small numbers: `dark-mode`, `en_US.UTF-8`, `1.20.3`, `C0001:1,C0002:0`.
    static func isList(_ value: [UInt8]) -> Bool {
        guard value.count <= 512 else { return false }
        var words = 0
        var digits = 0
        var short = 0
        for part in value.split(whereSeparator: separators.contains) {
            let part = Array(part)
            if isWord(part), part.count > 2 {
                words += 1
            } else if isShort(part) {
                digits += part.filter(\.isASCIIDigit).count
                if !part.allSatisfy(\.isASCIIDigit) { short += 1 }
            } else {
                return false
            }
        }
        return digits <= 12 + 4 * words && short <= 2 + words
    }

    /// Whether a value is in the form of a UUID (RFC 9562 §4).
    static func isUUID(_ value: [UInt8]) -> Bool {
        value.count == 36
            && value.enumerated().allSatisfy { index, byte in
                [8, 13, 18, 23].contains(index) ? byte == UInt8(ascii: "-") : Hex.value(of: byte) != nil
            }
    }

    /// A number of ten digits at most, two characters, or a letter or two with a small number: `v2`, `C0001`, `px16`.
    private static func isShort(_ part: [UInt8]) -> Bool {
        if part.count <= 2 || part.count <= 10 && part.allSatisfy(\.isASCIIDigit) { return true }
        let letters = part.prefix { $0.isASCIILetter }
        return letters.count <= 2 && part.count <= 6 && part.dropFirst(letters.count).allSatisfy(\.isASCIIDigit)
    }

    // MARK: - Words

    /// Whether a value is a word, or a few written as one: `dark`, `USD`, `Accepted`, `darkMode`.
    static func isWord(_ value: [UInt8]) -> Bool {
        guard !value.isEmpty, value.count <= 24, value.allSatisfy(\.isASCIILetter) else { return false }
        let isUpper = value.allSatisfy { $0 & 0x20 == 0 }
        var start = 0
        for end in 1...value.count where end == value.count || !isUpper && value[end] & 0x20 == 0 {
            let part = value[start..<end].map { $0 | 0x20 }
            // `kJhGfD` is none.
            guard part.count >= 3 || value.count <= 2, isPronounceable(part) else { return false }
            start = end
        }
        return true
    }

    /// Whether lower-case letters could be said: random ones of some length hardly ever can.
    private static func isPronounceable(_ letters: [UInt8]) -> Bool {
        if letters.count <= 4 || words.contains(String(decoding: letters, as: UTF8.self)) { return true }
        guard letters.count <= 16 else { return false }
        let mostConsonants = letters.count <= 12 ? 3 : 2
        var consonants = 0
        var vowels = 0
        var hasVowel = false
        for letter in letters {
            if "aeiouy".utf8.contains(letter) {
                (vowels, consonants, hasVowel) = (vowels + 1, 0, true)
            } else {
                (vowels, consonants) = (0, consonants + 1)
            }
            guard consonants <= mostConsonants, vowels <= 3 else { return false }
        }
        return hasVowel
    }

    // MARK: - Numbers

    /// `12345`, `-1`, `1.25`, `50%`, `16px`.
    private static func isNumber(_ value: [UInt8]) -> Bool {
        let unsigned =
            value.first == UInt8(ascii: "-") || value.first == UInt8(ascii: "+") ? value.dropFirst() : value[...]
        let whole = unsigned.prefix(while: \.isASCIIDigit)
        var rest = unsigned.dropFirst(whole.count)
        if rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ",") {
            let fraction = rest.dropFirst().prefix(while: \.isASCIIDigit)
            guard !fraction.isEmpty, whole.count + fraction.count <= 18, whole.count <= 4 else { return false }
            rest = rest.dropFirst(fraction.count + 1)
        }
        let units = ["", "%", "px", "em", "rem", "pt", "vh", "vw", "ms", "s"]
        return !whole.isEmpty && whole.count <= 10 && units.contains(String(decoding: rest, as: UTF8.self))
    }

    private static let dateMarks = Array("-:.+TZ ".utf8)

    /// A date of ISO 8601, with or without a time.
    private static func isDate(_ value: [UInt8]) -> Bool {
        value.count >= 10 && value.count <= 29 && value.allSatisfy { $0.isASCIIDigit || dateMarks.contains($0) }
            && value[4] == UInt8(ascii: "-") && value[7] == UInt8(ascii: "-")
            && (value.starts(with: "19".utf8) || value.starts(with: "20".utf8))
    }

    /// `1920x1080`, `1920x1080x24`.
    private static func isSize(_ value: [UInt8]) -> Bool {
        let parts = value.split(separator: UInt8(ascii: "x"), omittingEmptySubsequences: false)
        return (2...3).contains(parts.count)
            && parts.allSatisfy { (1...5).contains($0.count) && $0.allSatisfy(\.isASCIIDigit) }
    }

    /// `#fc0`, `#ffcc00`, `#ffcc0080`.
    private static func isColour(_ value: [UInt8]) -> Bool {
        value.first == UInt8(ascii: "#") && [4, 5, 7, 9].contains(value.count)
            && value.dropFirst().allSatisfy { Hex.value(of: $0) != nil }
    }

    /// `Europe/Berlin`, `America/Port-au-Prince`.
    private static func isTimeZone(_ value: [UInt8]) -> Bool {
        guard value.count <= 40, let slash = value.firstIndex(of: UInt8(ascii: "/")) else { return false }
        return areas.contains(String(decoding: value[..<slash], as: UTF8.self))
            && value[slash...].allSatisfy { $0.isASCIILetter || "/_-+0123456789".utf8.contains($0) }
    }
}
