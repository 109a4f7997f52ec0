import Capture

/// The compressed parts of contents that hold many: messages of gRPC, files of a zip archive, parts of multipart. What
/// such contents hold uncompressed is searched where it stands.
enum PackedParts {
    /// The texts or messages that could be unpacked, at most `limit` bytes together.
    static func unpacked(_ body: [UInt8], contentType: String, limit: Int) -> [HiddenText] {
        var parts: [HiddenText] = []
        var rest = limit
        for packed in packed(in: body, contentType: contentType) {
            let part = packed.coding.decodePrefix(Array(body[packed.range]), limit: rest)
            rest -= part.bytes.count
            var isOverLimit = false
            if case .tooLarge = part.error { isOverLimit = true }
            if !part.bytes.isEmpty || isOverLimit {
                parts.append(HiddenText(bytes: part.bytes, isOverLimit: isOverLimit))
            }
            if isOverLimit { break }
        }
        return parts
    }

    private static func packed(in body: [UInt8], contentType: String) -> [(range: Range<Int>, coding: ContentCoding)] {
        if contentType.lowercased().hasPrefix("application/grpc") { return messages(in: body) }
        return body.starts(with: fileMark) ? files(in: body) : marked(in: body)
    }

    /// The compressed messages: a byte that says so, four with the length, the message (gRPC over HTTP/2,
    /// "Length-Prefixed-Message"). `grpc-encoding` names the coding, and `gzip` is the one that is used.
    private static func messages(in body: [UInt8]) -> [(range: Range<Int>, coding: ContentCoding)] {
        var messages: [(Range<Int>, ContentCoding)] = []
        var position = 0
        while position + 5 <= body.count {
            let length = body[(position + 1)..<(position + 5)].reduce(0) { $0 << 8 | Int($1) }
            let message = (position + 5)..<min(position + 5 + length, body.count)
            if body[position] == 1, !message.isEmpty {
                messages.append((message, ContentCoding(markOf: Array(body[message].prefix(4))) ?? .deflate))
            }
            position = message.upperBound
        }
        return messages
    }

    /// How gzip and Zstandard begin.
    static let marks: [[UInt8]] = [[0x1F, 0x8B, 0x08], [0x28, 0xB5, 0x2F, 0xFD]]
    /// So many are tried: the marks are short, and other data has them by chance.
    private static let mostMarks = 64

    /// What begins with a mark of gzip or Zstandard behind the first bytes, as an uploaded `app.log.gz` does.
    private static func marked(in body: [UInt8]) -> [(range: Range<Int>, coding: ContentCoding)] {
        var marked: [(Range<Int>, ContentCoding)] = []
        for (mark, coding) in zip(marks, [ContentCoding.gzip, .zstandard]) {
            var position = 1
            while marked.count < mostMarks, let start = body.firstIndex(of: mark, from: position) {
                marked.append((start..<body.count, coding))
                position = start + mark.count
            }
        }
        return marked
    }

    private static let fileMark: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    private static let deflated: [UInt8] = [8, 0]

    /// The deflated files behind their local headers (APPNOTE 4.3.7). Where one ends, deflate itself says.
    private static func files(in body: [UInt8]) -> [(range: Range<Int>, coding: ContentCoding)] {
        var headers: [Int] = []
        var position = 0
        while let mark = body.firstIndex(of: fileMark, from: position), mark + 30 <= body.count {
            headers.append(mark)
            position = mark + 30
        }
        return headers.indices.compactMap { index in
            let header = headers[index]
            func number(_ offset: Int) -> Int { Int(body[header + offset]) | Int(body[header + offset + 1]) << 8 }
            let start = header + 30 + number(26) + number(28)
            let end = index + 1 < headers.count ? headers[index + 1] : body.count
            guard body[(header + 8)..<(header + 10)].elementsEqual(deflated), start < end else { return nil }
            return (start..<end, .deflate)
        }
    }
}
