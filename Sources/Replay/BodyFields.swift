import Capture

/// The content of a request as fields. What its Content-Type says decides, unless the content is plainly something else.
enum BodyFields {
    /// The fields of a decoded body.
    static func fields(of body: [UInt8], type: MediaType) -> [RequestField] {
        guard !body.isEmpty else { return [] }
        if let boundary = type.boundary { return multipart(body, boundary: boundary) }
        if let first = body.first(where: { $0 > 0x20 }), "{[\"".utf8.contains(first) || type.mentions("json"),
            let value = try? JSONValue(parsing: body)
        {
            var fields: [RequestField] = []
            flatten(value, pointer: [], into: &fields)
            return fields
        }
        return looksLikeForm(body, isDeclared: type.mentions("form-urlencoded"))
            ? parameters(body) : [text(body)]
    }

    /// The pairs of a query or a form. A pair without `=` is a value without a name.
    static func parameters(_ bytes: [UInt8], range: Range<Int>? = nil) -> [RequestField] {
        FormPairs(bytes, range: range).map { pair in
            let isBare = pair.value.lowerBound == pair.name.upperBound
            let name = isBare ? [] : decoded(bytes[pair.name])
            let value = decoded(bytes[isBare ? pair.name : pair.value])
            return RequestField(name: RequestField.Name(part: .parameter, name: name), value: value)
        }
    }

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        let isCoded = text.contains { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }
        return isCoded ? PercentCoding.decode(text, plusIsSpace: true) : Array(text)
    }

    /// A body that is matched as one text; the kind of its line ends, and those at its end, make no difference.
    private static func text(_ body: [UInt8]) -> RequestField {
        var lines = body
        if lines.contains(0x0D) {
            lines = lines.enumerated().compactMap { index, byte in
                byte == 0x0D && index + 1 < body.count && body[index + 1] == 0x0A ? nil : byte
            }
        }
        while let last = lines.last, last == 0x0A || last == 0x0D { lines.removeLast() }
        return RequestField(
            name: RequestField.Name(part: .text),
            value: lines,
            syntax: TextSyntax(sniffing: lines)
        )
    }

    private static func flatten(_ value: JSONValue, pointer: [UInt8], into fields: inout [RequestField]) {
        func add(_ part: RequestField.Part, _ text: String) {
            fields.append(
                RequestField(name: RequestField.Name(part: part, name: pointer), value: Array(text.utf8))
            )
        }
        switch value {
        case .object(let members) where !members.isEmpty:
            for member in members {
                let step = member.name.replacing("~", with: "~0").replacing("/", with: "~1")
                flatten(member.value, pointer: pointer + [UInt8(ascii: "/")] + step.utf8, into: &fields)
            }
        case .array(let elements) where !elements.isEmpty:
            for (index, element) in elements.enumerated() {
                flatten(element, pointer: pointer + [UInt8(ascii: "/")] + String(index).utf8, into: &fields)
            }
        case .string(let text): add(.string, text)
        case .number(let text): add(.literal, text)
        case .object, .array, .bool, .null: add(.literal, value.line)
        }
    }

    /// Whether a body reads as form pairs: declared as such it need only not be markup or JSON, and undeclared it must
    /// begin with a name and `=` and be one line.
    private static func looksLikeForm(_ body: [UInt8], isDeclared: Bool) -> Bool {
        guard let first = body.first(where: { $0 > 0x20 }), !"{[<".utf8.contains(first) else { return false }
        if isDeclared { return true }
        guard let equals = body.firstIndex(of: UInt8(ascii: "=")), equals > 0 else { return false }
        return body[..<equals].allSatisfy { PercentCoding.isUnreserved($0) || "%+[]$".utf8.contains($0) }
            && !body.contains { $0 == 0x0A || $0 == 0x0D }
    }

    /// The parts of a multipart body (RFC 2046 §5.1), each with its own fields; the boundary makes no difference.
    private static func multipart(_ body: [UInt8], boundary: String) -> [RequestField] {
        let delimiter = Array("--\(boundary)".utf8)
        var starts: [Int] = []
        var position = 0
        while let start = body.firstOccurrence(of: delimiter, from: position) {
            starts.append(start)
            position = start + delimiter.count
        }
        return zip(starts, starts.dropFirst()).map { start, end in
            var part = body[(start + delimiter.count)..<end]
            while let first = part.first, first == 0x0D || first == 0x0A { part.removeFirst() }
            while let last = part.last, last == 0x0D || last == 0x0A { part.removeLast() }
            let head = String(decoding: part.prefix { $0 != 0x0A }, as: UTF8.self)
            let name = MediaType.parameter("name", of: head) ?? ""
            return RequestField(
                name: RequestField.Name(part: .multipart, name: Array(name.utf8)),
                value: Array(part)
            )
        }
    }
}
