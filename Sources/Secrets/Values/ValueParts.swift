import Capture

/// The parts of a secret that count when they stand alone: error texts show `1a2b3c4d5e6f...`, logs the last digits.
///
/// A part is looked for in one segment of the value: a run of what base64 is made of. It counts from 16 bytes at
/// either end of the value, from 12 where dots or stars show that it was cut, and from a quarter of a long segment
/// anywhere in it.
enum ValueParts {
    private static let shortest = 16
    private static let shortestCut = 12
    private static let anchorLength = 8

    /// A run of the value that parts are taken from.
    struct Segment {
        var range: Range<Int>
        /// The shortest part that counts wherever it stands in the segment.
        var least: Int
        /// Whether the ends of the segment tell more than its middle: those of base64 JSON do not.
        var hasTellingEnds: Bool
    }

    /// The segments of a secret of a kind; none where its parts would stand in ordinary text.
    static func segments(of value: [UInt8], kind: Kind) -> [Segment] {
        guard kind.isMadeByChance || kind == .cookie && isOpaqueCookie(value) else { return [] }
        let start = startOfSecret(in: value)
        return value.runs(where: \.isEncodingCharacter).compactMap { run in
            run.upperBound > start ? segment(of: value, at: max(run.lowerBound, start)..<run.upperBound) : nil
        }
    }

    private static let secretMark = Array("_secret_".utf8)

    /// Where the secret begins in what is an identifier, `_secret_` and a secret; such identifiers stand in URLs.
    static func startOfSecret(in value: [UInt8]) -> Int {
        value.count <= 256 ? value.firstIndex(of: secretMark).map { $0 + secretMark.count } ?? 0 : 0
    }

    /// The segment around an offset.
    static func segment(of value: [UInt8], around offset: Int) -> Segment? {
        var lower = offset
        let start = startOfSecret(in: value)
        guard offset >= start else { return nil }
        while lower > start, value[lower - 1].isEncodingCharacter { lower -= 1 }
        var upper = offset
        while upper < value.count, value[upper].isEncodingCharacter { upper += 1 }
        return segment(of: value, at: lower..<upper)
    }

    private static func segment(of value: [UInt8], at range: Range<Int>) -> Segment? {
        guard range.count >= shortest else { return nil }
        // Base64 of `{"`: the header and the claims of a token begin as those of others do.
        let isObject =
            range.count > 1 && value[range.lowerBound] == UInt8(ascii: "e")
            && value[range.lowerBound + 1] == UInt8(ascii: "y")
        guard isObject else {
            return Segment(range: range, least: max(shortest, range.count / 4), hasTellingEnds: true)
        }
        guard range.lowerBound > 0, range.count >= 2 * shortest else { return nil }
        return Segment(range: range, least: max(3 * anchorLength, range.count / 4), hasTellingEnds: false)
    }

    /// Where in a value anchors are needed, so that every part that counts holds one.
    static func anchors(of segment: Segment) -> [Int] {
        let last = segment.range.upperBound - anchorLength
        let step = segment.least - anchorLength + 1
        return Array(stride(from: segment.range.lowerBound, to: last, by: step)) + [last]
    }

    /// Whether a part of a segment, which stands at `range` in a text, counts.
    static func counts(
        _ part: Range<Int>,
        of segment: Segment,
        at range: Range<Int>,
        in text: UnsafeRawBufferPointer
    ) -> Bool {
        guard part.count >= shortestCut, isTelling(UnsafeRawBufferPointer(rebasing: text[range])) else { return false }
        if part.count >= segment.least { return true }
        guard segment.hasTellingEnds else { return false }
        let isStart = part.lowerBound == segment.range.lowerBound
        let isEnd = part.upperBound == segment.range.upperBound
        guard isStart || isEnd else { return false }
        return part.count >= shortest || isStart && isCut(text, from: range.upperBound)
            || isEnd && isCut(text, upTo: range.lowerBound)
    }

    /// Whether the byte belongs to the word around a part; a slash may separate it from the next.
    static func isWordCharacter(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    /// What replay mints is mostly zeros, and so are parts of it.
    private static func isTelling(_ part: UnsafeRawBufferPointer) -> Bool {
        var low: UInt64 = 0
        var high: UInt64 = 0
        for byte in part.prefix(64) {
            if byte < 64 { low |= 1 << UInt64(byte) } else if byte < 128 { high |= 1 << UInt64(byte - 64) }
        }
        return low.nonzeroBitCount + high.nonzeroBitCount >= 6
    }

    private static func isOpaqueCookie(_ value: [UInt8]) -> Bool {
        value.count >= 20 && value.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit }
            && value.contains { $0.isASCIIDigit } && value.contains { $0.isASCIILetter }
    }

    private static let ellipsis = Array("…".utf8)

    private static func isCut(_ text: UnsafeRawBufferPointer, from end: Int) -> Bool {
        let rest = text[end...].prefix(3)
        return rest.starts(with: "..".utf8) || rest.starts(with: "*".utf8) || rest.elementsEqual(ellipsis)
    }

    private static func isCut(_ text: UnsafeRawBufferPointer, upTo start: Int) -> Bool {
        let before = text[..<start].suffix(3)
        return before.suffix(2).elementsEqual("..".utf8) || before.last == UInt8(ascii: "*")
            || before.elementsEqual(ellipsis)
    }
}
