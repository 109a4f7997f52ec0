/// Percent-encoding (RFC 3986 §2.1).
public enum PercentCoding {
    /// The bytes that a text stands for; a `%` without two hexadecimal digits stays as it is.
    ///
    /// With `plusIsSpace`, `+` is a space, as in `application/x-www-form-urlencoded`.
    public static func decode(_ text: some Collection<UInt8>, plusIsSpace: Bool = false) -> [UInt8] {
        let text = Array(text)
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var position = 0
        while position < text.count {
            let byte = text[position]
            if byte == UInt8(ascii: "%"), position + 2 < text.count,
                let high = Hex.value(of: text[position + 1]), let low = Hex.value(of: text[position + 2])
            {
                result.append(high << 4 | low)
                position += 3
            } else {
                result.append(byte == UInt8(ascii: "+") && plusIsSpace ? 0x20 : byte)
                position += 1
            }
        }
        return result
    }

    /// The text with every byte outside the unreserved set (RFC 3986 §2.3) as `%` and two uppercase digits.
    public static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for byte in Array(bytes) {
            if isUnreserved(byte) {
                result.append(byte)
            } else {
                result.append(UInt8(ascii: "%"))
                result += Hex.encode([byte], uppercase: true)
            }
        }
        return result
    }

    /// Whether the byte is a letter, a digit or one of `-._~` (RFC 3986 §2.3).
    public static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: byte.isASCIILetter || byte.isASCIIDigit
        }
    }
}
