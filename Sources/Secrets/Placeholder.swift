/// What a cassette has instead of a secret: `REDACTED_access_token_1`.
///
/// Only `[A-Za-z0-9_]`, so that it survives every context unescaped. The same secret has the same placeholder everywhere
/// in a cassette; the number counts in order of first appearance.
public struct Placeholder: Hashable, Sendable, CustomStringConvertible {
    /// The kind of the secret.
    public let kind: Kind
    /// The number among the secrets of this kind, from 1.
    public let number: Int

    /// The placeholder of the n-th secret of a kind.
    public init(kind: Kind, number: Int) {
        self.kind = kind
        self.number = number
    }

    /// What every placeholder begins with.
    public static let prefix = "REDACTED_"

    private static let prefixBytes = Array(prefix.utf8)

    /// The text in a cassette.
    public var description: String {
        "\(Self.prefix)\(kind.rawValue)_\(number)"
    }

    /// The placeholder that this text is, and nothing else.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard let (placeholder, end) = Self.read(bytes, at: 0), end == bytes.count else { return nil }
        self = placeholder
    }

    /// The placeholder that begins at an offset, with the offset behind it.
    public static func read(_ bytes: [UInt8], at start: Int) -> (placeholder: Placeholder, end: Int)? {
        let prefix = prefixBytes
        guard bytes.count - start > prefix.count, bytes[start..<(start + prefix.count)].elementsEqual(prefix) else {
            return nil
        }
        var end = start + prefix.count
        while end < bytes.count, bytes[end] == UInt8(ascii: "_") || (bytes[end] >= 0x61 && bytes[end] <= 0x7A) {
            end += 1
        }
        let kindEnd = end - 1
        guard kindEnd > start + prefix.count, bytes[kindEnd] == UInt8(ascii: "_") else { return nil }
        var number = 0
        while end < bytes.count, bytes[end] >= 0x30, bytes[end] <= 0x39, number < 100_000_000 {
            number = number * 10 + Int(bytes[end] - 0x30)
            end += 1
        }
        guard number > 0,
            let kind = Kind(rawValue: String(decoding: bytes[(start + prefix.count)..<kindEnd], as: UTF8.self))
        else { return nil }
        return (Placeholder(kind: kind, number: number), end)
    }

    /// Whether there is a placeholder in a text.
    static func isIn(_ bytes: [UInt8]) -> Bool {
        var start = 0
        while let next = bytes[start...].firstIndex(of: UInt8(ascii: "R")) {
            if read(bytes, at: next) != nil { return true }
            start = next + 1
        }
        return false
    }

    /// All placeholders in a text with their ranges, in order.
    public static func all(in bytes: [UInt8]) -> [(placeholder: Placeholder, range: Range<Int>)] {
        var found: [(Placeholder, Range<Int>)] = []
        var start = 0
        while let next = bytes[start...].firstIndex(of: UInt8(ascii: "R")) {
            if let (placeholder, end) = read(bytes, at: next) {
                found.append((placeholder, next..<end))
                start = end
            } else {
                start = next + 1
            }
        }
        return found
    }
}
