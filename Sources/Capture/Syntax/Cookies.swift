/// A cookie, or an attribute of one, as ranges into the field value it stands in (RFC 6265 §4.2.1, §5.2).
public struct CookiePair: Hashable, Sendable {
    /// The name; empty for a cookie without one (`=value`, or a value alone).
    public let name: Range<Int>
    /// The value with its quotes, which belong to it (RFC 6265 §5.4).
    public let value: Range<Int>
    /// The value without the double quotes around it.
    public let unquoted: Range<Int>

    /// The cookies of a `Cookie` field value, in order; empty parts are left out.
    public static func parse(cookie bytes: [UInt8]) -> [CookiePair] {
        parts(bytes, from: 0).compactMap { part in
            part.isEmpty ? nil : CookiePair(bytes, part, isAttribute: false)
        }
    }

    /// Splits at the first `=`. Without one, the part is a value without a name, or, of an attribute, a name alone.
    init(_ bytes: [UInt8], _ part: Range<Int>, isAttribute: Bool) {
        let equals = bytes[part].firstIndex(of: UInt8(ascii: "="))
        if let equals {
            name = Self.trim(bytes, part.lowerBound..<equals)
            value = Self.trim(bytes, equals + 1..<part.upperBound)
        } else {
            name = isAttribute ? part : part.lowerBound..<part.lowerBound
            value = isAttribute ? part.upperBound..<part.upperBound : part
        }
        let isQuoted =
            value.count >= 2 && bytes[value.lowerBound] == UInt8(ascii: "\"")
            && bytes[value.upperBound - 1] == UInt8(ascii: "\"")
        unquoted = isQuoted ? value.lowerBound + 1..<value.upperBound - 1 : value
    }

    /// The parts between semicolons, without the whitespace around them.
    static func parts(_ bytes: [UInt8], from start: Int) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var position = start
        while position <= bytes.count {
            let end = bytes[position...].firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
            parts.append(trim(bytes, position..<end))
            position = end + 1
        }
        return parts
    }

    private static func trim(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, isSpace(bytes[lower]) { lower += 1 }
        while lower < upper, isSpace(bytes[upper - 1]) { upper -= 1 }
        return lower..<upper
    }
}

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
