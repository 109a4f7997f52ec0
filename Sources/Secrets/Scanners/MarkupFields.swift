import Capture

/// The named values of XML and HTML: elements with text, attributes, form inputs; and the texts inside that have a
/// syntax of their own.
enum MarkupFields {
    /// What stands in a document.
    struct Content {
        var fields: [Field] = []
        /// The insides of `<script>` elements, and the attributes that are scripts.
        var scripts: [View] = []
        /// The values of attributes that are URLs.
        var links: [View] = []
        /// Comments, processing instructions and declarations.
        var comments: [View] = []
        /// Attributes that hold a document: `srcdoc`.
        var documents: [View] = []
    }

    /// Whether bytes begin and end like a document.
    static func isLikely(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 7, let start = bytes.prefix(16).firstIndex(where: { $0 > 0x20 }),
            let last = bytes.last(where: { $0 > 0x20 }), last == UInt8(ascii: ">"), start + 1 < bytes.count,
            bytes[start] == UInt8(ascii: "<")
        else { return false }
        let next = bytes[start + 1]
        return (next.isASCIILetter || next == UInt8(ascii: "?") || next == UInt8(ascii: "!"))
            && bytes.contains(UInt8(ascii: "/"))
    }

    /// Reads a document as far as it can be understood; nothing is an error. Entities that it declares are not expanded.
    static func scan(_ view: View, context: FieldRule.Contexts) -> Content {
        var reader = MarkupReader(view, context: context)
        return reader.read()
    }
}

/// Reads markup tag by tag, and knows of each element that is open what is in it so far.
private struct MarkupReader {
    private let view: View
    private let bytes: [UInt8]
    private let context: FieldRule.Contexts
    private var content = MarkupFields.Content()
    /// The first one stands for the document.
    private var open: [Element]
    private var position = 0
    /// An unclosed quote would make every tag end at the end of the document.
    private var heedsQuotes = true

