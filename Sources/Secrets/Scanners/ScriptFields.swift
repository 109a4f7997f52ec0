import Capture

/// The named string literals of a script: members of objects, assignments, arguments of a call.
///
/// Only literals are values: what a program computes is no secret of the traffic, and must stay a program.
enum ScriptFields {
    /// What stands in a script.
    struct Content {
        /// The literals, with the name that stands before each where one does.
        var fields: [Field] = []
        /// The comments.
        var comments: [View] = []
    }

    /// Reads a script as far as it can be told apart into literals and the rest.
    static func scan(_ view: View) -> Content {
        var reader = ScriptReader(view)
        return reader.read()
    }
}

private struct ScriptReader {
    private let view: View
    private let bytes: [UInt8]
    private var content = ScriptFields.Content()
    private var position = 0
    /// What stands before the literal that comes next: the last word or literal, and the mark behind it.
    private var lastName: Range<Int>?
    private var lastIsLiteral = false
    private var mark: UInt8 = 0
    /// The last byte that is no white space.
    private var last: UInt8 = 0

    init(_ view: View) {
        self.view = view
        bytes = view.bytes
    }

    mutating func read() -> ScriptFields.Content {
        while position < bytes.count {
            let byte = bytes[position]
            if byte <= 0x20 {
                position += 1
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`") {
                readLiteral(byte)
            } else if byte == UInt8(ascii: "/") {
                readSlash()
            } else if Self.isWord(byte) {
                let start = position
                while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
                note(start..<position, isLiteral: false, last: bytes[position - 1])
            } else {
                readMark(byte)
            }
        }
        return content
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
            || byte >= 0x80
    }

    private mutating func note(_ name: Range<Int>, isLiteral: Bool, last: UInt8) {
        lastName = name
        lastIsLiteral = isLiteral
        mark = 0
        self.last = last
    }

    private mutating func readMark(_ byte: UInt8) {
        position += 1
        switch byte {
        case UInt8(ascii: ":"), UInt8(ascii: ","):
            mark = mark == 0 ? byte : 1
        case UInt8(ascii: "="):
            // `==` compares, `=>` begins a function.
            mark = mark == 0 && last != UInt8(ascii: "!") ? byte : 1
        case UInt8(ascii: "]") where lastIsLiteral:
            break  // `a["name"] = ...`
        default:
            mark = 1
        }
        last = byte
    }

    // MARK: - Literals

    private mutating func readLiteral(_ quote: UInt8) {
        let start = position + 1
        var end = start
        while end < bytes.count, bytes[end] != quote, quote == UInt8(ascii: "`") || bytes[end] != 0x0A {
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        end = min(end, bytes.count)
        position = min(end + 1, bytes.count)
        let isPart = isJoined(before: last, behind: position)
        let name = isPart ? nil : nameOfValue()
        add(start..<end, name: name)
        note(start..<end, isLiteral: true, last: quote)
    }

    /// The name before the literal: `name: "..."`, `name = "..."`, `setItem("name", "...")`.
    private func nameOfValue() -> Range<Int>? {
        guard let lastName, lastName.count <= 64 else { return nil }
        switch mark {
        case UInt8(ascii: ":"), UInt8(ascii: "="): return lastName
        case UInt8(ascii: ","): return lastIsLiteral ? lastName : nil
        default: return nil
        }
    }

    /// Whether a literal is only a part of a text that is put together.
    private func isJoined(before: UInt8, behind position: Int) -> Bool {
        if before == UInt8(ascii: "+") { return true }
        let next = bytes[position...].prefix(64).first { $0 > 0x20 }
        return next == UInt8(ascii: "+")
    }

    private mutating func add(_ range: Range<Int>, name: Range<Int>?) {
        guard !range.isEmpty else { return }
        let value = view.slice(range).jsonUnescaped()
        let label = name.map { String(decoding: bytes[$0], as: UTF8.self) } ?? ""
        let isCaption = Self.isCaption(value.bytes)
        content.fields.append(Field(label: label, value: value, context: .text, isCaption: isCaption))
    }

    /// Whether a literal is for people: one word in letters, or several words.
    private static func isCaption(_ text: [UInt8]) -> Bool {
        text.contains(UInt8(ascii: " ")) && !text.starts(with: "Bearer ".utf8) && !text.starts(with: "Basic ".utf8)
            || text.count <= 20 && text.allSatisfy { $0.isASCIILetter || $0 >= 0x80 }
            || text.firstIndex(of: Array("${".utf8)) != nil
    }

    // MARK: - Comments and regular expressions

    private mutating func readSlash() {
        let next = position + 1 < bytes.count ? bytes[position + 1] : 0
        if next == UInt8(ascii: "/") || next == UInt8(ascii: "*") {
            let start = position + 2
            let isLine = next == UInt8(ascii: "/")
            let end =
                isLine
                ? bytes[start...].firstIndex(of: 0x0A) : bytes.firstIndex(of: Array("*/".utf8), from: start)
            position = end.map { isLine ? $0 : $0 + 2 } ?? bytes.count
            content.comments.append(view.slice(start..<(end ?? bytes.count)))
        } else if "(,=:[!&|?{};+-*%~^<>".utf8.contains(last) || last == 0, let end = endOfExpression() {
            position = end
            note(end..<end, isLiteral: false, last: UInt8(ascii: "/"))
            lastName = nil
        } else {
            readMark(bytes[position])
        }
    }

    /// The end of the regular expression that begins here: on this line, the slashes in brackets left out.
    private func endOfExpression() -> Int? {
        var index = position + 1
        var isInBrackets = false
        while index < bytes.count, index - position <= 1 << 10, bytes[index] != 0x0A {
            switch bytes[index] {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "["): isInBrackets = true
            case UInt8(ascii: "]"): isInBrackets = false
            case UInt8(ascii: "/") where !isInBrackets: return index + 1
            default: break
            }
            index += 1
        }
        return nil
    }
}
