import Capture

/// An HTTP message, or a part of a multipart content, that is written out in a text: `message/http`, batches, dumps.
struct MessageText {
    /// The target in the request line.
    private(set) var target: Range<Int>?
    /// The header fields.
    private(set) var fields: [Field] = []
    /// What follows the blank line.
    private(set) var content: Range<Int>

    /// Reads the lines of `range` up to the first blank one.
    init(_ view: View, _ range: Range<Int>) {
        let bytes = view.bytes
        var position = range.lowerBound
        content = range.upperBound..<range.upperBound
        var isFirst = true
        while position < range.upperBound {
            let end = bytes[position..<range.upperBound].firstIndex(of: 0x0A) ?? range.upperBound
            let line = position..<(end > position && bytes[end - 1] == 0x0D ? end - 1 : end)
            position = min(end + 1, range.upperBound)
            if line.isEmpty {
                content = position..<range.upperBound
                return
            }
            if isFirst { target = Self.target(in: bytes, line, isPart: true) }
            isFirst = false
            // A colon that comes late is none of a name.
            guard let colon = bytes[line].prefix(128).firstIndex(of: UInt8(ascii: ":")), colon > line.lowerBound,
                bytes[line.lowerBound..<colon].allSatisfy({ $0 > 0x20 })
            else { continue }
            let label = String(decoding: bytes[line.lowerBound..<colon], as: UTF8.self)
            let value = view.slice((colon + 1)..<line.upperBound).trimmed()
            fields.append(Field(label: label, value: value, context: .header))
        }
    }

    /// Whether bytes begin with a request line or a status line.
    static func isLikely(_ bytes: [UInt8]) -> Bool {
        let line = bytes.prefix(1 << 13).prefix { $0 != 0x0A && $0 != 0x0D }
        if line.starts(with: "HTTP/1.".utf8) || line.starts(with: "HTTP/2 ".utf8) { return true }
        return target(in: bytes, line.startIndex..<line.endIndex) != nil
    }

    /// The media type that the message says its content has.
    var mediaType: String {
        let field = fields.first { $0.label.lowercased() == "content-type" }
        return field.map { String(decoding: $0.value.bytes, as: UTF8.self) } ?? ""
    }

    /// `GET target HTTP/1.1`
    private static func target(in bytes: [UInt8], _ line: Range<Int>, isPart: Bool = false) -> Range<Int>? {
        guard let space = bytes[line].prefix(20).firstIndex(of: 0x20), space > line.lowerBound,
            bytes[line.lowerBound..<space].allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }),
            let last = bytes[line].lastIndex(of: 0x20)
        else { return nil }
        let isVersion = bytes[(last + 1)..<line.upperBound].starts(with: "HTTP/".utf8)
        let end = isVersion ? last : line.upperBound
        // In a batch the version may be missing.
        guard isVersion || isPart && bytes[(space + 1)...].first == UInt8(ascii: "/"), end > space + 1,
            !bytes[(space + 1)..<end].contains(where: { $0 <= 0x20 })
        else { return nil }
        return (space + 1)..<end
    }
}
