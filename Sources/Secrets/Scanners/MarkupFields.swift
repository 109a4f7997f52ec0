import Capture

/// The named values of XML and HTML: elements with text, attributes, form inputs; and the text of scripts.
enum MarkupFields {
    /// What stands in a document.
    struct Content {
        var fields: [Field] = []
        /// The insides of `<script>` elements.
        var scripts: [View] = []
        /// The values of attributes that are URLs.
        var links: [View] = []
    }

    /// Reads a document as far as it can be understood; nothing is an error.
    static func scan(_ view: View, context: FieldRule.Contexts) -> Content {
        var content = Content()
        let bytes = view.bytes
        var position = 0
        // An unclosed quote would make every tag end at the end of the document.
        var heedsQuotes = true
        while let open = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
            if bytes[open...].starts(with: "<!--".utf8) {
                position = end(of: "-->", in: bytes, from: open + 4)
                continue
            }
            guard open + 1 < bytes.count, bytes[open + 1].isASCIILetter else {
                position = open + 1
                continue
            }
            let quoted = heedsQuotes ? endOfTag(bytes, from: open) : nil
            heedsQuotes = quoted != nil
            guard let close = quoted ?? bytes[open...].firstIndex(of: UInt8(ascii: ">")) else { break }
            let tag = Tag(view, inside: (open + 1)..<close)
            add(tag, to: &content, context: context)
            position = close + 1
            if tag.isScript, context == .html {
                let stop = start(of: "</script", in: bytes, from: position)
                content.scripts.append(view.slice(position..<stop))
                position = stop
            } else if let text = textContent(bytes, from: position, of: tag.name) {
                content.fields.append(Field(label: tag.name, value: decoded(view, text), context: context))
                position = text.upperBound
            }
        }
        return content
    }

    private static func add(_ tag: Tag, to content: inout Content, context: FieldRule.Contexts) {
        for (name, value) in tag.attributes {
            let decoded = value.decodedReferences()
            if URLFields.isLikely(decoded.bytes) {
                content.links.append(decoded)
            } else if let start = decoded.bytes.firstRange(of: Array("url=".utf8), from: 0) {
                // `<meta http-equiv="refresh" content="0;url=...">`
                content.links.append(decoded.slice((start + 4)..<decoded.bytes.count))
            } else if name != "name", name != "value", name != "id", name != "class" {
                let label = name.hasPrefix("data-") ? String(name.dropFirst(5)) : name
                content.fields.append(Field(label: label, value: decoded, context: context))
            }
        }
        if let name = tag.attributes.first(where: { $0.name == "name" || $0.name == "property" })?.value,
            let value = tag.attributes.first(where: { $0.name == "value" || $0.name == "content" })?.value
        {
            let label = String(decoding: name.decodedReferences().bytes, as: UTF8.self)
            content.fields.append(Field(label: label, value: value.decodedReferences(), context: context))
        }
    }

    /// The text between an opening tag and the closing tag of the same name, when nothing else stands there.
    private static func textContent(_ bytes: [UInt8], from start: Int, of name: String) -> Range<Int>? {
        var end = bytes[start...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        if end == start, bytes[start...].starts(with: "<![CDATA[".utf8) {
            end = Self.start(of: "]]>", in: bytes, from: start + 9)
            return (start + 9)..<end
        }
        guard end < bytes.count, bytes[end...].starts(with: "</\(name)".utf8), end > start else { return nil }
        return start..<end
    }

    private static func decoded(_ view: View, _ range: Range<Int>) -> View {
        let trimmed = range.lowerBound..<(view.bytes[range].lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? range.lowerBound)
        let start = view.bytes[trimmed].firstIndex { $0 > 0x20 } ?? trimmed.upperBound
        return view.slice(start..<trimmed.upperBound).decodedReferences()
    }

    private static func endOfTag(_ bytes: [UInt8], from start: Int) -> Int? {
        var quote: UInt8?
        for index in start..<bytes.count {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return index
            }
        }
        return nil
    }

    private static func start(of text: String, in bytes: [UInt8], from position: Int) -> Int {
        let wanted = Array(text.utf8)
        var start = position
        while let next = bytes[min(start, bytes.count)...].firstIndex(of: wanted[0]) {
            if bytes[next...].starts(with: wanted) { return next }
            start = next + 1
        }
        return bytes.count
    }

    private static func end(of text: String, in bytes: [UInt8], from position: Int) -> Int {
        min(bytes.count, start(of: text, in: bytes, from: position) + text.utf8.count)
    }
}

/// An opening tag: its name and its attributes.
private struct Tag {
    var name: String
    var attributes: [(name: String, value: View)] = []

    var isScript: Bool { name.lowercased() == "script" }

    init(_ view: View, inside: Range<Int>) {
        let bytes = view.bytes
        var position = bytes[inside].firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: "/") } ?? inside.upperBound
        name = String(decoding: bytes[inside.lowerBound..<position], as: UTF8.self)
        while position < inside.upperBound {
            guard
                let start = bytes[position..<inside.upperBound].firstIndex(where: {
                    $0 > 0x20 && $0 != UInt8(ascii: "/")
                })
            else { return }
            let nameEnd =
                bytes[start..<inside.upperBound].firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: "=") }
                ?? inside.upperBound
            let attribute = String(decoding: bytes[start..<nameEnd], as: UTF8.self).lowercased()
            position = bytes[nameEnd..<inside.upperBound].firstIndex { $0 > 0x20 } ?? inside.upperBound
            guard position < inside.upperBound, bytes[position] == UInt8(ascii: "=") else {
                position = max(position, nameEnd + 1)
                continue
            }
            position = bytes[(position + 1)..<inside.upperBound].firstIndex { $0 > 0x20 } ?? inside.upperBound
            guard position < inside.upperBound else { return }
            let quote = bytes[position]
            if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                let end = bytes[(position + 1)..<inside.upperBound].firstIndex(of: quote) ?? inside.upperBound
                attributes.append((attribute, view.slice((position + 1)..<end)))
                position = end + 1
            } else {
                let end = bytes[position..<inside.upperBound].firstIndex { $0 <= 0x20 } ?? inside.upperBound
                attributes.append((attribute, view.slice(position..<end)))
                position = end
            }
        }
    }
}
