/// Bytes as a text for people: as UTF-8 where they are that, else as ISO 8859-1.
struct ReadableText {
    /// The text.
    let text: String
    /// Whether the text is ISO 8859-1.
    let isLatin1: Bool

    /// The text of these bytes.
    init(_ bytes: [UInt8]) {
        if let text = String(validating: bytes, as: UTF8.self) {
            self.text = text
            isLatin1 = false
        } else {
            text = Latin1.decode(bytes)
            isLatin1 = true
        }
    }

    /// The bytes of a text, given what was said of its encoding.
    static func bytes(of text: [UInt8], encoding: String?) -> [UInt8] {
        guard encoding?.lowercased() == Latin1.name else { return text }
        return Latin1.encode(String(decoding: text, as: UTF8.self)) ?? text
    }
}
