import Capture

/// Text that a body holds in a form that cannot be masked in place: compressed though no `Content-Encoding` says so, as
/// an `application/gzip` download is, or in a charset that it breaks.
struct HiddenText {
    /// The text as UTF-8, or as much of it as could be read.
    let bytes: [UInt8]
    /// Whether there is more of it than is looked at.
    var isOverLimit = false

    /// The fewest bytes of text that count as such when what follows them cannot be read.
    private static let shortestPart = 16

    /// All texts that can be read out of a body, through layers each of which may give `limit` bytes: two codings have no
    /// mark, so that a body may read as one and as the other.
    static func all(in body: [UInt8], contentType: String, limit: Int = 16 << 20) -> [HiddenText] {
        guard !body.isEmpty, !body.isText else { return [] }
        return texts(in: body, contentType: contentType, depth: 0, limit: limit)
            + PackedParts.unpacked(body, contentType: contentType, limit: limit)
    }

    private static func texts(in bytes: [UInt8], contentType: String, depth: Int, limit: Int) -> [HiddenText] {
        if depth > 0, beginsAsText(bytes) { return [HiddenText(bytes: bytes)] }
        let marked = ContentCoding(markOf: bytes)
        var found: [HiddenText] = []
        if marked == nil, let charset = Charset.likely(of: bytes, contentType: contentType) {
            found.append(HiddenText(bytes: charset.decodeLossy(bytes)))
        }
        guard depth < ContentCoding.maximumStack else {
            return marked == nil ? found : [HiddenText(bytes: [], isOverLimit: true)]
        }
        return (marked.map { [$0] } ?? [.deflate, .brotli]).reduce(into: found) { found, coding in
            let inside = coding.decodePrefix(bytes, limit: limit)
            guard inside.error == nil || inside.bytes.count >= shortestPart else { return }
            var texts = texts(in: inside.bytes, contentType: "", depth: depth + 1, limit: limit)
            if case .tooLarge = inside.error { for index in texts.indices { texts[index].isOverLimit = true } }
            found += texts
        }
    }

    /// Whether bytes are text, but for a last character that may be cut off.
    private static func beginsAsText(_ bytes: [UInt8]) -> Bool {
        (0...3).contains { Array(bytes.dropLast($0)).isText }
    }
}
