import Capture

/// A named value that a scanner found in some syntax.
struct Field {
    /// The name as it stands there, decoded; members of nested JSON are joined with dots.
    var label: String
    /// The value with the encoding of its syntax taken off.
    var value: View
    /// The syntax it stands in.
    var context: FieldRule.Contexts

    /// The name in normal form: of the innermost member only.
    var name: FieldName { FieldName(label) }
}

/// The pairs of a query, a fragment, a form, or of text that is like them.
enum PairFields {
    /// The pairs of `name=value&name=value`; both decoded, `+` as a space.
    static func scan(_ view: View, context: FieldRule.Contexts) -> [Field] {
        FormPairs(view.bytes).map { pair in
            // DR clients send `a=1;token=...`: a semicolon separates too, as far as a secret's name follows it.
            Field(
                label: String(decoding: PercentCoding.decode(view.bytes[pair.name], plusIsSpace: true), as: UTF8.self),
                value: view.slice(pair.value).percentDecoded(plusIsSpace: true),
                context: context
            )
        }.flatMap(splitAtSemicolons)
    }

    /// Whether bytes are pairs: `name=value`, with a short name and without spaces or line ends.
    static func isLikely(_ bytes: [UInt8]) -> Bool {
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")), equals > 0, equals <= 64, equals + 1 < bytes.count,
            bytes[equals + 1] != UInt8(ascii: "=")
        else { return false }
        let nameIsWord = bytes[..<equals].allSatisfy {
            $0.isTokenCharacter || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]")
                || $0 == UInt8(ascii: "%")
        }
        return nameIsWord && !bytes.contains { $0 <= 0x20 || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "{") }
    }

    private static func splitAtSemicolons(_ field: Field) -> [Field] {
        let bytes = field.value.bytes
        var fields: [Field] = []
        var start = 0
        var label = field.label
        while let semicolon = bytes[start...].firstIndex(of: UInt8(ascii: ";")),
            let equals = bytes[semicolon...].firstIndex(of: UInt8(ascii: "=")),
            bytes[(semicolon + 1)..<equals].allSatisfy(\.isTokenCharacter), semicolon + 1 < equals
        {
            fields.append(Field(label: label, value: field.value.slice(start..<semicolon), context: field.context))
            label = String(decoding: bytes[(semicolon + 1)..<equals], as: UTF8.self)
            start = equals + 1
        }
        fields.append(Field(label: label, value: field.value.slice(start..<bytes.count), context: field.context))
        return fields
    }
}
