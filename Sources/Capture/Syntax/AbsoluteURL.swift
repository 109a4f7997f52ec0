/// Where the parts of an absolute URL are (RFC 3986 §3).
public struct AbsoluteURL: Hashable, Sendable {
    /// The scheme without its `:`.
    public let scheme: Range<Int>
    /// What is before `@` in the authority; `nil` if there is none.
    public let userinfo: Range<Int>?
    /// Host and port.
    public let host: Range<Int>
    /// Path, query and fragment.
    public let target: Range<Int>

    /// Splits the bytes at `range` (all of them when not given); `nil` unless they begin with `scheme://`.
    public init?(_ bytes: [UInt8], range: Range<Int>? = nil) {
        let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
        guard let colon = bytes[range].firstIndex(of: UInt8(ascii: ":")), colon > range.lowerBound,
            bytes[range.lowerBound].isASCIILetter,
            bytes[range.lowerBound..<colon].allSatisfy({ Self.isSchemeByte($0) }),
            bytes[colon..<range.upperBound].starts(with: "://".utf8)
        else { return nil }
        scheme = range.lowerBound..<colon
        let start = colon + 3
        let end =
            bytes[start..<range.upperBound].firstIndex {
                $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#")
            } ?? range.upperBound
        let at = bytes[start..<end].lastIndex(of: UInt8(ascii: "@"))
        userinfo = at.map { start..<$0 }
        host = (at.map { $0 + 1 } ?? start)..<end
        target = end..<range.upperBound
    }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || "+-.".utf8.contains(byte)
    }
}
