/// The second check: looks for secrets in what is about to be written, and shares no code with the finder.
///
/// It unfolds a text with decoders of its own (``LeakCheckDecoding``), and slides a window of eight bytes over each of
/// its forms. Case makes no difference. It is meant to be plain rather than clever: what it finds is a fault of the
/// finder.
public struct LeakCheck: Sendable {
    /// A value under one of its windows.
    private struct Mark: Sendable {
        var value: Int
        /// Where in the value the window stands.
        var offset: Int
    }

    private struct Value: Sendable {
        var bytes: [UInt8]
        /// Whether it is so short that it counts only where nothing of a word stands next to it.
        var isShort: Bool
    }

    private static let width = 8
    private static let shortestPart = 16
    private static let shortestCutPart = 12

    private var values: [Value] = []
    private var marks: [UInt64: [Mark]] = [:]
    /// As ``marks``, for the parts of values; a few values stand for all that have a window in common.
    private var partMarks: [UInt64: [Mark]] = [:]
    /// One bit for each hash of a window, so that most are dismissed without a look-up.
    private var seen = [UInt64](repeating: 0, count: 1 << 12)
    private var load = 0
    private var words = LeakCheckWords()

    /// A check that knows no values.
    public init() {}

    /// Looks for this value from now on. Values that ordinary text may hold are left to the finder, unless `isTelling`,
    /// and so are texts in the form of a placeholder, which stand in every cassette.
    ///
    /// `hasTellingParts` says that the value is made by chance, so that a part of it gives it away too.
    mutating func add(_ value: [UInt8], hasTellingParts: Bool = false, isTelling: Bool = false) {
        guard isTelling && value.count >= Self.width || Self.isTelling(value), !value.starts(with: "REDACTED_".utf8)
        else { return }
        let folded = value.map(Self.folded)
        values.append(Value(bytes: folded, isShort: value.count < 16))
        let index = values.count - 1
        // Tokens of one issuer often begin alike, or end alike.
        let last = folded.count - Self.width
        let offsets = [0, last, last / 2, last / 3, last / 4, last * 2 / 3]
        let offset = offsets.min { count(folded, at: $0) < count(folded, at: $1) } ?? 0
        enter(Self.window(folded, at: offset), Mark(value: index, offset: offset), in: \.marks)
        // A part of what has the text of a placeholder in it stands in every cassette.
        guard hasTellingParts, !Self.hasPlaceholderText(folded) else { return }
        var start = 0
        for (position, byte) in (folded + [0]).enumerated() where !Self.isPartByte(byte) {
            addParts(of: index, from: start, to: position)
            start = position + 1
        }
    }

    /// Looks for a credential that is an ordinary word, where a word for a credential introduces it.
    mutating func addWord(_ word: [UInt8]) {
        words.add(word)
    }

    private func count(_ value: [UInt8], at offset: Int) -> Int {
        marks[Self.window(value, at: offset)]?.count ?? 0
    }

    private mutating func addParts(of index: Int, from start: Int, to end: Int) {
        guard end - start >= Self.shortestPart, let least = leastPart(of: values[index].bytes, start, end) else {
            return
        }
        var offset = start
        while offset + Self.width <= end {
            addPart(of: index, at: offset)
            offset += least - Self.width + 1
        }
        addPart(of: index, at: end - Self.width)
    }

    private mutating func addPart(of index: Int, at offset: Int) {
        let window = Self.window(values[index].bytes, at: offset)
        // What repeats itself tells nothing, and stands everywhere in a text that does.
        guard window >> 32 != window & 0xFFFF_FFFF else { return }
        let others = partMarks[window] ?? []
        guard others.count < 8, others.last?.value != index else { return }
        enter(window, Mark(value: index, offset: offset), in: \.partMarks)
    }

    /// The shortest part of a word of a value that tells; `nil` when none does, as in the header of a JSON Web Token.
    private func leastPart(of value: [UInt8], _ start: Int, _ end: Int) -> Int? {
        let isObject = value[start] == 0x65 && value[start + 1] == 0x79
        if isObject { return start > 0 && end - start >= 32 ? max(24, (end - start) / 4) : nil }
        return max(Self.shortestPart, (end - start) / 4)
    }

    private mutating func enter(_ window: UInt64, _ mark: Mark, in table: WritableKeyPath<LeakCheck, [UInt64: [Mark]]>)
    {
        self[keyPath: table][window, default: []].append(mark)
        load += 1
        if load * 16 > seen.count * 64 {
            seen = [UInt64](repeating: 0, count: seen.count * 4)
            for window in marks.keys { note(window) }
            for window in partMarks.keys { note(window) }
        } else {
            note(window)
        }
    }

    private mutating func note(_ window: UInt64) {
        let bit = bit(of: window)
        seen[bit >> 6] |= 1 << UInt64(bit & 63)
    }

    private func bit(of window: UInt64) -> Int {
        let mixed = (window ^ window >> 29) &* 0xBF58_476D_1CE4_E5B9
        return Int(truncatingIfNeeded: mixed >> 32) & (seen.count * 64 - 1)
    }

