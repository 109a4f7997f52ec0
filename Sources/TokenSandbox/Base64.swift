import FoundationEssentials

/// Base64 with padding (RFC 4648 §4) of text.
enum Base64 {
    static func encode(_ text: String) -> String {
        Data(text.utf8).base64EncodedString()
    }

    /// `nil` when the text is not base64 of UTF-8.
    static func decode(_ text: String) -> String? {
        guard let data = Data(base64Encoded: text) else { return nil }
        return String(validating: data, as: UTF8.self)
    }
}
