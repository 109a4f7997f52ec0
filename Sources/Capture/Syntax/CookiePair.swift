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
