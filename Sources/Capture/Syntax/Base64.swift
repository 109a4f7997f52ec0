/// Base 64 (RFC 4648 §4) and its URL-safe alphabet (§5).
public enum Base64 {
    /// The two characters in which the alphabets differ.
    public enum Alphabet: Hashable, Sendable {
        /// `+` and `/`
        case standard
        /// `-` and `_`
        case urlSafe
    }

    /// The encoded text; with padding `=` unless told otherwise.
    public static func encode(
        _ bytes: some Collection<UInt8>,
        alphabet: Alphabet = .standard,
        padding: Bool = true
    ) -> [UInt8] {
        let digits = alphabet == .standard ? standardDigits : urlSafeDigits
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        var group: UInt32 = 0
        var count = 0
        func digit(_ shift: UInt32) -> UInt8 { digits[Int(group >> shift & 0x3F)] }
        for byte in Array(bytes) {
            group = group << 8 | UInt32(byte)
            count += 1
            if count == 3 {
                result.append(digit(18))
                result.append(digit(12))
                result.append(digit(6))
                result.append(digit(0))
                group = 0
                count = 0
            }
        }
        guard count > 0 else { return result }
        group <<= count == 1 ? 16 : 8
        result += count == 1 ? [digit(18), digit(12)] : [digit(18), digit(12), digit(6)]
        if padding { result += repeatElement(UInt8(ascii: "="), count: 3 - count) }
        return result
    }

    /// The bytes that a text of either alphabet stands for. Whitespace anywhere and missing padding are accepted;
    /// `nil` for any other byte and for a length that cannot be.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        let values = Self.values
        var result: [UInt8] = []
        result.reserveCapacity(text.count / 4 * 3)
        var group: UInt32 = 0
        var count = 0
        var isPadded = false
        for byte in Array(text) {
            let value = values[Int(byte)]
            if value < 64, !isPadded {
                group = group << 6 | UInt32(value)
                count += 1
                if count == 4 {
                    result.append(UInt8(truncatingIfNeeded: group >> 16))
                    result.append(UInt8(truncatingIfNeeded: group >> 8))
                    result.append(UInt8(truncatingIfNeeded: group))
                    group = 0
                    count = 0
                }
            } else if byte == UInt8(ascii: "=") {
                isPadded = true
            } else if value != space {
                return nil
            }
        }
        switch count {
        case 0: break
        case 2: result.append(UInt8(truncatingIfNeeded: group >> 4))
        case 3: result += [UInt8(truncatingIfNeeded: group >> 10), UInt8(truncatingIfNeeded: group >> 2)]
        default: return nil
        }
        return result
    }

    private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    private static let standardDigits = Array("\(letters)+/".utf8)
    private static let urlSafeDigits = Array("\(letters)-_".utf8)
    private static let space: UInt8 = 64

    /// The value of each byte: below 64 a digit, ``space``, or no part of the encoding.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in standardDigits.enumerated() { values[Int(digit)] = UInt8(value) }
        for (value, digit) in urlSafeDigits.enumerated() { values[Int(digit)] = UInt8(value) }
        for byte in [0x20, 0x09, 0x0A, 0x0D] { values[byte] = space }
        return values
    }()
}
