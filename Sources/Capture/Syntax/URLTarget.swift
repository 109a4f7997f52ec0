/// Where path, query and fragment are in a request target or in any URL reference without scheme and authority
/// (RFC 3986 §3).
public struct URLTarget: Hashable, Sendable {
    /// The path, up to the first `?` or `#`.
    public let path: Range<Int>
    /// The query without its `?`; `nil` if there is none.
    public let query: Range<Int>?
    /// The fragment without its `#`; `nil` if there is none.
    public let fragment: Range<Int>?

    /// Splits the bytes at `range` (all of them when not given).
    public init(_ bytes: [UInt8], range: Range<Int>? = nil) {
        let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
        let hash = bytes[range].firstIndex(of: UInt8(ascii: "#"))
        fragment = hash.map { $0 + 1..<range.upperBound }
        let end = hash ?? range.upperBound
        let mark = bytes[range.lowerBound..<end].firstIndex(of: UInt8(ascii: "?"))
        query = mark.map { $0 + 1..<end }
        path = range.lowerBound..<(mark ?? end)
    }
}
