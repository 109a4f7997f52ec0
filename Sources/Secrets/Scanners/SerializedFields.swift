import Capture

/// The strings with a name in values that PHP serialised: `a:1:{s:12:"access_token";s:40:"...";}`.
enum SerializedFields {
    /// Each string behind another; both say how long they are.
    static func scan(_ view: View) -> [Field] {
        let bytes = view.bytes
        var fields: [Field] = []
        var position = 0
        while let start = bytes.firstIndex(of: beginning, from: position) {
            position = start + 1
            guard let name = string(at: start, in: bytes), name.count <= 64 else { continue }
            // Behind the quote and the semicolon.
            position = name.upperBound + 2
            guard let value = string(at: position, in: bytes) else { continue }
            position = value.upperBound + 2
            let label = String(decoding: bytes[name], as: UTF8.self)
            fields.append(Field(label: label, value: view.slice(value), context: .form))
        }
        return fields
    }

    private static let beginning = Array("s:".utf8)
    private static let end = Array("\";".utf8)

    /// The inside of the string that begins here. Where it is masked, it is no longer as long as it says.
    private static func string(at start: Int, in bytes: [UInt8]) -> Range<Int>? {
        guard bytes[min(start, bytes.count)...].starts(with: beginning) else { return nil }
        let digits = bytes[(start + 2)...].prefix(10).prefix(while: \.isASCIIDigit)
        let first = digits.endIndex + 2
        guard let count = Int(String(decoding: digits, as: UTF8.self)),
            bytes[digits.endIndex...].starts(with: ":\"".utf8)
        else { return nil }
        if count <= bytes.count - first, bytes[(first + count)...].starts(with: end) { return first..<(first + count) }
        return bytes[first...].prefix(64).firstIndex(of: UInt8(ascii: "\"")).flatMap { quote in
            bytes[quote...].starts(with: end) ? first..<quote : nil
        }
    }
}
