public import Secrets

/// Makes the values that replay hands out where a cassette has placeholders.
///
/// A minted value has the recorded shape, follows from kind and number alone, and is mostly zeros, so that it is the
/// same in every run and no scanner takes it for a real secret.
public enum Mint {
    /// The longest value that is minted, in bytes; a shape beyond it can only be an edited one.
    static let maximumLength = 64 << 10
    private static let numberDigits = 6
    private static let tagDigits = 4

    /// The value for a placeholder: `a0000123f2c000...` for the twelfth secret of a kind in hexadecimal, and a readable
    /// text where there is no shape.
    public static func mint(_ placeholder: Placeholder, shape: Shape?) -> [UInt8] {
        guard let shape else { return Array("minted_\(placeholder.kind.rawValue)_\(placeholder.number)".utf8) }
        let length = min(shape.length, maximumLength)
        guard length > 0 else { return [] }
        let tag = tag(of: placeholder.kind)
        var value = [shape.alphabet.lead]
        if length > numberDigits + tagDigits, placeholder.number < power(10, numberDigits) {
            value += digits(UInt64(placeholder.number), count: numberDigits, radix: 10, shape.alphabet)
            value += digits(tag, count: tagDigits, radix: shape.alphabet.radix, shape.alphabet)
            value += repeatElement(UInt8(ascii: "0"), count: length - value.count)
        } else {
            // Too short for both: the kind only shifts the number.
            value += digits(tag &+ UInt64(placeholder.number), count: length - 1, radix: 10, shape.alphabet)
        }
        return value
    }

    /// A number that tells kinds apart: FNV-1a of its name.
    private static func tag(of kind: Kind) -> UInt64 {
        kind.rawValue.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } >> 24
    }

    /// The last `count` digits of a number.
    private static func digits(_ number: UInt64, count: Int, radix: UInt64, _ alphabet: Shape.Alphabet) -> [UInt8] {
        var rest = number
        var digits: [UInt8] = []
        for _ in 0..<count {
            let digit = UInt8(rest % radix)
            digits.append(digit < 10 ? UInt8(ascii: "0") + digit : alphabet.letterA + digit - 10)
            rest /= radix
        }
        return digits.reversed()
    }

    private static func power(_ base: Int, _ exponent: Int) -> Int {
        (0..<exponent).reduce(1) { product, _ in product * base }
    }
}

extension Shape.Alphabet {
    /// A first character that sets the alphabet apart from the narrower ones.
    fileprivate var lead: UInt8 {
        switch self {
        case .digits: UInt8(ascii: "1")
        case .hex: UInt8(ascii: "a")
        case .hexUpper: UInt8(ascii: "A")
        case .alphanumeric: UInt8(ascii: "m")
        }
    }

    fileprivate var radix: UInt64 {
        self == .digits ? 10 : 16
    }

    fileprivate var letterA: UInt8 {
        self == .hexUpper ? UInt8(ascii: "A") : UInt8(ascii: "a")
    }
}
