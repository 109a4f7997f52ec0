extension Span<UInt8> {
    /// Whether the bytes in `range` are `text`, without regard to the case of ASCII letters.
    func matches(_ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount, range.upperBound <= count else { return false }
        return text.withUTF8Buffer { wanted in
            for index in 0..<wanted.count
            where self[range.lowerBound + index].lowercased != wanted[index].lowercased {
                return false
            }
            return true
        }
    }

    /// Whether two ranges hold the same bytes, without regard to the case of ASCII letters.
    func matches(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        for index in 0..<left.count
        where self[left.lowerBound + index].lowercased != self[right.lowerBound + index].lowercased {
            return false
        }
        return true
    }

    /// Takes the next element off a comma-separated list, without the blanks around it; empty elements are skipped
    /// (RFC 9110 §5.6.1.2).
    func nextElement(of rest: inout Range<Int>) -> Range<Int>? {
        while !rest.isEmpty {
            var end = rest.lowerBound
            while end < rest.upperBound && self[end] != .comma { end += 1 }
            let element = trimmed(rest.lowerBound..<end)
            rest = Swift.min(end + 1, rest.upperBound)..<rest.upperBound
            if !element.isEmpty { return element }
        }
        return nil
    }

    /// The range without SP and HTAB at its ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end && self[start].isBlank { start += 1 }
        while end > start && self[end - 1].isBlank { end -= 1 }
        return start..<end
    }
}
