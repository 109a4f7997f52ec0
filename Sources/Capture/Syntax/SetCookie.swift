/// A `Set-Cookie` field value: the cookie and its attributes (RFC 6265 §5.2).
public struct SetCookie: Hashable, Sendable {
    /// The field value all ranges point into.
    public let bytes: [UInt8]
    /// The cookie itself.
    public let pair: CookiePair
    /// The attributes in order, known or not.
    public let attributes: [CookiePair]

    /// Parses a field value as one cookie; nothing is an error.
    public init(_ bytes: [UInt8]) {
        self.init(bytes, CookiePair.parts(bytes, from: 0))
    }

    private init(_ bytes: [UInt8], _ parts: [Range<Int>]) {
        self.bytes = bytes
        pair = CookiePair(bytes, parts.first ?? 0..<0, isAttribute: false)
        attributes = parts.dropFirst().filter { !$0.isEmpty }.map { CookiePair(bytes, $0, isAttribute: true) }
    }

    /// The cookies of a field value into which several were joined by commas (RFC 2109 §4.2.2), or the one of any other.
    ///
    /// Behind an attribute, a comma, a token and `=` begin the next cookie. The value of a cookie may have such commas
    /// itself and stays whole: what is joined to a cookie without attributes is a part of its value.
    public static func all(in bytes: [UInt8]) -> [SetCookie] {
        var cookies: [SetCookie] = []
        var parts: [Range<Int>] = []
        for part in CookiePair.parts(bytes, from: 0) {
            let next = parts.isEmpty ? nil : nextCookie(in: bytes, part)
            parts.append(part.lowerBound..<(next?.comma ?? part.upperBound))
            guard let next else { continue }
            cookies.append(SetCookie(bytes, parts))
            parts = [next.start..<part.upperBound]
        }
        return cookies + [SetCookie(bytes, parts)]
    }

    /// The first comma of an attribute that a token and `=` follow, and where these begin.
    private static func nextCookie(in bytes: [UInt8], _ part: Range<Int>) -> (comma: Int, start: Int)? {
        var position = part.lowerBound
        while let comma = bytes[position..<part.upperBound].firstIndex(of: UInt8(ascii: ",")) {
            let rest = bytes[(comma + 1)..<part.upperBound]
            let start = rest.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? part.upperBound
            let end = bytes[start..<part.upperBound].firstIndex { !isToken($0) } ?? part.upperBound
            if start < end, end < part.upperBound, bytes[end] == UInt8(ascii: "=") { return (comma, start) }
            position = end
        }
        return nil
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
