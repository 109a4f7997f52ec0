import Capture

/// Text that a body holds in a form that cannot be masked in place: compressed though no `Content-Encoding` says so, as
/// an `application/gzip` download is, or in a charset that it breaks.
struct HiddenText {
    /// The text as UTF-8, or as much of it as could be read.
    let bytes: [UInt8]
    /// Whether there is more of it than is looked at.
    let isOverLimit: Bool

    /// The text in a body; `nil` when it holds none in such a form. Each layer may give `limit` bytes.
    init?(in body: [UInt8], contentType: String, limit: Int = 16 << 20) {
        guard !body.isEmpty, !body.isText else { return nil }
        var (bytes, isOverLimit, depth) = (body, false, 0)
        while depth < ContentCoding.maximumStack, let inside = Self.decoded(bytes, limit: limit) {
            bytes = inside.bytes
            if case .tooLarge = inside.error { isOverLimit = true }
            depth += 1
        }
        let isTooDeep = ContentCoding(markOf: bytes) != nil
        if let charset = Charset.likely(of: bytes, contentType: depth == 0 ? contentType : "") {
            bytes = charset.decodeLossy(bytes)
        } else if depth == 0 || !isTooDeep && !Self.beginsAsText(bytes) {
            return nil
        }
        self.bytes = bytes
        self.isOverLimit = isOverLimit || isTooDeep
    }

    /// Whether bytes are text, but for a last character that may be cut off.
    private static func beginsAsText(_ bytes: [UInt8]) -> Bool {
        (0...3).contains { Array(bytes.dropLast($0)).isText }
    }

    /// What is inside of one layer of compression.
    private static func decoded(_ bytes: [UInt8], limit: Int) -> ContentCoding.DecodedPrefix? {
        if let marked = ContentCoding(markOf: bytes) {
            let inside = marked.decodePrefix(bytes, limit: limit)
            return inside.bytes.isEmpty ? nil : inside
        }
        // The others have no mark: only what reads to its end, or to the limit, was meant to be that.
        for coding in [ContentCoding.deflate, .brotli] where bytes.count >= 8 && !bytes.isText {
            let inside = coding.decodePrefix(bytes, limit: limit)
            if case .tooLarge = inside.error { return inside }
            if inside.error == nil, inside.rest == 0, !inside.bytes.isEmpty { return inside }
        }
        return nil
    }
}
