import Capture

/// The forms that a value takes inside of base64 and hex, whatever stands before and after it.
enum EncodedForms {
    private static let lowerDigits = Array("0123456789abcdef".utf8)
    private static let upperDigits = Array("0123456789ABCDEF".utf8)

    /// Hex in both cases, and base64 at the three alignments in both alphabets, without repeats.
    static func all(of value: [UInt8]) -> [[UInt8]] {
        var forms = [hex(value, lowerDigits), hex(value, upperDigits)]
        for offset in 0..<3 {
            let core = base64(value, at: offset)
            guard core.count >= 10 else { continue }
            forms.append(core)
            guard core.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }) else { continue }
            forms.append(
                core.map {
                    $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
                }
            )
        }
        return forms
    }

    private static func hex(_ value: [UInt8], _ digits: [UInt8]) -> [UInt8] {
        var hex: [UInt8] = []
        hex.reserveCapacity(value.count * 2)
        for byte in value {
            hex.append(digits[Int(byte >> 4)])
            hex.append(digits[Int(byte & 15)])
        }
        return hex
    }

    /// The digits that depend on the value alone when `offset` bytes stand before it in its group.
    private static func base64(_ value: [UInt8], at offset: Int) -> [UInt8] {
        var text = Base64.encode([UInt8](repeating: 0, count: offset) + value, padding: false)
        if (offset + value.count) % 3 != 0 { text.removeLast() }
        text.removeFirst(min(text.count, [0, 2, 3][offset]))
        return text
    }
}
