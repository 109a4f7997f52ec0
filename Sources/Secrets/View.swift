import Capture

/// Bytes to be searched, which know where each of them stands in the byte string they were decoded from.
struct View {
    /// The bytes.
    let bytes: [UInt8]
    /// Where each byte begins in the root, and where the last one ends; `nil` when the view is a plain slice.
    private let starts: [Int]?
    private let base: Int

    /// The view that is the root itself.
    init(_ root: [UInt8]) {
        bytes = root
        starts = nil
        base = 0
    }

    private init(bytes: [UInt8], starts: [Int]?, base: Int) {
        self.bytes = bytes
        self.starts = starts
        self.base = base
    }

    /// All of it.
    var range: Range<Int> { 0..<bytes.count }

    /// Where a range of the view stands in the root.
    func source(_ range: Range<Int>) -> Range<Int> {
        guard let starts else { return (range.lowerBound + base)..<(range.upperBound + base) }
        return starts[range.lowerBound]..<starts[range.upperBound]
    }

    /// Where a byte of the view begins in the root.
    func source(_ position: Int) -> Int {
        starts.map { $0[position] } ?? position + base
    }

    /// Whether the view is a plain slice of the root.
    var isSlice: Bool { starts == nil }

    /// Where the whole view stands in the root.
    var source: Range<Int> { source(range) }

    /// A part of the view.
    func slice(_ range: Range<Int>) -> View {
        guard let starts else {
            return View(bytes: Array(bytes[range]), starts: nil, base: base + range.lowerBound)
        }
        return View(bytes: Array(bytes[range]), starts: Array(starts[range.lowerBound...range.upperBound]), base: 0)
    }

    /// The view with each unit that `read` recognises replaced by what it stands for. `read` is asked only at bytes in
    /// `leads`; other bytes stand for themselves.
    private func decoded(leads: [UInt8], read: ([UInt8], Int) -> (replacement: [UInt8], end: Int)?) -> View {
        guard bytes.contains(where: { leads.contains($0) }) else { return self }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var starts: [Int] = []
        starts.reserveCapacity(bytes.count + 1)
        var position = 0
        while position < bytes.count {
            let start = source(position)
            if leads.contains(bytes[position]), let (replacement, end) = read(bytes, position) {
                decoded += replacement
                starts += repeatElement(start, count: replacement.count)
                position = end
            } else {
                decoded.append(bytes[position])
                starts.append(start)
                position += 1
            }
        }
        starts.append(source.upperBound)
        return View(bytes: decoded, starts: starts, base: 0)
    }

    /// Percent-decoded, and in forms and queries with `+` as a space.
    func percentDecoded(plusIsSpace: Bool) -> View {
        decoded(leads: plusIsSpace ? [UInt8(ascii: "%"), UInt8(ascii: "+")] : [UInt8(ascii: "%")]) { bytes, start in
            if bytes[start] == UInt8(ascii: "+") { return ([UInt8(ascii: " ")], start + 1) }
            guard start + 2 < bytes.count, let high = Hex.value(of: bytes[start + 1]),
                let low = Hex.value(of: bytes[start + 2])
            else { return nil }
            return ([high << 4 | low], start + 3)
        }
    }

    /// With the escapes of a JSON string taken off.
    func jsonUnescaped() -> View {
        decoded(leads: [UInt8(ascii: "\\")]) { bytes, start in
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
            return (JSONString.unescape(bytes, start..<end), end)
        }
    }

    /// With character references of HTML and XML taken off.
    func decodedReferences() -> View {
        decoded(leads: [UInt8(ascii: "&")]) { bytes, start in
            CharacterReferences.read(bytes, at: start).map { ($0.character, $0.end) }
        }
    }
}
