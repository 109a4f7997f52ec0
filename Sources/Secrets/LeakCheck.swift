/// The second check: looks for secrets in what is about to be written, and shares no code with the finder.
///
/// It unfolds a text into its decoded forms with decoders of its own, and looks for the first eight bytes of each secret
/// with a rolling window. It is meant to be plain rather than clever: what it finds is a fault of the finder.
struct LeakCheck: Sendable {
    private var windows: [UInt64: [[UInt8]]] = [:]

    /// Looks for this value from now on. Values that ordinary text may hold are left to the finder.
    mutating func add(_ value: [UInt8]) {
        guard value.count >= 12, Set(value).count > 3 || value.count >= 32 else { return }
        windows[Self.window(value, at: 0), default: []].append(value)
    }

    /// Whether any of the values stands in the text: plain, percent-encoded once or twice, with JSON escapes, as hex, or
    /// as base64 at any alignment.
    func finds(in text: [UInt8]) -> Bool {
        guard !windows.isEmpty, !text.isEmpty else { return false }
        var views = [text]
        let once = Self.unescape(text)
        if once != text { views.append(once) }
        let twice = Self.unescape(once)
        if twice != once { views.append(twice) }
        return views.contains { view in
            holds(view) || Self.decodedRuns(of: view).contains(where: holds)
        }
    }

    private func holds(_ text: [UInt8]) -> Bool {
        guard text.count >= 8 else { return false }
        var window = Self.window(text, at: 0)
        var start = 0
        while true {
            if let values = windows[window], values.contains(where: { text[start...].starts(with: $0) }) { return true }
            start += 1
            guard start + 8 <= text.count else { return false }
            window = window << 8 | UInt64(text[start + 7])
        }
    }

    private static func window(_ bytes: [UInt8], at start: Int) -> UInt64 {
        bytes[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Takes off percent-encoding and backslash escapes in one go.
    private static func unescape(_ text: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if text[index] == 0x25, index + 2 < text.count, let high = digit(text[index + 1]),
                let low = digit(text[index + 2])
            {
                output.append(high * 16 + low)
                index += 3
            } else if text[index] == 0x5C, index + 5 < text.count, text[index + 1] == 0x75,
                let high = digit(text[index + 4]), let low = digit(text[index + 5]), text[index + 2] == 0x30
            {
                output.append(high &* 16 &+ low)
                index += 6
            } else if text[index] == 0x5C, index + 1 < text.count {
                output.append(text[index + 1])
                index += 2
            } else {
                output.append(text[index])
                index += 1
            }
        }
        return output
    }

    /// The bytes that each long run of base64 digits stands for at its four alignments, and each run of hex digits.
    private static func decodedRuns(of text: [UInt8]) -> [[UInt8]] {
        var decoded: [[UInt8]] = []
        for run in text.split(whereSeparator: { sextet($0) == nil }) where run.count >= 16 {
            for offset in 0..<4 {
                var bits: UInt32 = 0
                var count = 0
                var output: [UInt8] = []
                for character in run.dropFirst(offset) {
                    bits = bits << 6 | UInt32(sextet(character) ?? 0)
                    count += 6
                    if count >= 8 {
                        count -= 8
                        output.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
                    }
                }
                decoded.append(output)
            }
        }
        for run in text.split(whereSeparator: { digit($0) == nil }) where run.count >= 16 {
            for offset in 0..<2 {
                let digits = run.dropFirst(offset).compactMap(digit)
                decoded.append(stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] * 16 + digits[$0 + 1] })
            }
        }
        return decoded
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
