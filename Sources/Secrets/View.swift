import Capture

/// Bytes to be searched, which know where each of them stands in the byte string they were decoded from.
struct View {
    /// The bytes.
    let bytes: [UInt8]
    /// Where each byte begins in the root, and where the last one ends; `nil` when the view is a plain slice.
    private let starts: [UInt32]?
    private let base: Int
    /// How often something was decoded between the root and this view: of a view and a part of it that have the same
    /// number, the part stands in the view as it is.
    private(set) var generation = 0
    /// The bytes behind which something is left out that belongs to no byte, and where they end in the root; in order.
    private var gaps: [(index: Int, end: Int)] = []

    /// The view that is the root itself.
    init(_ root: [UInt8]) {
        bytes = root
        starts = nil
        base = 0
    }

    private init(bytes: [UInt8], starts: [UInt32]?, base: Int, generation: Int) {
        self.bytes = bytes
        self.starts = starts
        self.base = base
        self.generation = generation
    }

    /// All of it.
    var range: Range<Int> { 0..<bytes.count }

    /// Where a range of the view stands in the root.
    func source(_ range: Range<Int>) -> Range<Int> {
        guard let starts else { return (range.lowerBound + base)..<(range.upperBound + base) }
        let lower = Int(starts[range.lowerBound])
        if !gaps.isEmpty, !range.isEmpty {
            let gap = firstGap(from: range.upperBound - 1)
            if gap < gaps.count, gaps[gap].index == range.upperBound - 1 { return lower..<gaps[gap].end }
        }
        return lower..<Int(starts[range.upperBound])
    }

