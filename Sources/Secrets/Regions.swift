import Capture

/// The fields of a text: they say which place, and what evidence, a secret has that is found there.
///
/// A place follows from the structure of the text alone, never from the value, so that a raw text and its redacted form
/// give the same places.
struct Regions {
    /// A part of the text that is a place of its own.
    struct Region {
        var range: Range<Int>
        var place: Place
        /// The encodings around it that the place does not imply.
        var chain: [Encoding]
        var meaning: Meaning
        /// Whether it is a number of JSON, which a placeholder would need quotes in place of.
        var isNumber = false
    }

    /// What a region says of the values in it.
    enum Meaning {
        /// Nothing.
        case none
        /// Its name may say that they are secrets.
        case field(FieldName, FieldRule.Contexts)
        /// Whatever stands there is a credential.
        case credentials
    }

    private var regions: [Region] = []
    /// Of each region the smallest one around it, once they are sorted.
    private var parents: [Int?] = []

    mutating func append(
        _ range: Range<Int>,
        at place: Place,
        chain: [Encoding] = [],
        _ meaning: Meaning = .none,
        isNumber: Bool = false
    ) {
        regions.append(Region(range: range, place: place, chain: chain, meaning: meaning, isNumber: isNumber))
    }

    /// Makes the regions ready for look-ups.
    mutating func sort() {
        // Of regions with the same range the first one noted, which is the outermost syntax, is found first.
        regions.reverse()
        regions.sort { left, right in
            (left.range.lowerBound, right.range.upperBound) < (right.range.lowerBound, left.range.upperBound)
        }
        parents = []
        parents.reserveCapacity(regions.count)
        var open: [Int] = []
        for (index, region) in regions.enumerated() {
            while let last = open.last, regions[last].range.upperBound <= region.range.lowerBound { open.removeLast() }
            parents.append(open.last)
            open.append(index)
        }
    }

    /// The smallest region that holds a range.
    func around(_ range: Range<Int>) -> Region? {
        var low = 0
        var high = parents.count
        while low < high {
            let middle = (low + high) / 2
            if regions[middle].range.lowerBound <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        var candidate = low > 0 ? low - 1 : nil
        while let index = candidate {
            if regions[index].range.upperBound >= range.upperBound, !regions[index].range.isEmpty {
                return regions[index]
            }
            candidate = parents[index]
        }
        return nil
    }
}
