/// Hexadecimal digits (RFC 4648 §8).
public enum Hex {
    /// The value of a digit of either case; `nil` for any other byte.
    public static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Two digits for each byte.
    public static func encode(_ bytes: some Collection<UInt8>, uppercase: Bool = false) -> [UInt8] {
        let letters = uppercase ? UInt8(ascii: "A") : UInt8(ascii: "a")
        func digit(_ value: UInt8) -> UInt8 {
            value < 10 ? value + UInt8(ascii: "0") : value - 10 + letters
        }
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * bytes.count)
        for byte in Array(bytes) {
            digits.append(digit(byte >> 4))
            digits.append(digit(byte & 0x0F))
        }
        return digits
    }

    /// The bytes that pairs of digits of either case stand for; `nil` for an odd count or any other byte.
    public static func decode(_ digits: some Collection<UInt8>) -> [UInt8]? {
        guard digits.count.isMultiple(of: 2) else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(digits.count / 2)
        var high: UInt8?
        for digit in Array(digits) {
            guard let value = value(of: digit) else { return nil }
            if let first = high {
                result.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return result
    }
}