    /// Elements that only hold the value of what is around them: `<key>password</key><string>...</string>`.
    private static let namesOfValues: Set<String> = [
        "value", "val", "string", "text", "data", "integer", "int", "b", "i", "u", "em", "strong", "span",
        "attributevalue",
    ]
    private static let voidElements: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    ]
    /// The elements of HTML whose names are also those of fields; what is in them is any text.
    private static let textElements: Set<String> = ["code", "address", "data", "object", "time"]
    /// How many open elements are known; those further out are forgotten.
    private static let maximumDepth = 256

    private struct Element {
        /// Without the prefix of its namespace, in lower case.
        var name: String
        /// As it stands there.
        var tag: String
        /// What its attributes call the value in it.
        var label: String?
        /// What an element in it calls the value that comes next.
        var nameOfValue: String?
        var text: [View] = []
        var hasElements = false
        /// Whether the label is only the element's `id`, which pages also give to what they say about a field.
        var isIdentified = false
    }

    init(_ view: View, context: FieldRule.Contexts) {
        self.view = view
        bytes = view.bytes
        self.context = context
        open = [Element(name: "", tag: "")]
    }

    mutating func read() -> MarkupFields.Content {
        while position < bytes.count {
            let next = bytes[position...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
            addText(view.slice(position..<next), isRaw: false)
            position = next
            if next < bytes.count { readMarkup() }
        }
        while !open.isEmpty { closeLast() }
        return content
    }

    private mutating func readMarkup() {
        let start = position
        let rest = bytes[start...]
        if rest.starts(with: "<!--".utf8) {
            content.comments.append(skip(from: start + 4, to: "-->"))
        } else if rest.starts(with: "<![CDATA[".utf8) {
            addText(skip(from: start + 9, to: "]]>"), isRaw: true)
        } else if rest.starts(with: "<?".utf8) {
            content.comments.append(skip(from: start + 2, to: ">"))
        } else if rest.starts(with: "<!ENTITY".utf8) {
            content.comments.append(skip(from: start + 8, to: ">"))
            addEntity(content.comments[content.comments.count - 1])
        } else if rest.starts(with: "</".utf8) {
            let close = bytes[start...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.count
            closeElement(named: bytes[(start + 2)..<close])
            position = min(close + 1, bytes.count)
        } else if start + 1 < bytes.count, bytes[start + 1].isASCIILetter {
            readTag()
        } else {
            addText(view.slice(start..<(start + 1)), isRaw: true)
            position = start + 1
        }
    }

    /// What stands up to a mark, which is skipped too.
    private mutating func skip(from start: Int, to mark: String) -> View {
        let mark = Array(mark.utf8)
        let end = bytes.firstIndex(of: mark, from: start) ?? bytes.count
        position = min(end + mark.count, bytes.count)
        return view.slice(min(start, end)..<end)
    }

    /// `<!ENTITY name "value">`
    private mutating func addEntity(_ declaration: View) {
        let words = declaration.bytes.split(maxSplits: 1) { $0 <= 0x20 }
        guard words.count == 2, let quote = words[1].first(where: { $0 > 0x20 }),
            quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
            let start = words[1].firstIndex(of: quote), let end = words[1].lastIndex(of: quote), start < end
        else { return }
        let value = declaration.slice((start + 1)..<end).decodedReferences()
        content.fields.append(Field(label: String(decoding: words[0], as: UTF8.self), value: value, context: context))
    }

    // MARK: - Elements

    private mutating func readTag() {
        let start = position
        let quoted = heedsQuotes ? MarkupTag.end(in: bytes, from: start) : nil
        heedsQuotes = quoted != nil
        let close = quoted ?? bytes[start...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.count
        let tag = MarkupTag(view, inside: (start + 1)..<close)
        position = min(close + 1, bytes.count)
        let element = add(tag)
        if context == .html, element.name == "script" || element.name == "style" {
            let end = MarkupTag.start(of: "</" + element.name, in: bytes, from: position)
            if element.name == "script" { content.scripts.append(view.slice(position..<end)) }
            position = end
        } else if bytes[close - 1] != UInt8(ascii: "/"), context != .html || !Self.voidElements.contains(element.name) {
            if !open.isEmpty { open[open.count - 1].hasElements = true }
            if open.count == Self.maximumDepth { open.removeFirst(Self.maximumDepth / 2) }
            open.append(element)
        }
    }

    /// Adds what the attributes say, and tells what is known of the element.
    private mutating func add(_ tag: MarkupTag) -> Element {
        let name = tag.name.split(separator: ":").last.map { $0.lowercased() } ?? ""
        var element = Element(name: name, tag: tag.name)
        var ownLabel: String?
        var ownValue: View?
        for (attribute, value) in tag.attributes {
            let decoded = value.decodedReferences()
            switch attribute {
            case "name", "property", "key", "http-equiv":
                if ownLabel == nil { ownLabel = String(decoding: decoded.bytes.prefix(256), as: UTF8.self) }
            case "value", "content":
                ownValue = ownValue ?? decoded
            case "id", "class", "type", "style", "placeholder", "title", "for":
                break
            case "nonce" where context == .html:
                break  // of the content security policy, which allows the script
            default:
                add(attribute, decoded)
            }
        }
        if ownLabel == nil, context == .html {
            let id = tag.attributes.first { $0.name == "id" }
            ownLabel = id.map { String(decoding: $0.value.bytes.prefix(256), as: UTF8.self) }
            element.isIdentified = ownLabel != nil
        }
        if name == "option" { ownLabel = open.last { $0.name == "select" }?.label ?? ownLabel }
        if let ownValue, context == .html, name == "input", tag.isPasswordInput {
            // What is typed into such an input is a password, be it a phrase.
            add(Field(label: ownLabel ?? "password", value: ownValue, context: .form, otherName: "password"))
        } else if let ownValue {
            var field = Field(label: ownLabel ?? "", value: ownValue, context: context)
            // What a list offers to everybody is no `state` of somebody's.
            field.isCaption =
                name == "option" && !ValueTest.opaque.accepts(ownValue.bytes, in: context, inRequest: false)
            add(field)
        } else if name != "button" {
            element.label = ownLabel
        }
        return element
    }

    private mutating func add(_ attribute: String, _ value: View) {
        if context == .html, MarkupTag.linkAttributes.contains(attribute) {
            if value.bytes.starts(with: "javascript:".utf8) {
                content.scripts.append(value.slice(11..<value.bytes.count))
            } else if attribute.hasSuffix("srcset") {
                for part in value.bytes.runs(where: { $0 > 0x20 && $0 != UInt8(ascii: ",") }) {
                    content.links.append(value.slice(part))
                }
            } else {
                content.links.append(value)
            }
        } else if context == .html, attribute == "srcdoc" {
            content.documents.append(value)
        } else if context == .html, attribute.hasPrefix("on") {
            content.scripts.append(value)
        } else if URLFields.isLikely(value.bytes) {
            content.links.append(value)
        } else {
            let label = attribute.hasPrefix("data-") ? String(attribute.dropFirst(5)) : attribute
            add(Field(label: label, value: value, context: context))
        }
    }

    private mutating func add(_ field: Field) {
        // `<meta http-equiv="refresh" content="0;url=...">`
        if field.label.lowercased() == "refresh",
            let start = field.value.bytes.map({ $0 | 0x20 }).firstIndex(of: Array("url=".utf8))
        {
            var link = field.value.slice((start + 4)..<field.value.bytes.count).trimmed()
            if let quote = link.bytes.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
                link = link.slice(1..<(link.bytes.lastIndex(of: quote).map { max($0, 1) } ?? 1))
            }
            content.links.append(link)
        } else {
            content.fields.append(field)
        }
    }

    private mutating func addText(_ text: View, isRaw: Bool) {
        guard !open.isEmpty, !text.bytes.isEmpty else { return }
        open[open.count - 1].text.append(isRaw ? text : text.decodedReferences())
    }

    private mutating func closeElement(named name: ArraySlice<UInt8>) {
        let name = String(decoding: name.prefix { $0 > 0x20 }.suffix(256), as: UTF8.self)
            .split(separator: ":").last.map { $0.lowercased() }
        // Most elements close in order; of the others, only those further in are looked at.
        guard let index = open.suffix(32).lastIndex(where: { $0.name == name }) else { return }
        while open.count > index { closeLast() }
    }

    private mutating func closeLast() {
        guard let element = open.popLast() else { return }
        let text = View.joined(element.text).trimmed()
        guard !text.bytes.isEmpty else { return }
        if element.name == "key" || element.name == "name", !element.hasElements, element.label == nil,
            PairName.isLikely(text.bytes), !open.isEmpty
        {
            open[open.count - 1].nameOfValue = String(decoding: text.bytes, as: UTF8.self)
            return
        }
        let isSaid = element.isIdentified && text.bytes.contains { $0 <= 0x20 }
        content.fields.append(
            Field(label: label(of: element), value: text, context: context, isCaption: isSaid)
        )
    }

    /// What the value in an element is called: by an attribute, by the element before it, or by its own name, and where
    /// that says nothing, by what is around it.
    private mutating func label(of element: Element) -> String {
        var element = element
        for outer in open.indices.reversed().prefix(4) {
            if let label = element.label { return label }
            guard Self.namesOfValues.contains(element.name) else { return name(of: element) }
            if let name = open[outer].nameOfValue {
                open[outer].nameOfValue = nil
                return name
            }
            element = open[outer]
        }
        return element.label ?? name(of: element)
    }

    private func name(of element: Element) -> String {
        context == .html && Self.textElements.contains(element.name) ? "" : element.tag
    }
}
