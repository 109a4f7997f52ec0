import Capture

/// An opening tag: its name and its attributes.
struct MarkupTag {
    /// The name as it stands there, with the prefix of its namespace.
    var name: String
    /// The attributes, their names in lower case, their values still with character references.
    var attributes: [(name: String, value: View)] = []

    /// Whether it is an input for a password, going by its `type`.
    var isPasswordInput: Bool {
        attributes.contains {
            $0.name == "type" && String(decoding: $0.value.bytes, as: UTF8.self).lowercased() == "password"
        }
    }

    /// The attributes of HTML that are URLs or lists of them.
    static let linkAttributes: Set<String> = [
        "href", "src", "action", "formaction", "srcset", "imagesrcset", "poster", "cite", "background", "data-url",
        "data-href", "ping", "manifest",
    ]

    /// Reads what stands between `<` and `>`.
    init(_ view: View, inside: Range<Int>) {
        let bytes = view.bytes
        var position = bytes[inside].firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: "/") } ?? inside.upperBound
        name = String(decoding: bytes[inside.lowerBound..<position].prefix(256), as: UTF8.self)
        while position < inside.upperBound {
            guard
                let start = bytes[position..<inside.upperBound].firstIndex(where: {
                    $0 > 0x20 && $0 != UInt8(ascii: "/")
                })
            else { return }
            let nameEnd =
                bytes[start..<inside.upperBound].firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: "=") }
                ?? inside.upperBound
            let attribute = String(decoding: bytes[start..<nameEnd].prefix(256), as: UTF8.self).lowercased()
            position = bytes[nameEnd..<inside.upperBound].firstIndex { $0 > 0x20 } ?? inside.upperBound
            guard position < inside.upperBound, bytes[position] == UInt8(ascii: "=") else {
                position = max(position, nameEnd)
                if position == start { position += 1 }
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

    /// The offset of the `>` that ends the tag, quotes heeded.
    static func end(in bytes: [UInt8], from start: Int) -> Int? {
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

    /// Where a text in lower case begins, whatever the case it is written in; the end where it does not.
    static func start(of text: String, in bytes: [UInt8], from position: Int) -> Int {
        let wanted = Array(text.utf8)
        var start = position
        while let next = bytes[min(start, bytes.count)...].firstIndex(of: wanted[0]) {
            let found = bytes[next...].prefix(wanted.count)
            if found.count == wanted.count, zip(found, wanted).allSatisfy({ $0 == $1 || $0 | 0x20 == $1 }) {
                return next
            }
            start = next + 1
        }
        return bytes.count
    }
}
