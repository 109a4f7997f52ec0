import Capture

/// The named values of text whose lines are `name: value` or `name = value`: `.env` and INI files, properties, YAML,
/// header fields.
enum LineFields {
    /// What such a text holds.
    struct Content {
        var fields: [Field] = []
        /// The lines that are no such pair.
        var rest: [View] = []
    }

    /// Whether nearly all of the first lines are pairs, comments or headings.
    static func isLikely(_ bytes: [UInt8]) -> Bool {
        var pairs = 0
        var others = 0
        var position = 0
        var block: Int?
        while position < bytes.count, pairs + others < 64 {
            let line = line(at: position, in: bytes)
            position = line.upperBound + 1
            let text = bytes[line].drop { $0 <= 0x20 }
            guard let first = text.first else { continue }
            let indentation = text.startIndex - line.lowerBound
            if let outer = block, indentation > outer { continue }
            block = nil
            if let pair = Pair(in: bytes, line: line) {
                pairs += 1
                if pair.isBlock(in: bytes) { block = indentation }
            } else if !"#;![-".utf8.contains(first) {
                others += 1
            }
        }
        // One line is a sentence as likely as not.
        return pairs >= 2 && others * 5 <= pairs
    }

    /// The pairs, with the whole of each line as the value.
    static func scan(_ view: View) -> Content {
        let bytes = view.bytes
        var content = Content()
        var position = 0
        var nameOfValue: String?
        while position < bytes.count {
            let line = line(at: position, in: bytes)
            position = line.upperBound + 1
            guard let pair = Pair(in: bytes, line: line) else {
                if !line.isEmpty { content.rest.append(view.slice(line)) }
                continue
            }
            var value = pair.value
            if pair.isBlock(in: bytes) {
                value = block(behind: line, in: bytes)
                position = max(position, value.upperBound)
            }
            // A backslash at its end continues the line of a properties file.
            while value.upperBound > value.lowerBound, bytes[value.upperBound - 1] == UInt8(ascii: "\\"),
                position < bytes.count
            {
                let next = Self.line(at: position, in: bytes)
                value = value.lowerBound..<next.upperBound
                position = next.upperBound + 1
            }
            var label = String(decoding: bytes[pair.name], as: UTF8.self)
            let text = view.slice(value).trimmed().unquoted()
            // `self.password = make_password(form.password)` is a line of a program.
            if text.bytes.count == value.count, ValueTest.isReference(text.bytes) {
                content.rest.append(view.slice(line))
                continue
            }
            // `- name: PASSWORD` and below it `value: ...`
            if label == "value", let name = nameOfValue { label = name }
            nameOfValue =
                label == "name" || label == "key" ? String(decoding: text.bytes.prefix(128), as: UTF8.self) : nil
            content.fields.append(Field(label: label, value: text, context: .form))
        }
        return content
    }

    private static func line(at start: Int, in bytes: [UInt8]) -> Range<Int> {
        start..<(bytes[start...].firstIndex(of: 0x0A) ?? bytes.count)
    }

    /// The lines that are further in than this one, blank ones too.
    private static func block(behind line: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
        let outer = indentation(of: line, in: bytes)
        let start = min(line.upperBound + 1, bytes.count)
        var end = start
        while end < bytes.count {
            let next = Self.line(at: end, in: bytes)
            guard indentation(of: next, in: bytes) > outer || bytes[next].allSatisfy({ $0 <= 0x20 }) else { break }
            end = min(next.upperBound + 1, bytes.count)
        }
        return start..<end
    }

    private static func indentation(of line: Range<Int>, in bytes: [UInt8]) -> Int {
        bytes[line].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "-") }.count
    }

    /// A line taken apart.
    private struct Pair {
        var name: Range<Int>
        var value: Range<Int>

        init?(in bytes: [UInt8], line: Range<Int>) {
            var start = line.lowerBound
            while start < line.upperBound, bytes[start] <= 0x20 || bytes[start] == UInt8(ascii: "-") { start += 1 }
            for prefix in ["export ", "set "] where bytes[start..<line.upperBound].starts(with: prefix.utf8) {
                start += prefix.utf8.count
            }
            let quote = start < line.upperBound && "\"'".utf8.contains(bytes[start]) ? bytes[start] : nil
            if quote != nil { start += 1 }
            var end = start
            while end < line.upperBound, end - start <= 64,
                bytes[end].isTokenCharacter || ".$/[]".utf8.contains(bytes[end])
            {
                end += 1
            }
            guard end > start, end - start <= 64 else { return nil }
            name = start..<end
            if let quote {
                guard end < line.upperBound, bytes[end] == quote else { return nil }
                end += 1
            }
            while end < line.upperBound, bytes[end] == UInt8(ascii: " ") { end += 1 }
            guard end < line.upperBound else { return nil }
            let isColon = bytes[end] == UInt8(ascii: ":")
            guard isColon || bytes[end] == UInt8(ascii: "=") else { return nil }
            end += 1
            // `https://` is no pair.
            guard !isColon || end == line.upperBound || bytes[end] <= 0x20 else { return nil }
            var last = line.upperBound
            // In this line only: a search through the rest of the text for each of its lines takes quadratic time.
            let comment = (end..<max(end, last - 1)).first { bytes[$0] == 0x20 && bytes[$0 + 1] == UInt8(ascii: "#") }
            if let comment { last = comment }
            while last > end, bytes[last - 1] <= 0x20 { last -= 1 }
            while end < last, bytes[end] <= 0x20 { end += 1 }
            value = end..<last
        }

        /// Whether the value stands in the lines below (YAML 1.2 §8.1).
        func isBlock(in bytes: [UInt8]) -> Bool {
            guard let first = bytes[value].first, value.count <= 3 else { return false }
            return (first == UInt8(ascii: "|") || first == UInt8(ascii: ">"))
                && bytes[value].dropFirst().allSatisfy { "+-123456789".utf8.contains($0) }
        }
    }
}

extension View {
    /// Without the quotes around all of it.
    fileprivate func unquoted() -> View {
        guard bytes.count >= 2, let first = bytes.first, first == bytes.last, "\"'".utf8.contains(first) else {
            return self
        }
        return withoutQuotes()
    }
}
