import Capture

/// The parts of `multipart/*` content (RFC 2046 §5.1) that have a name (RFC 7578 §4.2).
enum MultipartFields {
    /// The named parts, as far as the boundary finds them.
    static func scan(_ view: View, boundary: String) -> [Field] {
        let delimiter = Array("--\(boundary)".utf8)
        let bytes = view.bytes
        var fields: [Field] = []
        var position = 0
        while let start = find(delimiter, in: bytes, from: position) {
            let headEnd = find(Array("\r\n\r\n".utf8), in: bytes, from: start + delimiter.count)
            guard let headEnd else { break }
            let end = find(Array("\r\n".utf8) + delimiter, in: bytes, from: headEnd + 2) ?? bytes.count
            let head = String(decoding: bytes[(start + delimiter.count)..<headEnd], as: UTF8.self)
            if let name = parameter("name", of: head), headEnd + 4 <= end {
                fields.append(Field(label: name, value: view.slice((headEnd + 4)..<end), context: .multipart))
            }
            position = end
        }
        return fields
    }

    /// The value of the `boundary` parameter of a media type.
    static func boundary(of mediaType: String) -> String? {
        parameter("boundary", of: mediaType)
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

    private static func find(_ wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var position = start
        while position < bytes.count, let next = bytes[position...].firstIndex(of: wanted[0]) {
            if bytes[next...].starts(with: wanted) { return next }
            position = next + 1
        }
        return nil
    }
}
