import Capture

/// JSON in calls of a function, as script tags load it, and JSON behind a prefix that keeps script tags from it.
enum JSONPFields {
    /// A text that consists of such calls and of what servers put around them.
    struct Calls {
        /// Where the function is named: before each call, and where the text asks whether there is one.
        var callbacks: [Range<Int>] = []
        /// What stands in the parentheses.
        var arguments: [Range<Int>] = []
    }

    /// The calls that a text consists of; `nil` unless it does.
    static func calls(in bytes: [UInt8]) -> Calls? {
        var parser = JSONPParser(bytes)
        return parser.parse()
    }

    /// Where the JSON begins behind a prefix that keeps script tags from reading it: `)]}',` or `while(1);`.
    static func lengthOfGuard(_ bytes: [UInt8]) -> Int {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let text = bytes[(bytes[start...].firstIndex { $0 > 0x20 } ?? bytes.count)...]
        for prefix in guards where text.starts(with: prefix) { return text.startIndex + prefix.count }
        return 0
    }

    private static let guards = [
        ")]}',", ")]}'", "while(1);", "while (1);", "for(;;);", "for (;;);", "&&&START&&&", "throw 1;", "{}&&",
    ].map { Array($0.utf8) }
}

/// Reads `/**/typeof cb === 'function' && cb({...});` and its like.
private struct JSONPParser {
    private let bytes: [UInt8]
    private var position: Int
    private var calls = JSONPFields.Calls()
    /// Whether an argument is text and no object.
    private var hasText = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    mutating func parse() -> JSONPFields.Calls? {
        while true {
            skipNoise()
            guard position < bytes.count else { break }
            if skipWord("try"), skip("{") { continue }
            if skip("}") {
                skipNoise()
                guard skipWord("catch") else { continue }
                guard skipBlock("(", ")"), skipBlock("{", "}") else { return nil }
                continue
            }
            if skipWord("void") { continue }
            guard readCall() else { return nil }
        }
        guard let first = calls.arguments.first, calls.arguments.count == 1 || !hasText else { return nil }
        // `localStorage.getItem("access_token")` is a script.
        return hasText && PairName.isLikely(Array(bytes[first].dropFirst().dropLast())) ? nil : calls
    }

    /// `cb(...)`, also behind `typeof cb === "function" &&` or `cb &&`.
    private mutating func readCall() -> Bool {
        for _ in 0..<3 {
            let isQuestion = skipWord("typeof")
            skipNoise()
            guard let callee = callee() else { return false }
            position = callee.upperBound
            skipNoise()
            if isQuestion {
                guard skip("===") || skip("==") else { return false }
                skipNoise()
                guard skip("'function'") || skip("\"function\"") else { return false }
                skipNoise()
                guard skip("&&") else { return false }
            } else if !skip("&&") {
                return readArgument(of: callee)
            }
            calls.callbacks.append(callee)
            skipNoise()
        }
        return false
    }

    private mutating func readArgument(of callee: Range<Int>) -> Bool {
        guard skip("(") else { return false }
        let start = position
        let first = bytes[start...].first { $0 > 0x20 }
        // `Array ( [name] => ...` is what PHP prints.
        let isObject =
            first == UInt8(ascii: "{")
            || first == UInt8(ascii: "[") && JSONFields.isLikely(Array(bytes[start...].prefix(64)))
        guard let end = endOfBlock(")", from: start) else {
            // The rest was cut off.
            guard isObject else { return false }
            calls.callbacks.append(callee)
            calls.arguments.append(start..<bytes.count)
            position = bytes.count
            return true
        }
        let argument = bytes[start..<end]
        let isText = first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
        guard isObject || isText && Self.isOneLiteral(argument) || !isText && Self.beginsWithLiterals(argument) else {
            return false
        }
        hasText = hasText || isText
        calls.callbacks.append(callee)
        calls.arguments.append(start..<end)
        position = end + 1
        return true
    }

    /// Whether a text is all there is: `setItem("token", ...)` is a script.
    private static func isOneLiteral(_ argument: ArraySlice<UInt8>) -> Bool {
        let text = argument.drop { $0 <= 0x20 }
        guard let quote = text.first, let last = text.lastIndex(where: { $0 > 0x20 }), text[last] == quote else {
            return false
        }
        var index = text.startIndex + 1
        while index < last, text[index] != quote { index += text[index] == UInt8(ascii: "\\") ? 2 : 1 }
        return index >= last
    }

    /// Whether comments, numbers and constants stand before an object: `cb(200, {...})`, and no names: `fetch(url, {...})`.
    private static func beginsWithLiterals(_ argument: ArraySlice<UInt8>) -> Bool {
        guard let brace = argument.firstIndex(of: UInt8(ascii: "{")) else { return false }
        if argument.starts(with: "/*".utf8) { return true }
        let words = argument[..<brace].split { !$0.isASCIILetter }.map { String(decoding: $0, as: UTF8.self) }
        return words.allSatisfy { ["null", "true", "false"].contains($0) }
    }

    /// A name with members: `window.a["b"]`.
    private func callee() -> Range<Int>? {
        var end = position
        while end < bytes.count, end - position <= 512 {
            if bytes[end].isTokenCharacter || bytes[end] == UInt8(ascii: ".") || bytes[end] == UInt8(ascii: "$") {
                end += 1
            } else if bytes[end] == UInt8(ascii: "["), end > position,
                let close = bytes[end...].prefix(256).firstIndex(of: UInt8(ascii: "]")),
                !bytes[end..<close].contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: "(") })
            {
                end = close + 1
            } else {
                break
            }
        }
        return end > position && end - position <= 512 && !bytes[position].isASCIIDigit ? position..<end : nil
    }

    // MARK: - Skipping

    /// Skips white space, semicolons and comments.
    private mutating func skipNoise() {
        while position < bytes.count {
            if bytes[position] <= 0x20 || bytes[position] == UInt8(ascii: ";") {
                position += 1
            } else if skip("/*") {
                let end = bytes.firstIndex(of: Array("*/".utf8), from: position)
                position = end.map { $0 + 2 } ?? bytes.count
            } else if skip("//") {
                position = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
            } else {
                return
            }
        }
    }

    private mutating func skip(_ text: String) -> Bool {
        guard bytes[position...].starts(with: text.utf8) else { return false }
        position += text.utf8.count
        return true
    }

    private mutating func skipWord(_ word: String) -> Bool {
        let end = position + word.utf8.count
        guard bytes[position...].starts(with: word.utf8), end >= bytes.count || !bytes[end].isTokenCharacter else {
            return false
        }
        position = end
        skipNoise()
        return true
    }

    private mutating func skipBlock(_ open: String, _ close: Character) -> Bool {
        skipNoise()
        guard skip(open), let end = endOfBlock(close, from: position) else { return false }
        position = end + 1
        return true
    }

    /// Where the block closes in which an offset lies, strings left out.
    private func endOfBlock(_ close: Character, from start: Int) -> Int? {
        let close = close.asciiValue ?? 0
        let open: UInt8 = close == UInt8(ascii: ")") ? UInt8(ascii: "(") : UInt8(ascii: "{")
        var depth = 1
        var quote: UInt8?
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\\") {
                index += 1
            } else if quote != nil {
                if byte == quote { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == open {
                depth += 1
            } else if byte == close {
                depth -= 1
                if depth == 0 { return index }
            }
            index += 1
        }
        return nil
    }
}
