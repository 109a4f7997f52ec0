/// The text inside the quotes of a JSON string (RFC 8259 §7), with its escapes and without.
public enum JSONString {
    /// The bytes that the text at `range` stands for.
    ///
    /// A surrogate pair becomes one character. A lone surrogate becomes its three bytes of WTF-8, so that no two
    /// texts become the same bytes; as a `String` they show as U+FFFD. An escape JSON does not know stands for the
    /// character after the backslash, and a broken `\u` for itself.
    public static func unescape(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
        let range = range.clamped(to: bytes.indices)
        // What a text stands for is never longer than the text.
        return [UInt8](unsafeUninitializedCapacity: range.count) { output, count in
            bytes.withUnsafeBufferPointer { input in
                let end = range.upperBound
                var position = range.lowerBound
                func append(_ byte: UInt8) {
                    output[count] = byte
                    count += 1
                }
                while position < end {
                    let byte = input[position]
                    guard byte == UInt8(ascii: "\\"), position + 1 < end else {
                        append(byte)
                        position += 1
                        continue
                    }
                    let escape = input[position + 1]
                    if escape == UInt8(ascii: "u"), let (scalar, length) = codePoint(input, at: position, to: end) {
                        forEachByte(of: scalar, append)
                        position += length
                    } else {
                        if escape == UInt8(ascii: "u") { append(byte) }
                        append(character(of: escape))
                        position += 2
                    }
                }
            }
        }
    }

    /// What a backslash and this byte stand for.
    private static func character(of escape: UInt8) -> UInt8 {
        switch escape {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: escape
        }
    }

    /// The code point of the `\uXXXX` at this position, or of the two that make a surrogate pair, and their length.
    private static func codePoint(
        _ input: UnsafeBufferPointer<UInt8>,
        at position: Int,
        to end: Int
    ) -> (scalar: UInt32, length: Int)? {
        guard let unit = codeUnit(input, at: position, to: end) else { return nil }
        guard UTF16.isLeadSurrogate(unit), let trail = codeUnit(input, at: position + 6, to: end),
            UTF16.isTrailSurrogate(trail)
        else { return (UInt32(unit), 6) }
        return (0x1_0000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(trail) - 0xDC00), 12)
    }

    private static func codeUnit(_ input: UnsafeBufferPointer<UInt8>, at position: Int, to end: Int) -> UInt16? {
        guard position + 6 <= end, input[position] == UInt8(ascii: "\\"), input[position + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt16 = 0
        for byte in input[position + 2..<position + 6] {
            guard let digit = Hex.value(of: byte) else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// Generalised UTF-8: surrogates are encoded like any other code point.
    private static func forEachByte(of scalar: UInt32, _ append: (UInt8) -> Void) {
        func appendContinuation(_ shift: UInt32) { append(UInt8(0x80 | (scalar >> shift) & 0x3F)) }
        switch scalar {
        case 0..<0x80:
            append(UInt8(scalar))
        case 0..<0x800:
            append(UInt8(0xC0 | scalar >> 6))
            appendContinuation(0)
        case 0..<0x1_0000:
            append(UInt8(0xE0 | scalar >> 12))
            appendContinuation(6)
            appendContinuation(0)
        default:
            append(UInt8(0xF0 | scalar >> 18))
            appendContinuation(12)
            appendContinuation(6)
            appendContinuation(0)
        }
    }
}

/// The other direction.
extension JSONString {
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
}
