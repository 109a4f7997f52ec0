import Capture

/// Tells on which line of a cassette's file a value stands.
struct CassetteLines {
    private let text: [UInt8]
    /// Where each entry stands.
    private let entries: [Range<Int>]
    /// Where each line begins.
    private lazy var starts = [0] + text.indices.filter { text[$0] == 0x0A }.map { $0 + 1 }

    /// The lines of a file.
    init(_ text: [UInt8]) {
        self.text = text
        entries = CassetteLayout(text)?.entries ?? []
    }

    /// The n-th line, counted from 0, that has the value in an entry, or in all of the file; the last one where there are
    /// fewer, and `nil` where there is none, as when the value stands there in an encoding.
    mutating func line(of value: ArraySlice<UInt8>, occurrence: Int = 0, inEntry index: Int?) -> Int? {
        let range = index.flatMap { entries.indices.contains($0) ? entries[$0] : nil } ?? 0..<text.count
        let quoted = JSONValue.string(String(decoding: value, as: UTF8.self)).line.utf8
        let needle = Array(quoted.dropFirst().dropLast())
        var found: Int?
        var count = 0
        var position = range.lowerBound
        while count <= occurrence, let next = text.range(of: needle, from: position, before: range.upperBound) {
            found = line(at: next)
            count += 1
            position = endOfLine(from: next)
        }
        return found
    }

    private func endOfLine(from position: Int) -> Int {
        text[position...].firstIndex(of: 0x0A) ?? text.count
    }

    private mutating func line(at position: Int) -> Int {
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= position { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension [UInt8] {
    /// Where these bytes begin first between two offsets.
    fileprivate func range(of needle: [UInt8], from start: Int, before end: Int) -> Int? {
        guard let first = needle.first else { return nil }
        return withUnsafeBufferPointer { text in
            var position = start
            while position + needle.count <= end {
                guard let next = text[position..<end].firstIndex(of: first), next + needle.count <= end else {
                    return nil
                }
                if text[next..<next + needle.count].elementsEqual(needle) { return next }
                position = next + 1
            }
            return nil
        }
    }
}
