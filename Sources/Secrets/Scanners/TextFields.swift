import Capture

/// The named values of text that is no format: `name: value` and `name=value` lines, and the literals of scripts.
enum TextFields {
    /// Pairs of a name, `:` or `=` or `,`, and a value; names and values may be in quotes, and the quotes escaped.
    static func scan(_ view: View) -> [Field] {
        let bytes = view.bytes
        var fields: [Field] = []
        var start = 0
        for mark in bytes.indices where isMark(bytes[mark]) && mark >= start {
            guard let name = nameBefore(mark, in: bytes), let value = valueBehind(mark, in: bytes) else { continue }
            // Long values are looked into by themselves.
            if !value.isQuoted, value.range.count > 256 { start = value.range.upperBound }
            // A comma joins name and value only between string literals: `setItem("accessToken", "...")`.
            if bytes[mark] == UInt8(ascii: ","), !(name.isQuoted && value.isQuoted) { continue }
            fields.append(
                Field(
                    label: String(decoding: bytes[name.range], as: UTF8.self),
                    value: value.isQuoted ? view.slice(value.range).jsonUnescaped() : view.slice(value.range),
                    context: .text
                )
            )
        }
        return fields
    }

    private struct Part {
        var range: Range<Int>
        var isQuoted: Bool
    }

    private static func isMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: ",")
    }

    private static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
    }

    private static func nameBefore(_ mark: Int, in bytes: [UInt8]) -> Part? {
        var end = mark
        while end > 0, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
        let isQuoted = end > 0 && isQuote(bytes[end - 1])
        if isQuoted { end -= 1 }
        if end > 0, bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
        var start = end
        while start > 0, end - start <= 64, bytes[start - 1].isTokenCharacter || bytes[start - 1] == UInt8(ascii: ".") {
            start -= 1
        }
        return start < end && end - start <= 64 ? Part(range: start..<end, isQuoted: isQuoted) : nil
    }

    private static func valueBehind(_ mark: Int, in bytes: [UInt8]) -> Part? {
        var start = mark + 1
        while start < bytes.count, bytes[start] == UInt8(ascii: " ") || bytes[start] == UInt8(ascii: "\t") {
            start += 1
        }
        if start + 1 < bytes.count, bytes[start] == UInt8(ascii: "\\"), isQuote(bytes[start + 1]) { start += 1 }
        guard start < bytes.count else { return nil }
        if isQuote(bytes[start]) {
            let quote = bytes[start]
            var end = start + 1
            while end < bytes.count, bytes[end] != quote, bytes[end] != UInt8(ascii: "\n") {
                end += bytes[end] == UInt8(ascii: "\\") && end + 1 < bytes.count && bytes[end + 1] != quote ? 2 : 1
            }
            end = min(end, bytes.count)
            if end > start + 1, bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
            return end > start + 1 ? Part(range: (start + 1)..<end, isQuoted: true) : nil
        }
        let end = bytes[start...].firstIndex(where: endsBareValue) ?? bytes.count
        return end > start ? Part(range: start..<end, isQuoted: false) : nil
    }

    private static func endsBareValue(_ byte: UInt8) -> Bool {
        byte <= 0x20 || isQuote(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
            || byte == UInt8(ascii: "&")
            || byte == UInt8(ascii: "}") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "<")
            || byte == UInt8(ascii: "{")
            || byte == UInt8(ascii: "(")
    }
}
