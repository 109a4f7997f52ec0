/// The text inside the quotes of a JSON string (RFC 8259 §7), with its escapes and without.
public enum JSONString {
    /// The bytes that the text at `range` stands for.
    ///
    /// A surrogate pair becomes one character. A lone surrogate becomes its three bytes of WTF-8, so that no two
    /// texts become the same bytes; as a `String` they show as U+FFFD. An escape JSON does not know stands for the
    /// character after the backslash, and a broken `\u` for itself.
    public static func unescape(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let rest = bytes[position..<range.upperBound]
            guard let backslash = rest.firstIndex(of: UInt8(ascii: "\\")), backslash + 1 < range.upperBound else {
                result += rest
                break
            }
            result += bytes[position..<backslash]
            position = backslash + 2
            switch bytes[backslash + 1] {
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"):
                guard let unit = codeUnit(bytes, at: position, to: range.upperBound) else {
                    result += [UInt8(ascii: "\\"), UInt8(ascii: "u")]
                    continue
                }
                position += 4
                var scalar = UInt32(unit)
                if UTF16.isLeadSurrogate(unit), position + 2 <= range.upperBound,
                    bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u"),
                    let trail = codeUnit(bytes, at: position + 2, to: range.upperBound), UTF16.isTrailSurrogate(trail)
                {
                    scalar = 0x1_0000 + (scalar - 0xD800) << 10 + (UInt32(trail) - 0xDC00)
                    position += 6
                }
                appendScalar(scalar, to: &result)
            case let other: result.append(other)
            }
        }
        return result
    }

    /// The text of a string whose value is these bytes, without its quotes: as few escapes as RFC 8259 §7 allows,
    /// and non-ASCII as it is.
    public static func escape(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        appendEscaped(bytes, to: &result)
        return result
    }

    /// Appends what ``escape(_:)`` gives to `output`.
    static func appendEscaped(_ bytes: some Collection<UInt8>, to output: inout [UInt8]) {
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { buffer in
            var start = 0
            for position in buffer.indices where mustBeEscaped(buffer[position]) {
                output += buffer[start..<position]
                appendEscape(buffer[position], to: &output)
                start = position + 1
            }
            output += buffer[start...]
        }
        if isDone == nil { appendEscaped(Array(bytes), to: &output) }
    }

    private static func mustBeEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func appendEscape(_ byte: UInt8, to output: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
        case 0x08: output += "\\b".utf8
        case 0x09: output += "\\t".utf8
        case 0x0A: output += "\\n".utf8
        case 0x0C: output += "\\f".utf8
        case 0x0D: output += "\\r".utf8
        default: output += "\\u00".utf8 + Hex.encode([byte])
        }
    }

    private static func codeUnit(_ bytes: [UInt8], at position: Int, to end: Int) -> UInt16? {
        guard position + 4 <= end else { return nil }
        var unit: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Hex.value(of: byte) else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// Generalised UTF-8: surrogates are encoded like any other code point.
    private static func appendScalar(_ scalar: UInt32, to output: inout [UInt8]) {
        func continuation(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (scalar >> shift) & 0x3F) }
        switch scalar {
        case 0..<0x80: output.append(UInt8(scalar))
        case 0..<0x800: output += [UInt8(0xC0 | scalar >> 6), continuation(0)]
        case 0..<0x1_0000: output += [UInt8(0xE0 | scalar >> 12), continuation(6), continuation(0)]
        default: output += [UInt8(0xF0 | scalar >> 18), continuation(12), continuation(6), continuation(0)]
        }
    }
}