    private static func hasPlaceholderText(_ folded: [UInt8]) -> Bool {
        let text = Array("redacted_".utf8)
        return folded.indices.contains { folded[$0] == text[0] && folded[$0...].starts(with: text) }
    }

    private static func isTelling(_ value: [UInt8]) -> Bool {
        guard value.count >= width, value.contains(where: { $0 != value[0] }) else { return false }
        guard value.count < 16 else { return true }
        return value.contains { isLetter($0) } && value.contains { !isLetter($0) }
    }

    // MARK: - Looking

    /// Whether any of the values, or a telling part of one, stands in the text: plain, or behind up to four layers of
    /// escapes, and in each of these as hex, base64 at any alignment or compressed, nested to a depth of three.
    public func finds(in text: [UInt8]) -> Bool {
        guard text.count >= 4 else { return false }
        var decoding = LeakCheckDecoding(of: text)
        while let form = decoding.next() {
            if holds(form) || words.isIntroduced(in: form) { return true }
        }
        // A text that cannot be unfolded to its end is not let through.
        return decoding.isCutShort
    }

    /// Whether a value stands in these bytes as they are.
    private func holds(_ text: [UInt8]) -> Bool {
        text.withUnsafeBufferPointer { text in
            guard text.count >= Self.width else { return false }
            var window: UInt64 = 0
            var budget = 64 * text.count + 1 << 16
            for (index, byte) in text.enumerated() {
                window = window << 8 | UInt64(Self.folded(byte))
                let bit = bit(of: window)
                guard index >= Self.width - 1, seen[bit >> 6] & 1 << UInt64(bit & 63) != 0 else { continue }
                let start = index + 1 - Self.width
                for mark in marks[window] ?? [] {
                    budget -= values[mark.value].bytes.count
                    // Whatever was built to be compared for ever is not let through either.
                    if budget < 0 || isWhole(mark, in: text, at: start) { return true }
                }
                for mark in partMarks[window] ?? [] {
                    budget -= values[mark.value].bytes.count
                    if budget < 0 || isPart(mark, in: text, at: start) { return true }
                }
            }
            return false
        }
    }

    private func isWhole(_ mark: Mark, in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        let value = values[mark.value]
        let begin = start - mark.offset
        let end = begin + value.bytes.count
        guard begin >= 0, end <= text.count else { return false }
        for (index, byte) in value.bytes.enumerated() where Self.folded(text[begin + index]) != byte { return false }
        guard value.isShort else { return true }
        return (begin == 0 || !Self.isWord(text[begin - 1])) && (end == text.count || !Self.isWord(text[end]))
    }

    /// Whether a telling part of the value stands around a window.
    private func isPart(_ mark: Mark, in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        let value = values[mark.value].bytes
        var first = mark.offset
        var last = mark.offset + Self.width
        let shift = start - mark.offset
        while first > 0, first + shift > 0, Self.isPartByte(value[first - 1]),
            Self.folded(text[first - 1 + shift]) == value[first - 1]
        {
            first -= 1
        }
        while last < value.count, last + shift < text.count, Self.isPartByte(value[last]),
            Self.folded(text[last + shift]) == value[last]
        {
            last += 1
        }
        let length = last - first
        guard length >= Self.shortestCutPart, Set(value[first..<last].prefix(64)).count >= 6 else { return false }
        var wordStart = first
        while wordStart > 0, Self.isPartByte(value[wordStart - 1]) { wordStart -= 1 }
        var wordEnd = last
        while wordEnd < value.count, Self.isPartByte(value[wordEnd]) { wordEnd += 1 }
        guard let least = leastPart(of: value, wordStart, wordEnd) else { return false }
        if length >= least { return true }
        guard value[wordStart] != 0x65 || value[wordStart + 1] != 0x79 else { return false }
        let isBeginning = first == wordStart
        let isEnd = last == wordEnd
        if length >= Self.shortestPart { return isBeginning || isEnd }
        let behind = text[(last + shift)...].prefix(3)
        let before = text[..<(first + shift)].suffix(3)
        return isBeginning && (behind.starts(with: "..".utf8) || behind.first == 0x2A || behind.elementsEqual("…".utf8))
            || isEnd
                && (before.suffix(2).elementsEqual("..".utf8) || before.last == 0x2A || before.elementsEqual("…".utf8))
    }

    // MARK: - Bytes

    private static func window(_ bytes: [UInt8], at start: Int) -> UInt64 {
        bytes[start..<(start + width)].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        folded(byte) >= 0x61 && folded(byte) <= 0x7A
    }

    private static func isPartByte(_ byte: UInt8) -> Bool {
        isWord(byte) && byte < 0x80 || byte == 0x2B || byte == 0x2F
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        isLetter(byte) || byte >= 0x30 && byte <= 0x39 || byte == 0x2D || byte == 0x5F || byte >= 0x80
    }
}
