import Capture

/// The parts of `multipart/*` content (RFC 2046 §5.1), by their names where they have one (RFC 7578 §4.2).
enum MultipartFields {
    /// A part.
    struct Part {
        /// Its content, with the name of the part; empty where it has none. Without the transfer encoding where that
        /// can be taken off in place.
        var field: Field
        /// The value of its `Content-Type`; empty where it has none.
        var mediaType: String
        /// Its header fields.
        var head: [Field]
    }

    /// The parts, as far as the boundary finds them; the last one may be cut off.
    static func scan(_ view: View, boundary: String) -> [Part] {
        let marks = delimiters(Array("--\(boundary)".utf8), in: view.bytes)
        return marks.indices.compactMap { index in
            let end = index + 1 < marks.count ? marks[index + 1].lowerBound : view.bytes.count
            return part(view, marks[index].upperBound..<max(end, marks[index].upperBound))
        }
    }

    /// The value of the `boundary` parameter of a media type.
    static func boundary(of mediaType: String) -> String? {
        HeaderParameters.value(of: "boundary", in: Array(mediaType.utf8)).map { String(decoding: $0, as: UTF8.self) }
            .flatMap { $0.isEmpty || $0.utf8.count > 200 ? nil : $0 }
    }

    /// The boundary of a content that begins like multipart and says nowhere that it is.
    static func boundary(sniffing bytes: [UInt8]) -> String? {
        guard bytes.starts(with: "--".utf8), let end = bytes.prefix(80).firstIndex(of: 0x0A) else { return nil }
        let line = bytes[2..<end].prefix { $0 > 0x20 }
        let head = String(decoding: bytes[end...].prefix(64), as: UTF8.self).lowercased()
        guard !line.isEmpty, head.holds("content-") else { return nil }
        return String(decoding: line, as: UTF8.self)
    }

    /// The delimiters, which stand at the beginning of a line; what follows one on its line is padding.
    private static func delimiters(_ delimiter: [UInt8], in bytes: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var position = 0
        while let start = bytes.firstIndex(of: delimiter, from: position) {
            position = start + delimiter.count
            guard start == 0 || bytes[start - 1] == 0x0A else { continue }
            // The line end before a delimiter belongs to it.
            let isAfterReturn = start > 1 && bytes[start - 2] == 0x0D
            let lower = start == 0 ? 0 : start - (isAfterReturn ? 2 : 1)
            let end = bytes[position...].prefix(1 << 10).firstIndex(of: 0x0A).map { $0 + 1 } ?? position
            if bytes[position...].starts(with: "--".utf8) {
                found.append(lower..<bytes.count)
                break
            }
            found.append(lower..<max(end, position))
        }
        return found
    }

    private static func part(_ view: View, _ range: Range<Int>) -> Part? {
        guard !range.isEmpty else { return nil }
        let message = MessageText(view, range)
        var label = ""
        var mediaType = ""
        var coding = ""
        for field in message.fields {
            let value = field.value.bytes
            switch field.label.lowercased() {
            case "content-disposition":
                label = HeaderParameters.value(of: "name", in: value).map { String(decoding: $0, as: UTF8.self) } ?? ""
            case "content-type": mediaType = String(decoding: value, as: UTF8.self)
            case "content-transfer-encoding": coding = String(decoding: value, as: UTF8.self).lowercased()
            default: break
            }
        }
        var content = view.slice(message.content)
        if coding == "quoted-printable" { content = content.quotedPrintableDecoded() }
        return Part(
            field: Field(label: label, value: content, context: .multipart),
            mediaType: mediaType,
            head: message.fields
        )
    }
}

/// The parameters of a header field's value: `form-data; name="a"; filename*=UTF-8''b`.
enum HeaderParameters {
    /// The value of a parameter without its quotes; of the extended form (RFC 8187), decoded.
    static func value(of name: String, in bytes: [UInt8]) -> [UInt8]? {
        var extended: [UInt8]?
        var position = 0
        while let start = end(of: position, in: bytes) {
            position = start + 1
            guard
                let equals = bytes[position...].firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ";") }
                ),
                bytes[equals] == UInt8(ascii: "=")
            else { continue }
            let key = String(decoding: bytes[position..<equals].filter { $0 > 0x20 }, as: UTF8.self).lowercased()
            guard key == name || key == name + "*" else { continue }
            var text = Array(bytes[(equals + 1)..<(end(of: equals + 1, in: bytes) ?? bytes.count)].drop { $0 <= 0x20 })
            while let last = text.last, last <= 0x20 { text.removeLast() }
            if text.first == UInt8(ascii: "\"") {
                text.removeFirst()
                if text.last == UInt8(ascii: "\"") { text.removeLast() }
            }
            if key == name { return text }
            let value = text.split(separator: UInt8(ascii: "'"), omittingEmptySubsequences: false).dropFirst(2)
            extended = PercentCoding.decode(Array(value.joined(separator: [UInt8(ascii: "'")])))
        }
        return extended
    }

    /// The next semicolon outside of quotes.
    private static func end(of start: Int, in bytes: [UInt8]) -> Int? {
        var isQuoted = false
        for index in start..<max(start, bytes.count) {
            if bytes[index] == UInt8(ascii: "\""), index == 0 || bytes[index - 1] != UInt8(ascii: "\\") {
                isQuoted.toggle()
            } else if bytes[index] == UInt8(ascii: ";"), !isQuoted {
                return index
            }
        }
        return nil
    }
}
