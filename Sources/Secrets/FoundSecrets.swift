/// The secrets found in one text: ranges that do not overlap, in order.
struct FoundSecrets {
    /// A secret in the text.
    struct Item {
        var range: Range<Int>
        var secret: Ledger.ID
    }

    private(set) var items: [Item] = []

    var isEmpty: Bool { items.isEmpty }

    /// The indices of the items that overlap a range; empty, where it would go, when there is none.
    func overlapping(_ range: Range<Int>) -> Range<Int> {
        let start = count(from: 0) { $0.upperBound <= range.lowerBound }
        return start..<count(from: start) { $0.lowerBound < range.upperBound }
    }

    /// How many items, which come first, pass a test; those before `low` do.
    private func count(from low: Int, where test: (Range<Int>) -> Bool) -> Int {
        var low = low
        var high = items.count
        while low < high {
            let middle = (low + high) / 2
            if test(items[middle].range) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether anything overlaps a range.
    func overlaps(_ range: Range<Int>) -> Bool {
        !overlapping(range).isEmpty
    }

    /// Whether one item holds all of a range.
    func covers(_ range: Range<Int>) -> Bool {
        let overlapped = overlapping(range)
        return overlapped.count == 1 && items[overlapped.lowerBound].range.lowerBound <= range.lowerBound
            && items[overlapped.lowerBound].range.upperBound >= range.upperBound
    }

    /// A range together with all items that overlap it.
    func hull(of range: Range<Int>) -> Range<Int> {
        let overlapped = overlapping(range)
        guard !overlapped.isEmpty else { return range }
        return min(
            range.lowerBound,
            items[overlapped.lowerBound].range.lowerBound
        )..<max(range.upperBound, items[overlapped.upperBound - 1].range.upperBound)
    }

    /// Puts an item in place of all that it overlaps.
    mutating func put(_ item: Item) {
        let overlapped = overlapping(item.range)
        // Most come in order, and an array grows well at its end only.
        if overlapped.lowerBound == items.count { return items.append(item) }
        items.replaceSubrange(overlapped, with: CollectionOfOne(item))
    }

    /// Puts many items, which are in order and do not overlap each other, in place of all that they overlap.
    mutating func merge(_ new: [Item]) {
        guard let first = new.first else { return }
        guard let last = items.last, last.range.upperBound > first.range.lowerBound else {
            items += new
            return
        }
        if new.count == 1 { return put(first) }
        var merged: [Item] = []
        merged.reserveCapacity(items.count + new.count)
        var next = 0
        for item in items {
            while next < new.count, new[next].range.lowerBound <= item.range.lowerBound {
                merged.append(new[next])
                next += 1
            }
            let isOverlapped =
                merged.last?.range.upperBound ?? 0 > item.range.lowerBound
                || next < new.count && new[next].range.lowerBound < item.range.upperBound
            if !isOverlapped { merged.append(item) }
        }
        items = merged + new[next...]
    }
}
