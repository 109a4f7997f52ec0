import Capture

/// The characters that a part of a token is made of, by the names in ``TokenPattern/catalogue``.
enum TokenAlphabet: String, CaseIterable, Sendable {
    /// `0`-`9`.
    case digit
    /// `0`-`9` and `a`-`f`.
    case hex
    /// `0`-`9` and `A`-`F`.
    case hexUpper = "HEX"
    /// `A`-`Z` and `2`-`7` (RFC 4648 §6).
    case base32
    /// `A`-`Z` and `0`-`9`.
    case upper
    /// Letters and digits.
    case base62
    /// Letters, digits and `_`.
    case word
    /// Letters, digits, `-` and `_` (RFC 4648 §5).
    case base64url
    /// Letters, digits, `+` and `/` (RFC 4648 §4); padding behind it belongs to the token.
    case base64
    /// All of the last three, and padding.
    case base64any
    /// Those of base64url, and dots between them.
    case dotted
    /// The unreserved characters of a URL (RFC 3986 §2.3).
    case unreserved

    /// Whether a byte is one of the alphabet.
    func contains(_ byte: UInt8) -> Bool {
        Self.memberships[Int(byte)] & bit != 0
    }

    /// Whether a byte of the alphabet can also end a sentence.
    var hasDots: Bool { self == .dotted || self == .unreserved }

    /// The position among all alphabets.
    var number: Int {
        switch self {
        case .digit: 0
        case .hex: 1
        case .hexUpper: 2
        case .base32: 3
        case .upper: 4
        case .base62: 5
        case .word: 6
        case .base64url: 7
        case .base64: 8
        case .base64any: 9
        case .dotted: 10
        case .unreserved: 11
        }
    }

    private var bit: UInt16 { 1 << UInt16(number) }

    /// The alphabets that each byte is in.
    private static let memberships: [UInt16] = (0...255).map { (byte: UInt8) in
        allCases.reduce(0) { $0 | ($1.holds(byte) ? $1.bit : 0) }
    }

    private func holds(_ byte: UInt8) -> Bool {
        switch self {
        case .digit: byte.isASCIIDigit
        case .hex: byte.isASCIIDigit || "abcdef".utf8.contains(byte)
        case .hexUpper: byte.isASCIIDigit || "ABCDEF".utf8.contains(byte)
        case .base32: byte.isASCIIUpper || "234567".utf8.contains(byte)
        case .upper: byte.isASCIIDigit || byte.isASCIIUpper
        case .base62: byte.isASCIIDigit || byte.isASCIILetter
        case .word: Self.base62.holds(byte) || byte == UInt8(ascii: "_")
        case .base64url: Self.base62.holds(byte) || "-_".utf8.contains(byte)
        case .base64: Self.base62.holds(byte) || "+/".utf8.contains(byte)
        case .base64any: Self.base62.holds(byte) || "-_+/=".utf8.contains(byte)
        case .dotted: Self.base62.holds(byte) || "-_.".utf8.contains(byte)
        case .unreserved: Self.base62.holds(byte) || "-_.~".utf8.contains(byte)
        }
    }
}

extension UInt8 {
    fileprivate var isASCIIUpper: Bool {
        self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z")
    }
}
