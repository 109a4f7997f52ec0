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
}
