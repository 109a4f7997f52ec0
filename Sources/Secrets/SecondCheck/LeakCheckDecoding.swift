/// The forms in which the second check reads a text: the text itself, and what is left of it when escapes are taken off
/// and when base64, hex and compression are undone, nested to a depth of three.
///
/// All that is undone in one way makes one form, a line for each piece, so that a text of a thousand pieces has no more
/// forms than a text of one. Together they are at most twenty times as long as the text.
struct LeakCheckDecoding {
    private struct Form {
        var text: [UInt8]
        /// How often base64, hex or compression may still be undone.
        var depth: Int
        /// How many layers of escapes may still be taken off.
        var escapes: Int
        /// Whether line folding, quoted-printable and UTF-16 may still be undone.
        var isFolded: Bool
    }

    private static let shortestRun = 12
    private static let deepest = 3

    private var pending: [Form]
    private var budget: Int
    /// Whether there was more to undo than is allowed for.
    private(set) var isCutShort = false

    init(of text: [UInt8]) {
        pending = [Form(text: text, depth: Self.deepest, escapes: 4, isFolded: true)]
        budget = 20 * text.count + 1 << 20
    }

    /// The next form; `nil` after the last.
    mutating func next() -> [UInt8]? {
        guard let form = pending.popLast() else { return nil }
        let text = form.text
        if form.escapes > 0, case let plain = LeakCheckEscapes.removed(from: text), plain.count < text.count {
            push(Form(text: plain, depth: form.depth, escapes: form.escapes - 1, isFolded: form.isFolded))
        }
        if form.isFolded {
            let withoutZeros = text.contains(0) ? text.filter { $0 != 0 } : text
            for plain in [Self.unfolded(text), Self.quotedPrintable(text), withoutZeros] where plain.count < text.count
            {
                push(Form(text: plain, depth: form.depth, escapes: min(form.escapes, 1), isFolded: false))
            }
        }
        if form.depth > 0 {
            for plain in decoded(text) where plain.count >= 8 {
                // Most that looks like base64 is none. What it stands for is looked at as it is; only lines with some text
                // in them can stand for more.
                let telling = Self.linesOfText(in: plain)
                if telling.count < plain.count { push(Form(text: plain, depth: 0, escapes: 0, isFolded: false)) }
                if !telling.isEmpty { push(Form(text: telling, depth: form.depth - 1, escapes: 2, isFolded: true)) }
            }
        }
        return text
    }

    private mutating func push(_ form: Form) {
        budget -= form.text.count
        if budget < 0 { isCutShort = true } else { pending.append(form) }
    }

    /// The lines in which at least eight bytes in a row are printable ASCII, or UTF-16 of it.
    private static func linesOfText(in bytes: [UInt8]) -> [UInt8] {
        var lines: [UInt8] = []
        var start = 0
        var run = 0
        var isText = false
        for (index, byte) in bytes.enumerated() {
            run = byte >= 0x20 && byte < 0x7F || byte == 0 ? run + 1 : 0
            isText = isText || run >= 8
            guard byte == 0x0A || index == bytes.count - 1 else { continue }
            if isText { lines += bytes[start...index] }
            start = index + 1
            run = 0
            isText = false
        }
        return lines
    }

    // MARK: - Base64, hex and compression

    private func decoded(_ text: [UInt8]) -> [[UInt8]] {
        var forms: [[UInt8]] = []
        var inflated = LeakCheckInflate.text(of: text, limit: budget)
        let digits = Self.runs(of: text, in: Self.sextets)
        if !digits.isEmpty {
            for skipped in 0..<4 {
                var form: [UInt8] = []
                for run in digits {
                    let start = form.count
                    Self.appendBase64(text[run].dropFirst(skipped), to: &form)
                    if skipped == 0, form.count - start >= 16 {
                        inflated += LeakCheckInflate.text(of: Array(form[start...]), limit: budget / 8)
                    }
                    form.append(0x0A)
                }
                forms.append(form)
            }
        }
        let hexDigits = Self.runs(of: text, in: Self.nibbles)
        if !hexDigits.isEmpty {
            for skipped in 0..<2 {
                var form: [UInt8] = []
                for run in hexDigits {
                    Self.appendHex(text[run].dropFirst(skipped), to: &form)
                    form.append(0x0A)
                }
                forms.append(form)
            }
        }
        if !inflated.isEmpty { forms.append(inflated) }
        return forms
    }

    private static func runs(of text: [UInt8], in digits: [UInt8]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        for (index, byte) in text.enumerated() where digits[Int(byte)] == 255 {
            if index - start >= shortestRun { runs.append(start..<index) }
            start = index + 1
        }
        if text.count - start >= shortestRun { runs.append(start..<text.count) }
        return runs
    }

    private static func appendBase64(_ digits: ArraySlice<UInt8>, to output: inout [UInt8]) {
        let sextets = Self.sextets
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for digit in digits {
            bits = bits << 6 | UInt32(sextets[Int(digit)])
            count += 6
            if count >= 8 {
                count -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
    }

    private static func appendHex(_ digits: ArraySlice<UInt8>, to output: inout [UInt8]) {
        var index = digits.startIndex
        while index + 1 < digits.endIndex {
            output.append(nibbles[Int(digits[index])] << 4 | nibbles[Int(digits[index + 1])])
            index += 2
        }
    }

    private static let sextets = table { byte in
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x47
        case 0x30...0x39: byte + 4
        case 0x2B, 0x2D: 62
        case 0x2F, 0x5F: 63
        default: 255
        }
    }

    private static let nibbles = table { byte in
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: 255
        }
    }

    private static func table(_ value: (UInt8) -> UInt8) -> [UInt8] {
        (0...255).map { value(UInt8($0)) }
    }

    // MARK: - Folding

    /// Without the line ends inside of long runs of base64 or hex.
    private static func unfolded(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(0x0A) else { return text }
        let sextets = Self.sextets
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var length = 0
        var index = 0
        while index < text.count {
            if length >= 32, text[index] == 0x0D || text[index] == 0x0A {
                var end = index
                while end < text.count, text[end] == 0x0D || text[end] == 0x0A || text[end] == 0x20 || text[end] == 0x09
                {
                    end += 1
                }
                length = 0
                index = end
                continue
            }
            length = sextets[Int(text[index])] == 255 ? 0 : length + 1
            output.append(text[index])
            index += 1
        }
        return output
    }

    /// Without the escapes and soft line breaks of quoted-printable.
    private static func quotedPrintable(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(0x3D) else { return text }
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            guard text[index] == 0x3D, index + 1 < text.count else {
                output.append(text[index])
                index += 1
                continue
            }
            if text[index + 1] == 0x0A {
                index += 2
            } else if index + 2 < text.count, text[index + 1] == 0x0D, text[index + 2] == 0x0A {
                index += 3
            } else if index + 2 < text.count, nibbles[Int(text[index + 1])] < 16, nibbles[Int(text[index + 2])] < 16 {
                output.append(nibbles[Int(text[index + 1])] << 4 | nibbles[Int(text[index + 2])])
                index += 3
            } else {
                output.append(0x3D)
                index += 1
            }
        }
        return output
    }
}
