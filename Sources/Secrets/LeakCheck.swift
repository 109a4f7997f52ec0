/// The second check: looks for secrets in what is about to be written, and shares no code with the finder.
///
/// It unfolds a text into its decoded forms with decoders of its own, and looks for eight bytes of each secret with a
/// rolling window. It is meant to be plain rather than clever: what it finds is a fault of the finder.
struct LeakCheck: Sendable {
    /// A value, and where in it the window stands under which it is entered.
    private struct Value: Sendable {
        var bytes: [UInt8]
        var offset: Int
    }

    private var windows: [UInt64: [Value]] = [:]

    /// Looks for this value from now on. Values that ordinary text may hold are left to the finder, and so are texts in
    /// the form of a placeholder, which stand in every cassette.
    mutating func add(_ value: [UInt8]) {
        guard value.count >= 16, value.contains(where: { $0 != value[0] }), !value.starts(with: "REDACTED_".utf8) else {
            return
        }
        // Tokens of one issuer often begin alike.
        let first = Self.window(value, at: 0)
        let last = Self.window(value, at: value.count - 8)
        if windows[first, default: []].count <= windows[last, default: []].count {
            windows[first, default: []].append(Value(bytes: value, offset: 0))
        } else {
            windows[last, default: []].append(Value(bytes: value, offset: value.count - 8))
        }
    }

    /// Whether any of the values stands in the text: plain, with percent-encoding, backslash escapes or character
    /// references up to four times, and in each of these as hex, or as base64 at any alignment, once or twice.
    func finds(in text: [UInt8]) -> Bool {
        finds(in: text, layers: 2)
    }

    private func finds(in text: [UInt8], layers: Int) -> Bool {
        guard !windows.isEmpty, text.count >= 8 else { return false }
        var view = text
        for _ in 0...4 {
            if holds(view) || layers > 0 && decodedRuns(of: view, hold: layers - 1) { return true }
            let unescaped = Self.unescape(view)
            if unescaped.count == view.count { return false }
            view = unescaped
        }
        return false
    }

    private func holds(_ text: [UInt8]) -> Bool {
        guard text.count >= 16 else { return false }
        var window = Self.window(text, at: 0)
        var start = 0
        while true {
            for value in windows[window] ?? [] {
                let begin = start - value.offset
                if begin >= 0, text[begin...].starts(with: value.bytes) { return true }
            }
            start += 1
            guard start + 8 <= text.count else { return false }
            window = window << 8 | UInt64(text[start + 7])
        }
    }

    private static func window(_ bytes: [UInt8], at start: Int) -> UInt64 {
        var window: UInt64 = 0
        for index in start..<(start + 8) { window = window << 8 | UInt64(bytes[index]) }
        return window
    }

    // MARK: - Decoding

    /// Takes off percent-encoding, backslash escapes and character references in one go.
    private static func unescape(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(where: { $0 == 0x25 || $0 == 0x5C || $0 == 0x26 }) else { return text }
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            switch text[index] {
            case 0x25:
                if index + 2 < text.count, let high = digit(text[index + 1]), let low = digit(text[index + 2]) {
                    output.append(high * 16 + low)
                    index += 3
                    continue
                }
            case 0x5C:
                if index + 5 < text.count, text[index + 1] == 0x75,
                    let code = number(text[(index + 2)..<(index + 6)], 16)
                {
                    append(code, to: &output)
                    index += 6
                    continue
                }
                if index + 1 < text.count {
                    output.append(text[index + 1])
                    index += 2
                    continue
                }
            case 0x26:
                if let end = text[index...].prefix(10).firstIndex(of: 0x3B),
                    let code = reference(text[(index + 1)..<end])
                {
                    append(code, to: &output)
                    index = end + 1
                    continue
                }
            default:
                break
            }
            output.append(text[index])
            index += 1
        }
        return output
    }

    private static func reference(_ name: ArraySlice<UInt8>) -> UInt32? {
        switch String(decoding: name, as: UTF8.self) {
        case "amp": 0x26
        case "lt": 0x3C
        case "gt": 0x3E
        case "quot": 0x22
        case "apos": 0x27
        case let text where text.hasPrefix("#x") || text.hasPrefix("#X"): number(name.dropFirst(2), 16)
        case let text where text.hasPrefix("#"): number(name.dropFirst(), 10)
        default: nil
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>, _ radix: UInt32) -> UInt32? {
        guard !digits.isEmpty, digits.count <= 7 else { return nil }
        var number: UInt32 = 0
        for byte in digits {
            guard let value = digit(byte), UInt32(value) < radix else { return nil }
            number = number * radix + UInt32(value)
        }
        return number
    }

    private static func append(_ code: UInt32, to output: inout [UInt8]) {
        if let scalar = Unicode.Scalar(code) { output += String(Character(scalar)).utf8 }
    }

    /// Whether the bytes that a long run of hex digits or of base64 digits stands for hold a value.
    private func decodedRuns(of text: [UInt8], hold layers: Int) -> Bool {
        Self.runs(of: text) { Self.sextet($0) != nil }.contains { run in
            (0..<4).contains { finds(in: Self.base64(run.dropFirst($0)), layers: layers) }
        }
            || Self.runs(of: text) { Self.digit($0) != nil }.contains { run in
                (0..<2).contains { finds(in: Self.hex(run.dropFirst($0)), layers: layers) }
            }
    }

    private static func runs(of text: [UInt8], where test: (UInt8) -> Bool) -> [ArraySlice<UInt8>] {
        var runs: [ArraySlice<UInt8>] = []
        var start = 0
        for (index, byte) in text.enumerated() where !test(byte) {
            if index - start >= 22 { runs.append(text[start..<index]) }
            start = index + 1
        }
        if text.count - start >= 22 { runs.append(text[start...]) }
        return runs
    }

    private static func base64(_ digits: ArraySlice<UInt8>) -> [UInt8] {
        var bits: UInt32 = 0
        var count = 0
        var output: [UInt8] = []
        output.reserveCapacity(digits.count)
        for digit in digits {
            bits = bits << 6 | UInt32(sextet(digit) ?? 0)
            count += 6
            if count >= 8 {
                count -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return output
    }

    private static func hex(_ digits: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(digits.count / 2)
        var index = digits.startIndex
        while index + 1 < digits.endIndex {
            output.append((digit(digits[index]) ?? 0) * 16 + (digit(digits[index + 1]) ?? 0))
            index += 2
        }
        return output
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    private static func sextet(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x47
        case 0x30...0x39: byte + 4
        case 0x2B, 0x2D: 62
        case 0x2F, 0x5F: 63
        default: nil
        }
    }
}
