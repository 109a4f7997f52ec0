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
        var low = 0
        var high = items.count
        while low < high {
            let middle = (low + high) / 2
            if items[middle].range.upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        var end = low
        while end < items.count, items[end].range.lowerBound < range.upperBound { end += 1 }
        return low..<end
    }

    /// Whether anything overlaps a range.
    func overlaps(_ range: Range<Int>) -> Bool {
        !overlapping(range).isEmpty
    }

    /// Puts an item in place of all that it overlaps.
    mutating func put(_ item: Item) {
        items.replaceSubrange(overlapping(item.range), with: CollectionOfOne(item))
    }

    /// Puts many items, which are in order and overlap nothing that is there, in one go.
    mutating func merge(_ new: [Item]) {
        guard let first = new.first else { return }
        guard let last = items.last, last.range.upperBound > first.range.lowerBound else {
            items += new
            return
        }
        var merged: [Item] = []
        merged.reserveCapacity(items.count + new.count)
        var next = 0
        for item in items {
            while next < new.count, new[next].range.lowerBound < item.range.lowerBound {
                merged.append(new[next])
                next += 1
            }
            merged.append(item)
        }
        items = merged + new[next...]
    }
}
