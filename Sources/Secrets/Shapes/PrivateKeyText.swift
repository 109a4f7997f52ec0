import Capture

/// Private keys in their textual encodings: PEM (RFC 7468 §10 and §11, RFC 1421, OpenSSH, PGP, SSH2) and PuTTY's.
///
/// The marker lines stay, since they say what was there; all between them is the secret. Line ends may be escaped, or be
/// spaces.
enum PrivateKeyText {
    private static let dashes = Array("----".utf8)
    private static let begin = Array("BEGIN".utf8)
    private static let end = Array("END".utf8)
    private static let lines = Array("Private-Lines: ".utf8)
    private static let code = Array("Private-MAC: ".utf8)
    /// As in `(pem) => "-----BEGIN PRIVATE KEY-----\n" + pem`, there is no key without a line of it.
    private static let shortestLine = 32
    private static let longestKey = 64 << 10

    /// The key whose first marker begins at an offset, and where to go on from.
    static func match(at start: Int, in text: inout ScannedText) -> (secret: Range<Int>, end: Int)? {
        if text.bytes[start] == UInt8(ascii: "P") { return puttyKey(at: start, in: &text) }
        guard let body = bodyStart(at: start, in: text) else { return nil }
        let close = text.firstRange(of: dashes, from: body)?.lowerBound ?? text.bytes.count
        guard let line = firstLine(in: body..<close, of: &text) else { return nil }
        var end = close
        if !isEnd(close, in: text) || close - body > longestKey {
            end = (line.upperBound..<close).first { isOutside(text.bytes[$0]) } ?? close
        }
        return (trimmed(body..<end, in: text), close)
    }

    /// Where the text behind `-----BEGIN ... PRIVATE KEY-----` begins; a space may be written as `+` or `%20`.
    private static func bodyStart(at start: Int, in text: ScannedText) -> Int? {
        guard text.holds(dashes, at: start) else { return nil }
        var position = start + dashes.count
        while position < text.bytes.count, text.bytes[position] == UInt8(ascii: "-"), position < start + 6 {
            position += 1
        }
        if position < text.bytes.count, text.bytes[position] == UInt8(ascii: " ") { position += 1 }
        guard text.holds(begin, at: position) else { return nil }
        let label = text.bytes[position...].prefix(64).prefix { $0 != UInt8(ascii: "-") }
        let words = String(decoding: label, as: UTF8.self)
        guard words.contains("PRIVATE") && words.contains("KEY") || words.contains("PKCS12"),
            text.holds(dashes, at: label.endIndex)
        else { return nil }
        position = label.endIndex
        while position < text.bytes.count, text.bytes[position] == UInt8(ascii: "-") { position += 1 }
        return position
    }

    private static func isEnd(_ position: Int, in text: ScannedText) -> Bool {
        let rest = text.bytes[min(position, text.bytes.count)...].prefix(6).drop { $0 == UInt8(ascii: "-") }
        return text.holds(end, at: rest.startIndex) || text.holds([0x20] + end, at: rest.startIndex)
    }

    private static func firstLine(in range: Range<Int>, of text: inout ScannedText) -> Range<Int>? {
        var position = range.lowerBound
        while position < range.upperBound {
            let end = min(text.end(of: .base64, from: position), range.upperBound)
            if end - position >= shortestLine { return position..<end }
            position = end + 1
        }
        return nil
    }

    /// Whether a byte ends a key whose end marker is missing.
    private static func isOutside(_ byte: UInt8) -> Bool {
        "\"'`<>{}()&;,".utf8.contains(byte)
    }

    /// The base64 lines behind `Private-Lines: 14`, up to the end of the `Private-MAC` that checks the passphrase.
    private static func puttyKey(at start: Int, in text: inout ScannedText) -> (secret: Range<Int>, end: Int)? {
        guard text.holds(lines, at: start) else { return nil }
        let body = text.end(of: .digit, from: start + lines.count)
        guard firstLine(in: body..<min(body + 256, text.bytes.count), of: &text) != nil else { return nil }
        var end = body
        while true {
            var position = end
            while let width = widthOfLineEnd(at: position, in: text) { position += width }
            if text.holds(code, at: position) {
                end = text.end(of: .hex, from: position + code.count)
                break
            }
            let lineEnd = text.end(of: .base64, from: position)
            guard lineEnd > position else { break }
            end = lineEnd
        }
        return (trimmed(body..<end, in: text), end)
    }

    /// A range without the line ends at its sides, plain or escaped.
    private static func trimmed(_ range: Range<Int>, in text: ScannedText) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, let width = widthOfLineEnd(at: lower, in: text), lower + width <= upper { lower += width }
        while upper > lower, let width = widthOfLineEnd(before: upper, in: text), upper - width >= lower {
            upper -= width
        }
        return lower..<upper
    }

    private static let escapes = ["\\n", "\\r", "%0A", "%0a", "%0D", "%0d", "%20", "+", " ", "\n", "\r", "\t", "\\"].map
    {
        Array($0.utf8)
    }

    private static func widthOfLineEnd(at position: Int, in text: ScannedText) -> Int? {
        escapes.first { text.holds($0, at: position) }?.count
    }

    private static func widthOfLineEnd(before position: Int, in text: ScannedText) -> Int? {
        escapes.first { text.holds($0, at: position - $0.count) }?.count
    }
}
