import Capture

/// What a synthetic value must look like to pass for a secret: its length and its alphabet.
///
/// A shape says nothing that helps to guess the value, does not change from one random token to the next of the same
/// issuer, and is a fixed point: the shape of a value minted from a shape is that shape. Passwords and the like have
/// none, since even their length is a secret.
public struct Shape: Hashable, Sendable {
    /// The length in bytes.
    public var length: Int
    /// The characters that may occur.
    public var alphabet: Alphabet

    /// The alphabets that clients are known to check for.
    public enum Alphabet: String, Hashable, Sendable, CaseIterable {
        /// `0`-`9`.
        case digits
        /// `0`-`9` and `a`-`f`.
        case hex
        /// `0`-`9` and `A`-`F`.
        case hexUpper = "hex-upper"
        /// Anything else; letters and digits stand in for it.
        case alphanumeric
    }

    /// A shape from its parts.
    public init(length: Int, alphabet: Alphabet) {
        self.length = length
        self.alphabet = alphabet
    }

    /// The shape of a value.
    public init(of value: [UInt8]) {
        var digits = true
        var hex = true
        var hexUpper = true
        for byte in value where !byte.isASCIIDigit {
            digits = false
            hex = hex && byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f")
            hexUpper = hexUpper && byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "F")
        }
        self.init(
            length: value.count,
            alphabet: digits ? .digits : hex ? .hex : hexUpper ? .hexUpper : .alphanumeric
        )
    }
}