    private func firstGap(from index: Int) -> Int {
        var low = 0
        var high = gaps.count
        while low < high {
            let middle = (low + high) / 2
            if gaps[middle].index < index { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Where a byte of the view begins in the root.
    func source(_ position: Int) -> Int {
        starts.map { Int($0[position]) } ?? position + base
    }

    /// Whether the view is a plain slice of the root.
    var isSlice: Bool { starts == nil }

    /// Where the whole view stands in the root.
    var source: Range<Int> { source(range) }

    /// A part of the view.
    func slice(_ range: Range<Int>) -> View {
        guard let starts else {
            return View(bytes: Array(bytes[range]), starts: nil, base: base + range.lowerBound, generation: generation)
        }
        var slice = View(
            bytes: Array(bytes[range]),
            starts: Array(starts[range.lowerBound...range.upperBound]),
            base: 0,
            generation: generation
        )
        slice.gaps = gaps[firstGap(from: range.lowerBound)..<firstGap(from: range.upperBound)].map { gap in
            (gap.index - range.lowerBound, gap.end)
        }
        return slice
    }

    /// Several views of one root as one text: the lines of an event, the text around a comment.
    static func joined(_ views: [View], separator: [UInt8] = []) -> View {
        guard views.count > 1 else { return views.first ?? View([]) }
        var bytes: [UInt8] = []
        var starts: [UInt32] = []
        var gaps: [(index: Int, end: Int)] = []
        var end = 0
        for (index, view) in views.enumerated() {
            if index > 0 {
                // What stands between them is no part of either.
                if separator.isEmpty, !bytes.isEmpty, view.source.lowerBound != end {
                    gaps.append((bytes.count - 1, end))
                }
                bytes += separator
                starts += repeatElement(UInt32(end), count: separator.count)
            }
            bytes += view.bytes
            starts += view.range.lazy.map { UInt32(view.source($0)) }
            end = view.source.upperBound
        }
        let generation = (views.map(\.generation).max() ?? 0) + 1
        var joined = View(bytes: bytes, starts: starts + [UInt32(end)], base: 0, generation: generation)
        joined.gaps = gaps
        return joined
    }

    /// Bytes that the text spells out one by one, each with the offset at which it begins here.
    func spelled(_ units: [(byte: UInt8, start: Int)], end: Int) -> View {
        let starts = units.map { UInt32(source($0.start)) } + [UInt32(source(end..<end).lowerBound)]
        return View(bytes: units.map(\.byte), starts: starts, base: 0, generation: generation + 1)
    }

    /// Without white space, and a byte order mark, around it.
    func trimmed() -> View {
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var end = bytes.count
        while start < end, bytes[start] <= 0x20 { start += 1 }
        while start < end, bytes[end - 1] <= 0x20 { end -= 1 }
        return start == 0 && end == bytes.count ? self : slice(start..<end)
    }

    /// Without its first and last byte.
    func withoutQuotes() -> View {
        bytes.count >= 2 ? slice(1..<(bytes.count - 1)) : self
    }

    /// The view with each unit that `read` recognises replaced by what it appends. `read` is asked only at bytes that
    /// are `leads`, and gives the offset behind the unit; other bytes stand for themselves. With `leavesGaps`, units that
    /// stand for nothing are no part of what is found before them.
    func rewritten(
        leads: [Bool],
        leavesGaps: Bool = false,
        read: ([UInt8], Int, inout [UInt8]) -> Int?
    ) -> View {
        guard bytes.contains(where: { leads[Int($0)] }) else { return self }
        var rewritten: [UInt8] = []
        rewritten.reserveCapacity(bytes.count)
        var starts: [UInt32] = []
        starts.reserveCapacity(bytes.count + 1)
        var newGaps: [(index: Int, end: Int)] = []
        var position = 0
        while position < bytes.count {
            let start = UInt32(source(position))
            let count = rewritten.count
            if leads[Int(bytes[position])], let end = read(bytes, position, &rewritten) {
                for _ in count..<rewritten.count { starts.append(start) }
                if leavesGaps, count == rewritten.count, count > 0, newGaps.last?.index != count - 1 {
                    newGaps.append((count - 1, source(position - 1..<position).upperBound))
                }
                position = end
            } else {
                rewritten.append(bytes[position])
                starts.append(start)
                position += 1
            }
        }
        // Nothing was there to replace.
        guard rewritten.count < bytes.count || rewritten != bytes else { return self }
        starts.append(UInt32(source.upperBound))
        var view = View(bytes: rewritten, starts: starts, base: 0, generation: generation + 1)
        view.gaps = newGaps
        return view
    }

    /// A table of the bytes at which a unit may begin, for ``rewritten(leads:leavesGaps:read:)``.
    static func leads(_ bytes: String) -> [Bool] {
        var table = [Bool](repeating: false, count: 256)
        for byte in bytes.utf8 { table[Int(byte)] = true }
        return table
    }

    private static let percentLeads = leads("%")
    private static let formLeads = leads("%+")
    private static let backslashLeads = leads("\\")
    private static let referenceLeads = leads("&")

    /// Percent-decoded, and in forms and queries with `+` as a space.
    func percentDecoded(plusIsSpace: Bool) -> View {
        rewritten(leads: plusIsSpace ? Self.formLeads : Self.percentLeads) { bytes, start, output in
            if bytes[start] == UInt8(ascii: "+") {
                output.append(UInt8(ascii: " "))
                return start + 1
            }
            guard start + 2 < bytes.count, let high = Hex.value(of: bytes[start + 1]),
                let low = Hex.value(of: bytes[start + 2])
            else { return nil }
            output.append(high << 4 | low)
            return start + 3
        }
    }

    /// With the escapes of a JSON string taken off.
    func jsonUnescaped() -> View {
        rewritten(leads: Self.backslashLeads) { bytes, start, output in
            var end = start + 2
            if start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: "u") {
                end = start + 6
                // The halves of a surrogate pair are one character.
                if end + 6 <= bytes.count, bytes[start + 2] | 0x20 == UInt8(ascii: "d"), bytes[end] == bytes[start],
                    bytes[end + 1] == UInt8(ascii: "u")
                {
                    end += 6
                }
            }
            guard end <= bytes.count else { return nil }
            output += JSONString.unescape(bytes, start..<end)
            return end
        }
    }

    /// With character references of HTML and XML taken off.
    func decodedReferences() -> View {
        rewritten(leads: Self.referenceLeads) { bytes, start, output in
            guard let (character, end) = CharacterReferences.read(bytes, at: start) else { return nil }
            output += character
            return end
        }
    }
}
