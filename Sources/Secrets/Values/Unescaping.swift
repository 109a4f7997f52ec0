import Capture

/// The decoded forms of a text in which known values are looked for.
extension View {
    /// With one layer of all escapes taken off: percent-encoding (also `%uXXXX`), the backslash escapes of JSON,
    /// JavaScript and C, character references (also without `;`).
    func unescaped() -> View {
        rewritten(leads: Escape.leads) { bytes, start, output in
            switch bytes[start] {
            case UInt8(ascii: "%"): Escape.percent(bytes, start, &output)
            case UInt8(ascii: "\\"): Escape.backslash(bytes, start, &output)
            default: Escape.reference(bytes, start, &output)
            }
        }
    }

    /// Whether lines end softly, or a header field says so: in other texts `=` and two digits are the end of a name and the
    /// beginning of its value.
    var isQuotedPrintable: Bool {
        bytes.contains(UInt8(ascii: "="))
            && ["=\r\n", "=\n", "uoted-printable"].contains { bytes.firstIndex(of: Array($0.utf8)) != nil }
    }

    /// With quoted-printable taken off (RFC 2045 §6.7).
    func quotedPrintableDecoded() -> View {
        rewritten(leads: Escape.equalsLead, leavesGaps: true) { bytes, start, output in
            let next = start + 1
            guard next < bytes.count else { return nil }
            if bytes[next] == 0x0A { return start + 2 }
            guard next + 1 < bytes.count else { return nil }
            if bytes[next] == 0x0D, bytes[next + 1] == 0x0A { return start + 3 }
            guard let high = Hex.value(of: bytes[next]), let low = Hex.value(of: bytes[next + 1]) else { return nil }
            output.append(high << 4 | low)
            return start + 3
        }
    }

    /// Without the line ends inside of long base64 or hex (RFC 2045 §6.8).
    func unfolded() -> View {
        var lineLength = 0
        var counted = 0
        return rewritten(leads: Escape.lineEndLeads, leavesGaps: true) { bytes, start, _ in
            // Each byte is counted once.
            while counted < start {
                lineLength = bytes[counted].isEncodingCharacter ? lineLength + 1 : 0
                counted += 1
            }
            guard lineLength >= Escape.shortestLine else { return nil }
            var end = start
            if bytes[end] == 0x0D { end += 1 }
            guard end < bytes.count, bytes[end] == 0x0A else { return nil }
            end += 1
            while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 { end += 1 }
            guard end < bytes.count, bytes[end].isEncodingCharacter else { return nil }
            // A line that begins like a boundary ends what stands before it.
            guard !bytes[end...].starts(with: "--".utf8) else { return nil }
            counted = end
            return end
        }
    }

    /// With long hex in one piece whose bytes are set apart by spaces, colons or hyphens, as dumps and fingerprints are.
    func joinedHex() -> View {
        // Nearly every text has a space in it, and a copy of all of them takes long.
        guard Escape.hasSeparatedHex(bytes) else { return self }
        var end = 0
        return rewritten(leads: Escape.hexSeparators, leavesGaps: true) { bytes, start, _ in
            if start >= end { end = Escape.endOfHex(bytes, around: start) }
            return start < end ? start + 1 : nil
        }
    }

    /// Without zero bytes: UTF-16 of ASCII in either byte order.
    func withoutZeros() -> View {
        rewritten(leads: Escape.zeroLead) { _, start, _ in start + 1 }
    }
}

/// The escapes that are taken off: each reads the one at an offset, appends what it stands for, and gives the offset
/// behind it; `nil` when there is none.
private enum Escape {
    static let leads = View.leads("%\\&")
    static let equalsLead = View.leads("=")
    static let lineEndLeads = View.leads("\r\n")
    static let zeroLead = View.leads("\0")
    static let hexSeparators = View.leads(" :-")
    static let shortestLine = 32
    static let fewestHexBytes = 12

    static func hasSeparatedHex(_ bytes: [UInt8]) -> Bool {
        var position = 2
        while position < bytes.count {
            if hexSeparators[Int(bytes[position])] {
                let end = endOfHex(bytes, around: position)
                if end > position { return true }
            }
            position += 1
        }
        return false
    }

    /// Where hex ends whose first separator stands at an offset; there, when it is too short.
    static func endOfHex(_ bytes: [UInt8], around separator: Int) -> Int {
        func isPair(at start: Int) -> Bool {
            start >= 0 && start + 1 < bytes.count && Hex.value(of: bytes[start]) != nil
                && Hex.value(of: bytes[start + 1]) != nil
        }
        guard isPair(at: separator - 2) else { return separator }
        var end = separator
        var count = 1
        while end < bytes.count, bytes[end] == bytes[separator], isPair(at: end + 1) {
            end += 3
            count += 1
        }
        return count < fewestHexBytes ? separator : end
    }

