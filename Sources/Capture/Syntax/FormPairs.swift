/// The pairs of a query or of an `application/x-www-form-urlencoded` body, as ranges into the bytes they stand in.
///
/// Pairs are separated by `&`, name and value by the first `=`. Empty pairs are left out; nothing is an error.
public struct FormPairs: Sequence, IteratorProtocol, Sendable {
    /// A name and its value, both still encoded.
    public struct Pair: Hashable, Sendable {
        /// The name; empty in `=value`.
        public let name: Range<Int>
        /// The value; empty, at the end of the name, where there is no `=`.
        public let value: Range<Int>
    }

    private let bytes: [UInt8]
    private var position: Int
    private let end: Int

    /// The pairs in `range` of `bytes` (all of them when not given).
    public init(_ bytes: [UInt8], range: Range<Int>? = nil) {
        let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// The next pair.
    public mutating func next() -> Pair? {
        while position < end {
            let start = position
            let stop = bytes[start..<end].firstIndex(of: UInt8(ascii: "&")) ?? end
            position = stop + 1
            guard stop > start else { continue }
            guard let equals = bytes[start..<stop].firstIndex(of: UInt8(ascii: "=")) else {
                return Pair(name: start..<stop, value: stop..<stop)
            }
            return Pair(name: start..<equals, value: equals + 1..<stop)
        }
        return nil
    }
}
