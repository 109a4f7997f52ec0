import Capture

/// How the tokens of one issuer look: literals, and runs of an alphabet between them.
///
/// In the text of ``catalogue``, `{base62 36-255}` is a run of that many characters, `{hex 64}` one of exactly so many,
/// `{dotted 20+}` one of at least so many, and `{base64url 40+ T3Blbk}` one that has this text in it. `[a|b]` is either of
/// them. Where a part is in `(...)`, only that is the secret; the rest, as the path of a webhook, stays. A run takes all
/// characters of its alphabet, so what follows it must begin with another one.
struct TokenPattern: Sendable {
    /// What the token is.
    let kind: Kind
    let parts: [Part]
    /// The parts that are the secret.
    let masked: Range<Int>
    /// The first literal: the search begins with it.
    private let anchor: Int

    enum Part: Sendable {
        case literal([UInt8])
        case run(Run)
    }

    struct Run: Sendable {
        var alphabet: TokenAlphabet
        var lengths: ClosedRange<Int>
        var infix: [UInt8]

        /// Reads `base62 36-255`, `hex 64`, `dotted 20+`, `base64url 40+ T3Blbk`.
        init(_ text: Substring) {
            let words = text.split(separator: " ")
            let numbers = words.dropFirst().first?.split { $0 == "-" || $0 == "+" }.compactMap { Int($0) }
            guard let alphabet = words.first.flatMap({ TokenAlphabet(rawValue: String($0)) }),
                let least = numbers?.first, let most = numbers?.last
            else { preconditionFailure("no run of an alphabet: \(text)") }
            self.alphabet = alphabet
            lengths = least...(words[1].hasSuffix("+") ? Int.max : most)
            infix = words.count > 2 ? Array(words[2].utf8) : []
        }
    }

    /// The literal that the search begins with.
    var literal: [UInt8] {
        guard case .literal(let bytes) = parts[anchor] else { preconditionFailure("an anchor is a literal") }
        return bytes
    }

    /// Whether nothing stands before that literal.
    var beginsWithLiteral: Bool { anchor == 0 }

    /// The token around an anchor at this offset, and the part of it that is the secret.
    func match(at offset: Int, in text: inout ScannedText) -> (whole: Range<Int>, secret: Range<Int>)? {
        var start = offset
        for part in parts[..<anchor].reversed() {
            guard case .run(let run) = part else { return nil }
            let end = start
            while start > 0, end - start < run.lengths.upperBound, run.alphabet.contains(text.bytes[start - 1]) {
                start -= 1
            }
            guard run.lengths.contains(end - start) else { return nil }
        }
        guard text.isBoundary(start) else { return nil }
        var secret = start
        var secretEnd = 0
        var end = offset
        for index in anchor..<parts.count {
            if index == masked.lowerBound, index > anchor { secret = end }
            guard let next = self.end(of: parts[index], from: end, isLast: index + 1 == parts.count, in: &text) else {
                return nil
            }
            end = next
            if index + 1 == masked.upperBound { secretEnd = end }
        }
        guard text.isBoundary(end) else { return nil }
        return (start..<end, secret..<secretEnd)
    }

    private func end(of part: Part, from start: Int, isLast: Bool, in text: inout ScannedText) -> Int? {
        switch part {
        case .literal(let bytes):
            return text.holds(bytes, at: start) ? start + bytes.count : nil
        case .run(let run):
            var end = text.end(of: run.alphabet, from: start)
            if isLast, run.alphabet.hasDots {
                while end > start, text.bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
            }
            guard run.lengths.contains(end - start), has(run.infix, in: start..<end, of: text) else { return nil }
            if isLast, run.alphabet == .base64 {
                for _ in 0..<2 where end < text.bytes.count && text.bytes[end] == UInt8(ascii: "=") { end += 1 }
            }
            return end
        }
    }

    private func has(_ infix: [UInt8], in range: Range<Int>, of text: ScannedText) -> Bool {
        infix.isEmpty || range.dropLast(infix.count - 1).contains { text.holds(infix, at: $0) }
    }
}

// MARK: - Reading the catalogue

extension TokenPattern {
    /// The patterns of a line `kind pattern issuer`: one for each combination of its alternatives.
    static func read(line: Substring) -> [TokenPattern] {
        let columns = line.split(separator: " ", omittingEmptySubsequences: true)
        // A pattern has spaces only in its runs.
        let rest = line.drop { $0 != " " }.drop { $0 == " " }
        var depth = 0
        let text = rest.prefix { character in
            if character == "{" { depth += 1 } else if character == "}" { depth -= 1 }
            return character != " " || depth > 0
        }
        guard let kind = columns.first.flatMap({ Kind(rawValue: String($0)) }), !text.isEmpty else {
            preconditionFailure("no kind and pattern: \(line)")
        }
        return alternatives(String(text)).map { TokenPattern(kind: kind, text: $0) }
    }

    private static func alternatives(_ text: String) -> [String] {
        guard let open = text.firstIndex(of: "["), let close = text[open...].firstIndex(of: "]") else { return [text] }
        return text[text.index(after: open)..<close].split(separator: "|").flatMap { word in
            alternatives(String(text[..<open]) + word + text[text.index(after: close)...])
        }
    }

    private init(kind: Kind, text: String) {
        var parts: [Part] = []
        var bounds: [Int] = []
        var literal: [UInt8] = []
        func flush() {
            if !literal.isEmpty { parts.append(.literal(literal)) }
            literal = []
        }
        var rest = text[...]
        while let character = rest.popFirst() {
            switch character {
            case "{":
                flush()
                let end = rest.firstIndex(of: "}") ?? rest.endIndex
                parts.append(.run(Run(rest[..<end])))
                rest = rest[end...].dropFirst()
            case "(", ")":
                flush()
                bounds.append(parts.count)
            default:
                literal += String(character).utf8
            }
        }
        flush()
        self.kind = kind
        self.parts = parts
        masked = bounds.count == 2 ? bounds[0]..<bounds[1] : 0..<parts.count
        let anchor = parts.firstIndex { part in if case .literal(let bytes) = part { bytes.count > 1 } else { false } }
        guard let anchor else { preconditionFailure("no literal to search for: \(text)") }
        self.anchor = anchor
    }
}
