import Capture

/// Text that a body holds in a form that is not searched in place: compressed without `Content-Encoding`, or in UTF-16.
enum HiddenText {
    /// The text as UTF-8; `nil` when the body holds none in such a form.
    static func inside(of body: [UInt8], limit: Int = 16 << 20) -> [UInt8]? {
        if body.starts(with: [0x1F, 0x8B]) {
            guard let text = try? ContentCoding.gzip.decode(body, limit: limit), text.isText else { return nil }
            return text
        }
        guard let isBigEndian = byteOrder(of: body) else { return nil }
        var units: [UInt16] = []
        for index in stride(from: 0, to: body.count - 1, by: 2) {
            let pair = (UInt16(body[index]), UInt16(body[index + 1]))
            units.append(isBigEndian ? pair.0 << 8 | pair.1 : pair.1 << 8 | pair.0)
        }
        return Array(String(decoding: units.drop { $0 == 0xFEFF }, as: UTF16.self).utf8)
    }

    /// Whether UTF-16 is big-endian, by its byte order mark or by where the zeros of ASCII text stand; `nil` when the
    /// bytes do not look like UTF-16.
    private static func byteOrder(of body: [UInt8]) -> Bool? {
        if body.starts(with: [0xFE, 0xFF]) { return true }
        if body.starts(with: [0xFF, 0xFE]) { return false }
        let start = body.prefix(16)
        guard start.count >= 8 else { return nil }
        let evenZeros = stride(from: 0, to: start.count, by: 2).count { start[$0] == 0 }
        let oddZeros = stride(from: 1, to: start.count, by: 2).count { start[$0] == 0 }
        if evenZeros >= start.count / 2 - 1, oddZeros == 0 { return true }
        return oddZeros >= start.count / 2 - 1 && evenZeros == 0 ? false : nil
    }
}