    static func percent(_ bytes: [UInt8], _ start: Int, _ output: inout [UInt8]) -> Int? {
        if let code = number(bytes, start + 1, digits: 2, radix: 16) {
            output.append(UInt8(code))
            return start + 3
        }
        guard start + 1 < bytes.count, bytes[start + 1] | 0x20 == UInt8(ascii: "u") else { return nil }
        return codeUnits(bytes, start, &output)
    }

    static func backslash(_ bytes: [UInt8], _ start: Int, _ output: inout [UInt8]) -> Int? {
        guard start + 1 < bytes.count else { return nil }
        let escape = bytes[start + 1]
        switch escape {
        case UInt8(ascii: "u"):
            if let end = codeUnits(bytes, start, &output) { return end }
            guard start + 2 < bytes.count, bytes[start + 2] == UInt8(ascii: "{"),
                let close = bytes[start...].prefix(12).firstIndex(of: UInt8(ascii: "}")),
                let code = number(bytes, start + 3, digits: close - start - 3, radix: 16)
            else { break }
            append(code, to: &output)
            return close + 1
        case UInt8(ascii: "U"):
            guard let code = number(bytes, start + 2, digits: 8, radix: 16) else { break }
            append(code, to: &output)
            return start + 10
        case UInt8(ascii: "x"):
            guard let code = number(bytes, start + 2, digits: 2, radix: 16) else { break }
            output.append(UInt8(code))
            return start + 4
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            guard let code = number(bytes, start + 1, digits: 3, radix: 8) else { break }
            output.append(UInt8(code))
            return start + 4
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "t"): output.append(0x09)
        case UInt8(ascii: "b"): output.append(0x08)
        case UInt8(ascii: "f"): output.append(0x0C)
        case 0x0A: break
        default: output.append(escape)
        }
        if "uUx0123".utf8.contains(escape) { output.append(escape) }
        return start + 2
    }

    static func reference(_ bytes: [UInt8], _ start: Int, _ output: inout [UInt8]) -> Int? {
        guard start + 2 < bytes.count else { return nil }
        guard bytes[start + 1] == UInt8(ascii: "#") else { return namedReference(bytes, start, &output) }
        let isHex = bytes[start + 2] | 0x20 == UInt8(ascii: "x")
        let first = start + (isHex ? 3 : 2)
        var end = first
        while end < bytes.count, end - first < 8,
            isHex ? Hex.value(of: bytes[end]) != nil : bytes[end].isASCIIDigit
        {
            end += 1
        }
        guard let code = number(bytes, first, digits: end - first, radix: isHex ? 16 : 10) else { return nil }
        append(code, to: &output)
        return end < bytes.count && bytes[end] == UInt8(ascii: ";") ? end + 1 : end
    }

    private static func namedReference(_ bytes: [UInt8], _ start: Int, _ output: inout [UInt8]) -> Int? {
        let name = bytes[(start + 1)...].prefix(8).prefix { $0.isASCIILetter || $0.isASCIIDigit }
        if name.endIndex < bytes.count, bytes[name.endIndex] == UInt8(ascii: ";") {
            guard let character = CharacterReferences.named[String(decoding: name, as: UTF8.self)] else { return nil }
            output += character
            return name.endIndex + 1
        }
        // The oldest of them are also read without the semicolon.
        for (oldest, character) in [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\"")]
        where name.starts(with: oldest.utf8) {
            output += character.utf8
            return start + 1 + oldest.utf8.count
        }
        return nil
    }

    /// `uXXXX` behind an escape character, or two of these that are a surrogate pair.
    private static func codeUnits(_ bytes: [UInt8], _ start: Int, _ output: inout [UInt8]) -> Int? {
        guard let unit = number(bytes, start + 2, digits: 4, radix: 16) else { return nil }
        if unit & 0xFC00 == 0xD800, start + 11 < bytes.count, bytes[start + 6] == bytes[start],
            bytes[start + 7] == bytes[start + 1], let trail = number(bytes, start + 8, digits: 4, radix: 16),
            trail & 0xFC00 == 0xDC00
        {
            append(0x10000 + (unit - 0xD800) << 10 + (trail - 0xDC00), to: &output)
            return start + 12
        }
        append(unit, to: &output)
        return start + 6
    }

    private static func number(_ bytes: [UInt8], _ start: Int, digits: Int, radix: UInt32) -> UInt32? {
        guard digits > 0, digits <= 8, start + digits <= bytes.count else { return nil }
        var number: UInt32 = 0
        for byte in bytes[start..<(start + digits)] {
            guard let digit = Hex.value(of: byte), UInt32(digit) < radix else { return nil }
            number = number &* radix &+ UInt32(digit)
        }
        return number
    }

    private static func append(_ code: UInt32, to output: inout [UInt8]) {
        output += String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8
    }
}
