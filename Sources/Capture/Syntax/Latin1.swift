/// ISO 8859-1, in which every byte is a character: the way to put bytes that are not UTF-8 into a text.
enum Latin1 {
    /// Its name in `_encoding` members.
    static let name = "iso-8859-1"

    /// The text of these bytes.
    static func decode(_ bytes: some Sequence<UInt8>) -> String {
        String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    /// The bytes of this text; `nil` if a character is beyond U+00FF.
    static func encode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
