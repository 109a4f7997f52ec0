import Capture

/// A named value that a scanner found in some syntax.
struct Field {
    /// The name as it stands there, decoded; members of nested JSON are joined with dots.
    var label: String
    /// The value with the encoding of its syntax taken off.
    var value: View
    /// The syntax it stands in.
    var context: FieldRule.Contexts
    /// What the field is called elsewhere, which says more than its label: by the type of an input, by a GraphQL document.
    var otherName: String?
    /// Whether it is written without the quotes that its syntax puts around text: a number of JSON.
    var isNumber = false
    /// Whether what stands around it says that it is a secret, whatever its name: `data` of a Kubernetes `Secret`.
    var isSecret = false
    /// Whether it reads as something said to people, which is no secret even where its name is that of one.
    var isCaption = false

    /// The name in normal form: of the innermost member only, unless that says nothing, as in
    /// `"access_token": { "value": ... }`.
    var name: FieldName {
        if let otherName { return FieldName(otherName) }
        guard context == .json, let dot = label.utf8.lastIndex(of: UInt8(ascii: ".")),
            Self.namesOfValues.contains(String(label[dot...].dropFirst()))
        else { return FieldName(label) }
        return FieldName(String(label[..<dot]))
    }

    /// The names of members that only hold the value of the object around them: of databases that tell the type, and of
    /// XML that was made into JSON.
    private static let namesOfValues: Set<String> = [
        "value", "Value", "raw", "stringValue", "bytesValue", "S", "B", "#text", "_text", "__text", "$t", "_", "$",
        "plaintext", "plain",
    ]
}

/// The pairs of a query, a fragment, a form, or of text that is like them.
enum PairFields {
    /// The pairs of `name=value&name=value`; both decoded, `+` as a space.
    static func scan(_ view: View, context: FieldRule.Contexts) -> [Field] {
        ranges(in: view.bytes).flatMap { pair in
            // `flag;name=value`: what stands before a semicolon is a pair of its own.
            let semicolon = view.bytes[pair.name].lastIndex(of: UInt8(ascii: ";"))
            let name = (semicolon.map { $0 + 1 } ?? pair.name.lowerBound)..<pair.name.upperBound
            let whole = Field(
                label: String(decoding: PercentCoding.decode(view.bytes[name], plusIsSpace: true), as: UTF8.self),
                value: decoded(view.slice(pair.value)),
                context: context
            )
            let inner = pairs(inside: pair.value, of: view, context)
            // In a connection string that begins with a URL, the URL would end in the midst of a key; and of a signed list
            // the signature alone is secret.
            let value = Array(view.bytes[pair.value])
            let isList = value.prefix(32).contains(UInt8(ascii: ":")) || value.firstIndex(of: signature) != nil
            return isList ? inner + [whole] : [whole] + inner
        }
    }

    private static let signature = Array("~hmac=".utf8)

    /// The pairs. A password that was not encoded goes on behind an `&` with what is no name: `password=Tr0ub4&dor$x`.
    private static func ranges(in bytes: [UInt8]) -> [(name: Range<Int>, value: Range<Int>)] {
        var pairs: [(name: Range<Int>, value: Range<Int>)] = []
        for pair in FormPairs(bytes) {
            let end = pair.name.upperBound
            if let last = pairs.last, pair.value.isEmpty, end == bytes.count || bytes[end] != UInt8(ascii: "="),
                last.name.count <= 64, bytes[pair.name].contains(where: { "$!@*^|".utf8.contains($0) }),
                TextFields.namesPassword(String(decoding: bytes[last.name], as: UTF8.self))
            {
                pairs[pairs.count - 1].value = last.value.lowerBound..<end
            } else {
                pairs.append((pair.name, pair.value))
            }
        }
        return pairs
    }

    /// A value without percent encoding; its `+` are spaces, except in base64 that somebody forgot to encode.
    private static func decoded(_ value: View) -> View {
        guard value.bytes.contains(UInt8(ascii: "+")) else { return value.percentDecoded(plusIsSpace: false) }
        let plain = value.percentDecoded(plusIsSpace: false)
        let parts = plain.bytes.split(separator: UInt8(ascii: ";")).map { part in
            part.firstIndex(of: UInt8(ascii: "=")).map { part[($0 + 1)...] } ?? part
        }
        return isBase64(plain.bytes) || parts.contains { isBase64(Array($0)) }
            ? plain : value.percentDecoded(plusIsSpace: true)
    }

    /// Whether a value with `+` in it is base64, and no words with spaces between them.
    private static func isBase64(_ value: [UInt8]) -> Bool {
        value.count >= 20
            && value.allSatisfy { $0.isEncodingCharacter || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ".") }
            && value.count { $0 == UInt8(ascii: "+") } * 10 <= value.count
            && value.split(separator: UInt8(ascii: "+")).contains { part in
                part.count >= 6 && !HarmlessText.isList(Array(part))
            }
    }

    /// Whether bytes are pairs: `name=value`, with a short name and without spaces or line ends.
    static func isLikely(_ bytes: [UInt8]) -> Bool {
        isPossible(bytes) && !bytes.contains { $0 <= 0x20 || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "{") }
    }

    /// Whether a whole content is pairs, with or without a line end behind it. What is declared to be a form need only
    /// begin like one.
    static func areWhole(_ bytes: [UInt8], isDeclared: Bool) -> Bool {
        let text = Array(bytes[..<(bytes.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? 0)])
        if isDeclared { return isPossible(text) }
        return isLikely(text) && !text.contains { "\"'(".utf8.contains($0) }
    }

    /// Whether bytes begin with a short name and `=`; `==` compares, and `=>` is an arrow.
    static func isPossible(_ bytes: [UInt8]) -> Bool {
        guard let equals = bytes.prefix(65).firstIndex(of: UInt8(ascii: "=")), equals > 0, equals + 1 < bytes.count,
            !"=>".utf8.contains(bytes[equals + 1])
        else { return false }
        return bytes[..<equals].allSatisfy {
            $0.isTokenCharacter || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]")
                || $0 == UInt8(ascii: "%")
        }
    }

    /// The pairs in a value such as that of `a=1;token=...`: some clients separate by semicolons too, some write a second
    /// `?`, and content networks sign `exp=...~acl=...~hmac=...`.
    private static func pairs(inside value: Range<Int>, of view: View, _ context: FieldRule.Contexts) -> [Field] {
        var fields: [Field] = []
        let parts = view.bytes[value].split(omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "?")
        }
        guard parts.count > 1 else { return [] }
        for part in parts {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")), equals > part.startIndex,
                part[..<equals].allSatisfy(\.isTokenCharacter)
            else { continue }
            let value = decoded(view.slice((equals + 1)..<part.endIndex))
            fields.append(
                Field(label: String(decoding: part[..<equals], as: UTF8.self), value: value, context: context)
            )
        }
        return fields
    }
}
