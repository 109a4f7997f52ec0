import Capture

/// Finds any number of known values in a text in one pass.
///
/// Each form of a value (itself; its base64 at the three alignments; its hex; its parts) is entered under eight of its
/// bytes, its anchor. A text is then read once with a look at each byte, so that the time does not grow with the number
/// of values, and values can be added at any time. Only anchors are kept of a form: whether it stands there is told from
/// the value. Shorter values are found only where they stand alone between delimiters, since they would be found in
/// ordinary words otherwise.
struct KnownValues: Sendable {
    /// A form of a value that was found.
    struct Match {
        var range: Range<Int>
        var id: Ledger.ID
        var form: Form
        /// Whether it is written as the value is, letter case included.
        var isExact = true
    }

    /// What of a value was found.
    enum Form: Sendable {
        /// The value itself.
        case whole
        /// The value inside of base64 or hex.
        case encoded
        /// A part of it.
        case part
    }

    private enum Coding: Sendable {
        case plain, hex, base64, base64Behind1, base64Behind2, part

        var alignment: Int { self == .base64Behind1 ? 1 : self == .base64Behind2 ? 2 : 0 }
        var isBase64: Bool { self == .base64 || self == .base64Behind1 || self == .base64Behind2 }
    }

    private struct Value: Sendable {
        var bytes: [UInt8]
        var id: Ledger.ID
        /// Whether it counts only between delimiters.
        var standsAlone: Bool
    }

    /// That a form of a value has an anchor; those with the same anchor are a chain.
    private struct Entry: Sendable {
        var value: Int32
        /// Where the anchor stands in the form; in a part, where it stands in the value.
        var offset: Int32
        var next: Int32
        var coding: Coding
    }

    private static let anchorLength = 8
    /// More of those that share an anchor are not entered as parts.
    private static let maximumChain = 8
    /// As much of a value as its anchors are chosen from.
    private static let maximumStart = 3 << 10

    private var values: [Value] = []
    private var entries: [Entry] = []
    private var chains: [UInt64: Int32] = [:]
    private var filter = AnchorFilter()
    /// Those that are shorter than an anchor.
    private var short = ShortValues()
    private var entered: Set<Ledger.ID> = []
    private var enteredParts: Set<Ledger.ID> = []
    /// The values that say too little to be looked for everywhere.
    private(set) var words = CredentialWords()
    /// Whether any of the values has a space in it, which a form writes as `+`.
    private(set) var haveSpaces = false
    /// Whether any of the values has in it what may look like an escape.
    private(set) var haveEscapes = false

    /// Enters a value. Kinds that are no secrets, and values that any text may hold, are left out.
    mutating func insert(_ value: [UInt8], id: Ledger.ID, kind: Kind) {
        guard !kind.isHarmless else { return }
        guard Distinctness.isDistinct(value, kind: kind) else { return words.insert(value, id: id, kind: kind) }
        if entered.insert(id).inserted { enter(value, id: id, standsAlone: !Distinctness.isLong(value, kind: kind)) }
        let segments = ValueParts.segments(of: value, kind: kind)
        if !segments.isEmpty, enteredParts.insert(id).inserted {
            let index = values.count
            values.append(Value(bytes: value, id: id, standsAlone: false))
            for offset in segments.flatMap(ValueParts.anchors) { addPart(of: index, at: offset) }
        }
    }

