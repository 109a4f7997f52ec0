/// A `Set-Cookie` field value: the cookie and its attributes (RFC 6265 §5.2).
public struct SetCookie: Hashable, Sendable {
    /// The field value all ranges point into.
    public let bytes: [UInt8]
    /// The cookie itself.
    public let pair: CookiePair
    /// The attributes in order, known or not.
    public let attributes: [CookiePair]

    /// Parses a field value; nothing is an error.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let parts = CookiePair.parts(bytes, from: 0)
        pair = CookiePair(bytes, parts.first ?? 0..<0, isAttribute: false)
        attributes = parts.dropFirst().filter { !$0.isEmpty }.map { CookiePair(bytes, $0, isAttribute: true) }
    }

    /// The text of a range of ``bytes``; bytes that are not UTF-8 become U+FFFD.
    public func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// The name of the cookie.
    public var name: String { text(pair.name) }

    /// The value of the cookie with its quotes.
    public var value: String { text(pair.value) }

    /// The value of the last attribute with this name, whatever its case; empty for one without a value.
    public func attribute(_ name: String) -> String? {
        attributes.last { text($0.name).lowercased() == name.lowercased() }.map { text($0.value) }
    }

    /// Whether there is an attribute with this name, whatever its case.
    public func has(_ name: String) -> Bool {
        attribute(name) != nil
    }

    /// The field values that a list joined by commas holds, as some producers of HAR join them.
    ///
    /// A comma separates only where a token and `=` follow, since the date of `Expires` holds a comma too.
    public static func unfold(_ bytes: [UInt8]) -> [[UInt8]] {
        var values: [[UInt8]] = []
        var start = 0
        for comma in bytes.indices where bytes[comma] == UInt8(ascii: ",") && comma >= start {
            let next = bytes[(comma + 1)...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? bytes.count
            let token = bytes[next...].prefix { isToken($0) }
            guard !token.isEmpty, token.endIndex < bytes.count, bytes[token.endIndex] == UInt8(ascii: "=") else {
                continue
            }
            values.append(Array(bytes[start..<comma]))
            start = next
        }
        values.append(Array(bytes[start...]))
        return values
    }

    /// A character of a token (RFC 9110 §5.6.2).
    private static func isToken(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}
