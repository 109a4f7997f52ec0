import Capture

/// The parts of `multipart/*` content (RFC 2046 §5.1), by their names where they have one (RFC 7578 §4.2).
enum MultipartFields {
    /// A part.
    struct Part {
        /// Its content, with the name of the part; empty where it has none.
        var field: Field
        /// The value of its `Content-Type`; empty where it has none.
        var mediaType: String
    }

    /// The parts, as far as the boundary finds them.
    static func scan(_ view: View, boundary: String) -> [Part] {
        let delimiter = Array("--\(boundary)".utf8)
        let bytes = view.bytes
        // Some clients end lines with a line feed alone.
        let first = bytes.firstRange(of: delimiter, from: 0).map { $0 + delimiter.count } ?? bytes.count
        let lineEnd = Array((first < bytes.count && bytes[first] == UInt8(ascii: "\n") ? "\n" : "\r\n").utf8)
        var parts: [Part] = []
        var position = 0
        while let start = bytes.firstRange(of: delimiter, from: position) {
            let headEnd = bytes.firstRange(of: lineEnd + lineEnd, from: start + delimiter.count)
            guard let headEnd else { break }
            let end = bytes.firstRange(of: lineEnd + delimiter, from: headEnd + lineEnd.count) ?? bytes.count
            let head = String(decoding: bytes[(start + delimiter.count)..<headEnd], as: UTF8.self)
            let contentStart = headEnd + 2 * lineEnd.count
            if contentStart <= end {
                let content = view.slice(contentStart..<end)
                let field = Field(label: parameter("name", of: head) ?? "", value: content, context: .multipart)
                parts.append(Part(field: field, mediaType: mediaType(in: head)))
            }
            position = end
        }
        return parts
    }

    /// The value of the `boundary` parameter of a media type.
    static func boundary(of mediaType: String) -> String? {
        parameter("boundary", of: mediaType)
    }

    private static func mediaType(in head: String) -> String {
        let lines = head.split(whereSeparator: \.isNewline)
        guard let line = lines.first(where: { $0.lowercased().hasPrefix("content-type:") }) else { return "" }
        return String(trimmed(line.dropFirst(13)))
    }

    private static func parameter(_ name: String, of text: String) -> String? {
        for part in text.split(whereSeparator: { $0 == ";" || $0.isNewline }) {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, trimmed(pair[0]).lowercased() == name else { continue }
            return String(trimmed(pair[1]).drop { $0 == "\"" }.prefix { $0 != "\"" })
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " || $0 == "\t" }
        return start.lastIndex { $0 != " " && $0 != "\t" }.map { start[...$0] } ?? ""
    }
}
