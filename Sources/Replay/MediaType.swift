import Capture

/// What a `Content-Type` field says, as far as it can be believed (RFC 9110 §8.3).
struct MediaType: Sendable {
    private let text: [UInt8]

    /// The type of a message with these fields; empty without the field.
    init(_ fields: [HeaderField]) {
        text = fields.first { $0.isNamed("Content-Type") }?.value ?? []
    }

    /// Whether the type or its parameters have this word, which must be in lower case, in them.
    func mentions(_ word: StaticString) -> Bool {
        word.withUTF8Buffer { word in
            guard text.count >= word.count else { return false }
            return (0...(text.count - word.count)).contains { start in
                word.indices.allSatisfy { text[start + $0] | 0x20 == word[$0] }
            }
        }
    }

    /// The value of `boundary` of a multipart type (RFC 2046 §5.1.1).
    var boundary: String? {
        mentions("multipart/") ? Self.parameter("boundary", of: String(decoding: text, as: UTF8.self)) : nil
    }

    /// The value of a parameter of a field like `form-data; name="a"` (RFC 9110 §5.6.6).
    static func parameter(_ name: String, of field: String) -> String? {
        for part in field.split(separator: ";").dropFirst() {
            guard let equals = part.firstIndex(of: "=") else { continue }
            guard part[..<equals].filter({ !$0.isWhitespace }).lowercased() == name else { continue }
            let value = part[part.index(after: equals)...].filter { $0 != "\"" && $0 != "\r" }
            return value.isEmpty ? nil : value
        }
        return nil
    }
}
