/// Takes escapes off for the second check: percent-encoding, backslashes and character references, all in one go.
enum LeakCheckEscapes {
    /// The text without one layer of escapes; shorter, if there was any.
    static func removed(from text: [UInt8]) -> [UInt8] {
        guard text.contains(where: { $0 == 0x25 || $0 == 0x5C || $0 == 0x26 }) else { return text }
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let end =
                switch text[index] {
                case 0x25: percent(text, index, &output)
                case 0x5C: backslash(text, index, &output)
                case 0x26: reference(text, index, &output)
                default: index
                }
            if end == index {
                output.append(text[index])
                index += 1
            } else {
                index = end
            }
        }
        return output
    }

    /// Each reads the escape at an offset and gives the offset behind it, or that offset when there is none.
    private static func percent(_ text: [UInt8], _ start: Int, _ output: inout [UInt8]) -> Int {
        if let code = number(text, start + 1, 2, 16) {
            output.append(UInt8(code))
            return start + 3
        }
        guard start + 1 < text.count, text[start + 1] == 0x75 || text[start + 1] == 0x55 else { return start }
        return unit(text, start, &output)
    }

    private static func backslash(_ text: [UInt8], _ start: Int, _ output: inout [UInt8]) -> Int {
        guard start + 1 < text.count else { return start }
        let kind = text[start + 1]
        switch kind {
        case 0x75:
            let end = unit(text, start, &output)
            if end > start { return end }
            if start + 2 < text.count, text[start + 2] == 0x7B,
                let close = text[start...].prefix(12).firstIndex(of: 0x7D),
                let code = number(text, start + 3, close - start - 3, 16)
            {
                append(code, to: &output)
                return close + 1
            }
        case 0x55:
            if let code = number(text, start + 2, 8, 16) {
                append(code, to: &output)
                return start + 10
            }
        case 0x78:
            if let code = number(text, start + 2, 2, 16) {
                output.append(UInt8(code))
                return start + 4
            }
        case 0x30...0x33:
            if let code = number(text, start + 1, 3, 8) {
                output.append(UInt8(code))
                return start + 4
            }
        case 0x6E, 0x72, 0x0A, 0x74:
            // Line ends and tabs are never in a secret; a line that goes on is one.
            if kind != 0x0A { output.append(kind == 0x74 ? 0x09 : 0x0A) }
            return start + 2
        default:
            break
        }
        output.append(kind)
        return start + 2
    }

    private static func reference(_ text: [UInt8], _ start: Int, _ output: inout [UInt8]) -> Int {
        var end = start + 1
        while end < text.count, end - start < 10, isNameByte(text[end]) { end += 1 }
        let name = String(decoding: text[(start + 1)..<end], as: UTF8.self)
        let isClosed = end < text.count && text[end] == 0x3B
        if name.hasPrefix("#") {
            let isHex = name.dropFirst().first == "x" || name.dropFirst().first == "X"
            let first = start + (isHex ? 3 : 2)
            var last = first
            while last < end, number(text, last, 1, isHex ? 16 : 10) != nil { last += 1 }
            guard let code = number(text, first, last - first, isHex ? 16 : 10) else { return start }
            append(code, to: &output)
            return last < text.count && text[last] == 0x3B ? last + 1 : last
        }
        if isClosed, let code = names[name] {
            append(code, to: &output)
            return end + 1
        }
        for short in ["amp", "lt", "gt", "quot"] where name.hasPrefix(short) {
            append(names[short] ?? 0, to: &output)
            return start + 1 + short.utf8.count
        }
        return start
    }

    private static let names: [String: UInt32] = [
        "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27, "sol": 0x2F, "plus": 0x2B, "equals": 0x3D,
        "colon": 0x3A, "period": 0x2E, "lowbar": 0x5F, "percnt": 0x25, "num": 0x23, "commat": 0x40, "excl": 0x21,
        "dollar": 0x24, "ast": 0x2A, "lpar": 0x28, "rpar": 0x29, "comma": 0x2C, "semi": 0x3B, "quest": 0x3F,
        "lsqb": 0x5B, "rsqb": 0x5D, "bsol": 0x5C, "grave": 0x60, "lcub": 0x7B, "verbar": 0x7C, "rcub": 0x7D,
        "hellip": 0x2026,
    ]

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte == 0x23 || byte >= 0x30 && byte <= 0x39 || byte >= 0x41 && byte <= 0x5A || byte >= 0x61 && byte <= 0x7A
    }

    /// `uXXXX` behind an escape character, or two of these that are one character.
    private static func unit(_ text: [UInt8], _ start: Int, _ output: inout [UInt8]) -> Int {
        guard let code = number(text, start + 2, 4, 16) else { return start }
        if code >= 0xD800, code < 0xDC00, start + 11 < text.count, text[start + 6] == text[start],
            let second = number(text, start + 8, 4, 16), second >= 0xDC00, second < 0xE000
        {
            append(0x10000 + ((code - 0xD800) << 10 | (second - 0xDC00)), to: &output)
            return start + 12
        }
        append(code, to: &output)
        return start + 6
    }

    private static func number(_ text: [UInt8], _ start: Int, _ count: Int, _ radix: UInt32) -> UInt32? {
        guard count > 0, count <= 8, start + count <= text.count else { return nil }
        var number: UInt32 = 0
        for byte in text[start..<(start + count)] {
            let digit: UInt32
            switch byte {
            case 0x30...0x39: digit = UInt32(byte) - 0x30
            case 0x41...0x46: digit = UInt32(byte) - 0x37
            case 0x61...0x66: digit = UInt32(byte) - 0x57
            default: return nil
            }
            guard digit < radix else { return nil }
            number = number &* radix &+ digit
        }
        return number
    }

    private static func append(_ code: UInt32, to output: inout [UInt8]) {
        if let scalar = Unicode.Scalar(code) { output += String(Character(scalar)).utf8 }
    }
}