    private mutating func enter(_ value: [UInt8], id: Ledger.ID, standsAlone: Bool) {
        guard value.count >= Self.anchorLength else { return short.insert(value, id: id) }
        haveSpaces = haveSpaces || value.contains(0x20)
        haveEscapes =
            haveEscapes
            || value.contains { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "&") }
        for variant in Self.variants(of: value) {
            let index = values.count
            values.append(Value(bytes: variant, id: id, standsAlone: standsAlone))
            add(variant.prefix(Self.maximumStart), .plain, of: index)
            let start = Array(variant.prefix(Self.maximumStart))
            add(Hex.encode(start)[...], .hex, of: index)
            for (offset, coding) in [Coding.base64, .base64Behind1, .base64Behind2].enumerated() {
                add(EncodedForms.base64(start, at: offset)[...], coding, of: index)
            }
        }
    }

    /// The value as it is; what UTF-8 in it is in Latin-1 and in UTF-16.
    private static func variants(of value: [UInt8]) -> [[UInt8]] {
        guard value.contains(where: { $0 >= 0x80 }), let text = String(validating: value, as: UTF8.self) else {
            return [value]
        }
        var variants = [value]
        let latin = text.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
        if latin.count == text.unicodeScalars.count, latin.count >= anchorLength { variants.append(latin) }
        variants.append(text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
        variants.append(text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        return variants
    }

    // MARK: - Searching

    /// The occurrences in a text, in no order.
    func matches(in text: [UInt8]) -> [Match] {
        var matches: [Match] = []
        text.withUnsafeBytes { bytes in
            short.appendMatches(in: bytes, to: &matches)
            guard !entries.isEmpty, bytes.count >= Self.anchorLength else { return }
            // What is compared in vain stays in proportion to the text, however the text is made.
            var budget = 64 * bytes.count + 1 << 16
            for position in 0...(bytes.count - Self.anchorLength) {
                let anchor = Self.anchor(bytes, at: position)
                guard filter.mayHold(anchor), var next = chains[anchor] else { continue }
                let first = matches.count
                while next >= 0 {
                    let entry = entries[Int(next)]
                    if let match = match(entry, anchoredAt: position, in: bytes, &budget) { matches.append(match) }
                    next = entry.next
                }
                // Of many values with one anchor, as those of few different bytes have, the outermost are enough.
                if matches.count - first > Self.maximumChain {
                    matches.replaceSubrange(first..., with: Self.outermost(of: Array(matches[first...])))
                }
            }
        }
        return matches
    }

    /// The match of a form whose anchor stands at a position. Once the budget is spent, an anchor is enough.
    private func match(
        _ entry: Entry,
        anchoredAt position: Int,
        in text: UnsafeRawBufferPointer,
        _ budget: inout Int
    ) -> Match? {
        let value = values[Int(entry.value)]
        if entry.coding == .part {
            return part(of: value, at: Int(entry.offset), anchoredAt: position, in: text, &budget)
        }
        let alignment = entry.coding.alignment
        let count =
            switch entry.coding {
            case .plain, .part: value.bytes.count
            case .hex: 2 * value.bytes.count
            case .base64, .base64Behind1, .base64Behind2:
                EncodedForms.base64Count(ofBytes: value.bytes.count, at: alignment)
            }
        let start = position - Int(entry.offset)
        guard start >= 0, start + count <= text.count else { return nil }
        let range = start..<(start + count)
        // More time is not spent on it.
        guard budget >= 0 else {
            return Match(range: range, id: value.id, form: entry.coding == .plain ? .whole : .encoded)
        }
        budget -= count
        switch entry.coding {
        case .plain:
            let part = UnsafeRawBufferPointer(rebasing: text[range])
            let isExact = part.elementsEqual(value.bytes)
            guard isExact || part.elementsEqual(value.bytes, by: Self.areSameLetter),
                !value.standsAlone || Self.isDelimited(range, in: text)
            else { return nil }
            return Match(range: range, id: value.id, form: .whole, isExact: isExact)
        case .hex:
            guard EncodedForms.isHex(of: value.bytes, in: text, from: start) else { return nil }
        default:
            guard EncodedForms.isBase64(of: value.bytes, at: alignment, in: text, from: start) else { return nil }
        }
        return Match(range: range, id: value.id, form: .encoded)
    }

    /// Whether two bytes are one, or one letter in two cases: servers write a user's name as they like, and hex as well.
    private static func areSameLetter(_ left: UInt8, _ right: UInt8) -> Bool {
        left == right || left ^ right == 0x20 && left.isASCIILetter
    }

    /// The longest part of a value around an anchor, where it counts.
    private func part(
        of value: Value,
        at offset: Int,
        anchoredAt position: Int,
        in text: UnsafeRawBufferPointer,
        _ budget: inout Int
    ) -> Match? {
        guard budget > 0, let segment = ValueParts.segment(of: value.bytes, around: offset) else { return nil }
        func isSame(_ index: Int) -> Bool {
            Self.areSameLetter(text[position + index - offset], value.bytes[index])
        }
        var lower = offset
        let lowest = max(segment.range.lowerBound, offset - position)
        while lower > lowest, isSame(lower - 1) { lower -= 1 }
        var upper = offset
        let highest = min(segment.range.upperBound, text.count - position + offset)
        while upper < highest, isSame(upper) { upper += 1 }
        budget -= segment.range.count
        let range = (position + lower - offset)..<(position + upper - offset)
        guard upper > lower, lower..<upper != value.bytes.indices,
            ValueParts.counts(lower..<upper, of: segment, at: range, in: text)
        else { return nil }
        return Match(range: range, id: value.id, form: .part)
    }

    /// Whether no letter or digit stands next to a range.
    static func isDelimited(_ range: Range<Int>, in text: UnsafeRawBufferPointer) -> Bool {
        (range.lowerBound == 0 || !text[range.lowerBound - 1].isLetterOrDigit)
            && (range.upperBound == text.count || !text[range.upperBound].isLetterOrDigit)
    }

    /// The matches in order; of two where one holds the other, the longer, and of two at one place the exact one.
    static func outermost(of matches: [Match]) -> [Match] {
        guard matches.count > 1 else { return matches }
        let sorted = matches.sorted { left, right in
            if left.range != right.range {
                return (left.range.lowerBound, right.range.upperBound) < (right.range.lowerBound, left.range.upperBound)
            }
            return left.isExact && !right.isExact
        }
        var outermost: [Match] = []
        for match in sorted where match.range.upperBound > outermost.last?.range.upperBound ?? 0 {
            outermost.append(match)
        }
        return outermost
    }

    // MARK: - Entering

    /// Eight bytes, with letters in one case.
    private static func anchor(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
        bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) | 0x2020_2020_2020_2020
    }

    /// Whether eight bytes are the same four, two or one again: zeros, or zeros in base64.
    private static func isRepetition(_ anchor: UInt64) -> Bool {
        anchor >> 32 == anchor & 0xFFFF_FFFF
    }

    /// Enters a form under the one of some anchors that the fewest others have: tokens of one issuer often begin alike
    /// or end alike.
    private mutating func add(_ form: ArraySlice<UInt8>, _ coding: Coding, of value: Int) {
        guard form.count >= (coding == .plain ? Self.anchorLength : Self.anchorLength + 2) else { return }
        let last = form.count - Self.anchorLength
        var best: (offset: Int, load: Int)?
        form.withUnsafeBytes { bytes in
            for step in 0...15 {
                let offset = last * ((step * 7) % 16) / 15
                // In the other alphabet of base64 the anchor would be another.
                if coding.isBase64, bytes[offset..<(offset + 8)].contains(where: { $0 == 0x2B || $0 == 0x2F }) {
                    continue
                }
                let anchor = Self.anchor(bytes, at: offset)
                // What repeats itself stands at every place of a text that does.
                let load = load(of: anchor) + (Self.isRepetition(anchor) ? 2 * Self.maximumChain : 0)
                if load < best?.load ?? .max { best = (offset, load) }
                if load == 0 { break }
            }
        }
        if let best { return append(form, coding, of: value, at: best.offset) }
        append(form, coding, of: value, at: 0)
        let other = form.map { $0 == 0x2B ? 0x2D : $0 == 0x2F ? 0x5F : $0 }
        append(other[...], coding, of: value, at: 0)
    }

    private mutating func append(_ form: ArraySlice<UInt8>, _ coding: Coding, of value: Int, at offset: Int) {
        let anchor = form.withUnsafeBytes { Self.anchor($0, at: offset) }
        enter(Entry(value: Int32(value), offset: Int32(offset), next: -1, coding: coding), anchor)
    }

    private mutating func addPart(of value: Int, at offset: Int) {
        let anchor = values[value].bytes.withUnsafeBytes { Self.anchor($0, at: offset) }
        guard !Self.isRepetition(anchor) else { return }
        var next = chains[anchor] ?? -1
        var load = 0
        while next >= 0 {
            let entry = entries[Int(next)]
            if entry.coding == .part {
                load += 1
                if Int(entry.value) == value { return }
            }
            next = entry.next
        }
        guard load < Self.maximumChain else { return }
        enter(Entry(value: Int32(value), offset: Int32(offset), next: -1, coding: .part), anchor)
    }

    private mutating func enter(_ entry: Entry, _ anchor: UInt64) {
        var entry = entry
        if let next = chains[anchor] { entry.next = next } else { filter.insert(anchor) }
        chains[anchor] = Int32(entries.count)
        entries.append(entry)
    }

    private func load(of anchor: UInt64) -> Int {
        var load = 0
        var next = chains[anchor] ?? -1
        while next >= 0, load < Self.maximumChain {
            load += 1
            next = entries[Int(next)].next
        }
        return load
    }
}

extension UInt8 {
    /// Whether the byte can be part of a token in running text: a letter, a digit, `-`, `_` or any byte beyond ASCII.
    var isTokenCharacter: Bool {
        isLetterOrDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "_")
    }

    /// Whether the byte is a letter, a digit or any byte beyond ASCII.
    var isLetterOrDigit: Bool {
        isASCIILetter || isASCIIDigit || self >= 0x80
    }
}
