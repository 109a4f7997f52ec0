import Capture

/// Finds any number of known values in a text in one pass.
///
/// Each form of a value (itself; its base64 and base64url at the three alignments; its hex) is entered under eight of
/// its bytes, its anchor. A text is then read once with a table look-up at each byte, so that the time does not grow with
/// the number of values, and values can be added at any time. Shorter values are found only where they stand alone
/// between delimiters, since they would be found in ordinary words otherwise.
struct KnownValues: Sendable {
    /// A form of a value that was found.
    struct Match {
        var range: Range<Int>
        var id: Ledger.ID
        /// Whether the form is the value itself.
        var isLiteral: Bool
    }

    private struct Form: Sendable {
        var bytes: [UInt8]
        var id: Ledger.ID
        var isLiteral: Bool
        /// Whether the form counts only between delimiters.
        var standsAlone: Bool
        /// Where the anchor stands in the form.
        var offset = 0
    }

    private static let anchorLength = 8
    private var forms: [UInt64: [Form]] = [:]
    private var short: [[UInt8]: Ledger.ID] = [:]
    private var filter = AnchorFilter()
    /// Whether any of the values has a space in it, which a form writes as `+`.
    private(set) var haveSpaces = false

    /// Enters a value. Kinds that are no secrets, and values that any text may hold, are left out.
    mutating func insert(_ value: [UInt8], id: Ledger.ID, kind: Kind) {
        guard !kind.isHarmless, Self.isDistinctive(value, kind: kind) else { return }
        guard value.count >= Self.anchorLength else {
            short[value] = id
            return
        }
        haveSpaces = haveSpaces || value.contains(0x20)
        for variant in Self.variants(of: value) {
            add(Form(bytes: variant, id: id, isLiteral: true, standsAlone: value.count < 16))
        }
        guard value.count >= 12 else { return }
        for core in EncodedForms.all(of: value) {
            add(Form(bytes: core, id: id, isLiteral: false, standsAlone: false))
        }
    }

    /// Whether a value says enough to be looked for outside of the field it was found in: `anonymous` does not.
    static func isDistinctive(_ value: [UInt8], kind: Kind) -> Bool {
        if value.count >= 16 { return value.contains { $0 != value[0] } }
        guard value.count >= 6 else { return false }
        let letters = value.contains { $0.isASCIILetter }
        let others = value.contains { !$0.isASCIILetter }
        return letters && others || value.count >= 10 && !letters && kind != .cookie
    }

    /// The value as it is; hex in the other case too; and what UTF-8 in it is in Latin-1.
    private static func variants(of value: [UInt8]) -> [[UInt8]] {
        var variants = [value]
        if value.count >= 16, value.allSatisfy({ Hex.value(of: $0) != nil }) {
            for form in [
                value.map { $0.isASCIILetter ? $0 | 0x20 : $0 }, value.map { $0.isASCIILetter ? $0 & 0xDF : $0 },
            ]
            where form != value { variants.append(form) }
        }
        if value.contains(where: { $0 >= 0x80 }), let text = String(validating: value, as: UTF8.self) {
            let latin = text.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
            if latin.count == text.unicodeScalars.count, latin.count >= anchorLength { variants.append(latin) }
        }
        return variants
    }

    // MARK: - Searching

    /// The occurrences in a text, in no order.
    func matches(in text: [UInt8]) -> [Match] {
        var matches = short.isEmpty ? [] : shortMatches(in: text)
        if !forms.isEmpty, text.count >= Self.anchorLength {
            text.withUnsafeBytes { bytes in
                for position in 0...(bytes.count - Self.anchorLength) {
                    let anchor = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                    if filter.mayHold(anchor) { append(at: position, anchor: anchor, in: bytes, to: &matches) }
                }
            }
        }
        return matches
    }

    private func append(at anchored: Int, anchor: UInt64, in text: UnsafeRawBufferPointer, to matches: inout [Match]) {
        for form in forms[anchor] ?? [] {
            let range = (anchored - form.offset)..<(anchored - form.offset + form.bytes.count)
            guard range.lowerBound >= 0, range.upperBound <= text.count,
                UnsafeRawBufferPointer(rebasing: text[range]).elementsEqual(form.bytes),
                !form.standsAlone || isDelimited(range, in: text)
            else { continue }
            matches.append(Match(range: range, id: form.id, isLiteral: form.isLiteral))
        }
    }

    private func isDelimited(_ range: Range<Int>, in text: UnsafeRawBufferPointer) -> Bool {
        (range.lowerBound == 0 || !text[range.lowerBound - 1].isTokenCharacter)
            && (range.upperBound == text.count || !text[range.upperBound].isTokenCharacter)
    }

    /// The matches in order; of two where one holds the other, the longer.
    static func outermost(of matches: [Match]) -> [Match] {
        guard matches.count > 1 else { return matches }
        let sorted = matches.sorted { left, right in
            (left.range.lowerBound, right.range.upperBound) < (right.range.lowerBound, left.range.upperBound)
        }
        var outermost: [Match] = []
        for match in sorted where match.range.upperBound > outermost.last?.range.upperBound ?? 0 {
            outermost.append(match)
        }
        return outermost
    }

    private func shortMatches(in text: [UInt8]) -> [Match] {
        text.runs(where: \.isTokenCharacter).compactMap { run in
            guard run.count < Self.anchorLength, let id = short[Array(text[run])] else { return nil }
            return Match(range: run, id: id, isLiteral: true)
        }
    }

    // MARK: - Entering

    /// Enters a form under the one of a few anchors that the fewest others have: tokens of one issuer often begin alike
    /// or end alike.
    private mutating func add(_ form: Form) {
        guard form.bytes.count >= Self.anchorLength else { return }
        let last = form.bytes.count - Self.anchorLength
        var best: (anchor: UInt64, offset: Int, load: Int)?
        for offset in [0, last, last / 2, last / 3, last * 3 / 4] {
            let anchor = form.bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
            let others = forms[anchor] ?? []
            if others.contains(where: { $0.bytes == form.bytes }) { return }
            if others.count < best?.load ?? .max { best = (anchor, offset, others.count) }
            if others.isEmpty { break }
        }
        guard let best else { return }
        var form = form
        form.offset = best.offset
        forms[best.anchor, default: []].append(form)
        filter.insert(best.anchor)
    }
}

/// One bit for each hash of an anchor: most positions of a text are dismissed by it. It grows with its load.
private struct AnchorFilter: Sendable {
    private var words = [UInt64](repeating: 0, count: 1 << 8)
    private var shift: UInt64 = 64 - 14
    private var anchors: [UInt64] = []

    func mayHold(_ anchor: UInt64) -> Bool {
        let slot = Int((anchor &* 0x9E37_79B9_7F4A_7C15) >> shift)
        return words[slot >> 6] & (1 << UInt64(slot & 63)) != 0
    }

    mutating func insert(_ anchor: UInt64) {
        anchors.append(anchor)
        if anchors.count * 16 > words.count * 64 {
            shift -= 2
            words = [UInt64](repeating: 0, count: words.count * 4)
            for anchor in anchors { set(anchor) }
        } else {
            set(anchor)
        }
    }

    private mutating func set(_ anchor: UInt64) {
        let slot = Int((anchor &* 0x9E37_79B9_7F4A_7C15) >> shift)
        words[slot >> 6] |= 1 << UInt64(slot & 63)
    }
}

extension UInt8 {
    /// Whether the byte can be part of a token in running text: a letter, a digit, `-`, `_` or any byte beyond ASCII.
    var isTokenCharacter: Bool {
        isASCIILetter || isASCIIDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "_") || self >= 0x80
    }
}
