import Capture

/// The forms that a value takes inside of base64 and hex, whatever stands before and after it.
enum EncodedForms {
    /// The base64 digits that depend on the value alone when `offset` bytes stand before it in its group.
    static func base64(_ value: [UInt8], at offset: Int) -> [UInt8] {
        var text = Base64.encode([UInt8](repeating: 0, count: offset) + value, padding: false)
        if (offset + value.count) % 3 != 0 { text.removeLast() }
        text.removeFirst(min(text.count, skipped[offset]))
        return text
    }

    /// The digits that also depend on what stands before a value.
    private static let skipped = [0, 2, 3]
    /// The bit of the value with which the first of its own digits begins.
    private static let firstBit = [0, 4, 2]

    /// How many digits of base64 depend on a value of this length alone.
    static func base64Count(ofBytes count: Int, at offset: Int) -> Int {
        max(0, (8 * count - firstBit[offset]) / 6)
    }

    /// Whether a text has these digits of the value, in either alphabet, from an offset on.
    static func isBase64(
        of value: [UInt8],
        at offset: Int,
        in text: UnsafeRawBufferPointer,
        from start: Int
    ) -> Bool {
        var bit = firstBit[offset]
        for position in start..<(start + base64Count(ofBytes: value.count, at: offset)) {
            let index = bit >> 3
            let pair = UInt16(value[index]) << 8 | (index + 1 < value.count ? UInt16(value[index + 1]) : 0)
            let digit = UInt8(truncatingIfNeeded: pair >> UInt16(10 - (bit & 7))) & 63
            guard sextets[Int(text[position])] == digit else { return false }
            bit += 6
        }
        return true
    }

    /// Whether a text has the hexadecimal digits of the value, in either case, from an offset on.
    static func isHex(of value: [UInt8], in text: UnsafeRawBufferPointer, from start: Int) -> Bool {
        var position = start
        for byte in value {
            guard Hex.value(of: text[position]) == byte >> 4, Hex.value(of: text[position + 1]) == byte & 15 else {
                return false
            }
            position += 2
        }
        return true
    }

    /// The value of each digit of base64, in either alphabet; 255 for any other byte.
    private static let sextets: [UInt8] = {
        var sextets = [UInt8](repeating: 255, count: 256)
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        for end in ["+/", "-_"] {
            for (value, digit) in (letters + end).utf8.enumerated() { sextets[Int(digit)] = UInt8(value) }
        }
        return sextets
    }()
}
