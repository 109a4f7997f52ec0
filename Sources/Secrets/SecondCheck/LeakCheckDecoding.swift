/// The forms in which the second check reads a text: the text itself, and what is left of it when escapes are taken off
/// and when base64, hex and compression are undone, nested to a depth of three.
///
/// All that is undone in one way makes one form, a line for each piece, so that a text of a thousand pieces has no more
/// forms than a text of one. Together they are at most forty times as long as the text.
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
        budget = 40 * text.count + 1 << 20
    }

    /// The next form; `nil` after the last.
    mutating func next() -> [UInt8]? {
        guard let form = pending.popLast() else { return nil }
        let text = form.text
        if form.escapes > 0 {
            let plain = Self.changedLines(of: text, LeakCheckEscapes.removed)
            push(Form(text: plain, depth: form.depth, escapes: form.escapes - 1, isFolded: form.isFolded))
        }
        if form.isFolded {
            let unfolded = Self.unfolded(text)
            for plain in [
                unfolded.count < text.count ? unfolded : [], Self.changedLines(of: text, Self.quotedPrintable),
                Self.changedLines(of: text) { $0.contains(0) ? $0.filter { $0 != 0 } : $0 },
            ] {
                push(Form(text: plain, depth: form.depth, escapes: min(form.escapes, 1), isFolded: false))
            }
        }
        if form.depth > 0 {
            for plain in decoded(text) where plain.count >= 8 {
                // Most that looks like base64 is none. What it stands for is looked at as it is; only text in it can stand
                // for more.
                let telling = Self.runsOfText(in: plain)
                if telling.count < plain.count { push(Form(text: plain, depth: 0, escapes: 0, isFolded: false)) }
                push(Form(text: telling, depth: form.depth - 1, escapes: 2, isFolded: true))
            }
        }
        return text
    }

    private mutating func push(_ form: Form) {
        guard !form.text.isEmpty else { return }
        budget -= form.text.count
        if budget < 0 { isCutShort = true } else { pending.append(form) }
    }

    /// What becomes of the lines that a step makes shorter; a line end that an escape or `=` takes away ends no line. What
    /// it leaves alone was looked at already.
    private static func changedLines(of text: [UInt8], _ step: ([UInt8]) -> [UInt8]) -> [UInt8] {
        var changed: [UInt8] = []
        var start = 0
        for index in 0...text.count where index == text.count || text[index] == 0x0A {
            let last = index > start && text[index - 1] == 0x0D ? index - 2 : index - 1
            if index < text.count, last >= start, text[last] == 0x5C || text[last] == 0x3D { continue }
            let line = Array(text[start..<index])
            let plain = step(line)
            if plain.count < line.count { changed += plain + [0x0A] }
            start = index + 1
        }
        return changed
    }

    /// The runs of text in bytes, a line each: at least eight characters of ASCII, or of UTF-16 of it, and what other
    /// characters of UTF-8 stand between them.
    private static func runsOfText(in bytes: [UInt8]) -> [UInt8] {
        var runs: [UInt8] = []
        var start = 0
        var length = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let isText = byte >= 0x20 && byte < 0x7F || byte == 0 || byte >= 0x09 && byte <= 0x0D
            let end = isText ? index + 1 : endOfCharacter(bytes, at: index)
            if end > index {
                length += isText ? 1 : 0
                index = end
            } else {
                if length >= 8 { runs += bytes[start..<index] + [0x0A] }
                length = 0
                index += 1
                start = index
            }
        }
        if length >= 8 { runs += bytes[start...] }
        return runs
    }

    /// Where a character of more than one byte ends that begins here; here, when there is none.
    private static func endOfCharacter(_ bytes: [UInt8], at start: Int) -> Int {
        let count =
            switch bytes[start] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 0
            }
        guard count > 0, start + count <= bytes.count else { return start }
        return bytes[(start + 1)..<(start + count)].allSatisfy { $0 & 0xC0 == 0x80 } ? start + count : start
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
