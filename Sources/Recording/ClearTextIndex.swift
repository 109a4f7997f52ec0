/// Tells which entries of a cassette may hold a value, without reading them again.
///
/// A text is entered by its words, and by fingerprints of its substrings: of any 15 bytes in a row at least one is kept
/// (winnowing, Schleimer and others 2003). A fingerprint is a slot of a table of fixed size with a bit for every 64th
/// entry, so memory does not grow; in a fuller table more entries are named that do not hold the value. What a value
/// looks like in base64 or hexadecimal has to be asked for by itself.
struct ClearTextIndex: Sendable {
    /// The shortest value that is found anywhere; a shorter one only as whole words.
    private static let substringLength = gramLength + windowLength - 1
    private static let gramLength = 8
    private static let windowLength = 8
    private static let shortestWord = 4
    private static let slotBits = 19

    private var table = [UInt64](repeating: 0, count: 1 << slotBits)

    /// Enters the text of an entry.
    mutating func insert(_ text: [UInt8], entry: Int) {
        let bit: UInt64 = 1 << UInt64(entry & 63)
        Self.forEachFingerprint(of: text[...]) { table[$0] |= bit }
        for word in Self.words(of: text) { table[Self.slot(of: word)] |= bit }
    }

    /// The numbers of the entries, from 1 to `count`, that may hold a value.
    func entries(thatMayHold value: [UInt8], upTo count: Int) -> [Int] {
        var bits = UInt64.max
        let needle = Needle(value)
        if needle.isSubstring {
            Self.forEachFingerprint(of: needle.parts[0][...]) { bits &= table[$0] }
        } else {
            for word in needle.parts { bits &= table[Self.slot(of: word[...])] }
        }
        guard bits != 0, !needle.parts.isEmpty, count > 0 else { return [] }
        return (1...count).filter { bits & 1 << UInt64($0 & 63) != 0 }
    }

    /// What is looked for in the text of an entry in place of a value: parts of it that no escaping changes.
    struct Needle {
        /// Whether the one part may stand anywhere; otherwise all parts are whole words.
        let isSubstring: Bool
        /// The parts; all of them must be there.
        let parts: [[UInt8]]

        /// The needle for a value.
        init(_ value: [UInt8]) {
            let longest = value.split { !$0.isUnreserved }.max { $0.count < $1.count } ?? []
            isSubstring = longest.count >= substringLength
            parts = isSubstring ? [Array(longest)] : ClearTextIndex.words(of: value).map { Array($0) }
        }

        /// Whether all parts stand in the text.
        func isIn(_ text: [UInt8]) -> Bool {
            parts.allSatisfy { part in
                text.withUnsafeBufferPointer { text in
                    guard let first = part.first, text.count >= part.count else { return false }
                    return (0...text.count - part.count).contains { start in
                        text[start] == first && text[start..<start + part.count].elementsEqual(part)
                    }
                }
            }
        }
    }

    // MARK: - Fingerprints

    /// The slots of the fingerprints of a text: the least hash of each window of neighbouring substrings.
    private static func forEachFingerprint(of text: ArraySlice<UInt8>, _ body: (Int) -> Void) {
        guard text.count >= substringLength else { return }
        text.withUnsafeBytes { bytes in
            var hashes = (0..<windowLength).map { hash(bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self)) }
            var least = hashes.min() ?? 0
            body(slot(of: least))
            for start in windowLength..<max(windowLength, bytes.count - gramLength + 1) {
                let new = hash(bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
                let old = hashes[start % windowLength]
                hashes[start % windowLength] = new
                if new < least {
                    least = new
                } else if old == least {
                    least = hashes.min() ?? new
                } else {
                    continue
                }
                body(slot(of: least))
            }
        }
    }

    private static func hash(_ gram: UInt64) -> UInt64 {
        let product = gram &* 0x9E37_79B9_7F4A_7C15
        return product ^ product >> 32
    }

    private static func slot(of hash: UInt64) -> Int {
        Int((hash &* 0xD6E8_FEB8_6659_FD93) >> UInt64(64 - slotBits))
    }

    // MARK: - Words

    /// The runs of letters, digits, `-`, `_` and bytes beyond ASCII; what is escaped stands between words.
    private static func words(of text: [UInt8]) -> [ArraySlice<UInt8>] {
        var words: [ArraySlice<UInt8>] = []
        var start = 0
        var index = 0
        func endWord() {
            if index - start >= shortestWord { words.append(text[start..<index]) }
        }
        while index < text.count {
            let byte = text[index]
            if byte.isWordByte {
                index += 1
                continue
            }
            endWord()
            switch byte {
            case UInt8(ascii: "\\"): index += index + 1 < text.count && text[index + 1] == UInt8(ascii: "u") ? 6 : 2
            case UInt8(ascii: "%"): index += text[index...].starts(with: "%25".utf8) ? 5 : 3
            default: index += 1
            }
            start = index
        }
        index = text.count
        endWord()
        return words
    }

    private static func slot(of word: ArraySlice<UInt8>) -> Int {
        slot(of: hash(word.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }))
    }
}

extension UInt8 {
    fileprivate var isAlphanumeric: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    /// Whether the byte can be part of a word.
    fileprivate var isWordByte: Bool {
        isAlphanumeric || self == UInt8(ascii: "-") || self == UInt8(ascii: "_") || self >= 0x80
    }

    /// Whether no encoding of text changes the byte (RFC 3986 §2.3).
    fileprivate var isUnreserved: Bool {
        isAlphanumeric || "-._~".utf8.contains(self)
    }
}
