import Capture

/// Finds any number of known values in a text in one pass.
///
/// Each form of a value (itself; its base64 and base64url at the three alignments; its hex) is entered under its first
/// eight bytes. A text is then read once with a table look-up at each byte, so that the time does not grow with the
/// number of values, and values can be added at any time. Shorter values are found only where they stand alone between
/// delimiters, since they would be found in ordinary words otherwise.
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
    }

    private static let anchorLength = 8
    private var forms: [UInt64: [Form]] = [:]
    private var short: [[UInt8]: Ledger.ID] = [:]
    /// One bit for each hash of an anchor: most positions of a text are dismissed by it.
    private var filter = [UInt64](repeating: 0, count: 1 << 12)

    /// Enters a value. Kinds that are no secrets, and values that any text may hold, are left out.
    mutating func insert(_ value: [UInt8], id: Ledger.ID, kind: Kind) {
        guard !kind.isHarmless, Self.isDistinctive(value, kind: kind) else { return }
        guard value.count >= Self.anchorLength else {
            short[value] = id
            return
        }
        let standsAlone = value.count < 16
        add(Form(bytes: value, id: id, isLiteral: true, standsAlone: standsAlone))
        guard Placeholder.read(value, at: 0) == nil, value.count >= 12 else { return }
        for core in Base64Core.all(of: value) {
            add(Form(bytes: core, id: id, isLiteral: false, standsAlone: false))
        }
        for hex in [Encoding.hex.encode(value), Encoding.hexUpper.encode(value)] {
            add(Form(bytes: hex, id: id, isLiteral: false, standsAlone: false))
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

    /// All occurrences in a text, leftmost first and longest first, without overlaps.
    func matches(in text: [UInt8]) -> [Match] {
        var matches: [Match] = []
        if !short.isEmpty { matches += shortMatches(in: text) }
        guard !forms.isEmpty, text.count >= Self.anchorLength else { return matches }
        text.withUnsafeBytes { bytes in
            var position = 0
            let last = bytes.count - Self.anchorLength
            while position <= last {
                let anchor = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                if mayHold(anchor), let match = longest(at: position, anchor: anchor, in: bytes) {
                    matches.append(match)
                    position = match.range.upperBound
                } else {
                    position += 1
                }
            }
        }
        return matches
    }

    private func longest(at start: Int, anchor: UInt64, in text: UnsafeRawBufferPointer) -> Match? {
        guard let candidates = forms[anchor] else { return nil }
        var best: Form?
        for form in candidates where form.bytes.count > (best?.bytes.count ?? 0) {
            let end = start + form.bytes.count
            guard end <= text.count, text[start..<end].elementsEqual(form.bytes) else { continue }
            if form.standsAlone, !isDelimited(start..<end, in: text) { continue }
            // `REDACTED_code_1` does not stand in `REDACTED_code_12`.
            if end < text.count, text[end].isASCIIDigit, Placeholder.read(form.bytes, at: 0) != nil { continue }
            best = form
        }
        return best.map { Match(range: start..<(start + $0.bytes.count), id: $0.id, isLiteral: $0.isLiteral) }
    }

    private func isDelimited(_ range: Range<Int>, in text: UnsafeRawBufferPointer) -> Bool {
        (range.lowerBound == 0 || !text[range.lowerBound - 1].isTokenCharacter)
            && (range.upperBound == text.count || !text[range.upperBound].isTokenCharacter)
    }

    private func shortMatches(in text: [UInt8]) -> [Match] {
        var matches: [Match] = []
        var start = 0
        while start < text.count {
            guard text[start].isTokenCharacter else {
                start += 1
                continue
            }
            let end = text[start...].firstIndex { !$0.isTokenCharacter } ?? text.count
            if end - start < Self.anchorLength, let id = short[Array(text[start..<end])] {
                matches.append(Match(range: start..<end, id: id, isLiteral: true))
            }
            start = end
        }
        return matches
    }

    private mutating func add(_ form: Form) {
        guard form.bytes.count >= Self.anchorLength else { return }
        let anchor = form.bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
        if let known = forms[anchor]?.contains(where: { $0.bytes == form.bytes }), known { return }
        forms[anchor, default: []].append(form)
        let slot = Self.slot(of: anchor)
        filter[slot >> 6] |= 1 << UInt64(slot & 63)
    }

    private func mayHold(_ anchor: UInt64) -> Bool {
        let slot = Self.slot(of: anchor)
        return filter[slot >> 6] & (1 << UInt64(slot & 63)) != 0
    }

    private static func slot(of anchor: UInt64) -> Int {
        Int((anchor &* 0x9E37_79B9_7F4A_7C15) >> 46)
    }
}

/// The part of a value's base64 that does not depend on what stands before and after it.
enum Base64Core {
    /// The cores at the three alignments, in both alphabets, without repeats.
    static func all(of value: [UInt8]) -> [[UInt8]] {
        var cores: [[UInt8]] = []
        for offset in 0..<3 {
            let padded = [UInt8](repeating: 0, count: offset) + value
            let text = Encoding.base64Unpadded.encode(padded)
            let start = [0, 2, 3][offset]
            let end = text.count - (padded.count % 3 == 0 ? 0 : 1)
            guard end - start >= 10 else { continue }
            let core = Array(text[start..<end])
            cores.append(core)
            let urlSafe = core.map {
                $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
            }
            if urlSafe != core { cores.append(urlSafe) }
        }
        return cores
    }
}

extension UInt8 {
    /// Whether the byte can be part of a token in running text: a letter, a digit, `-`, `_` or any byte beyond ASCII.
    var isTokenCharacter: Bool {
        isASCIILetter || isASCIIDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "_") || self >= 0x80
    }
}
