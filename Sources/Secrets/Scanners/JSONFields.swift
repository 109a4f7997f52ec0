import Capture

/// The string and number members of JSON, strict or not.
enum JSONFields {
    /// Every string and number with the path of names above it. Unquoted words count as strings.
    static func scan(_ view: View) -> [Field] {
        var fields: [Field] = []
        var scanner = JSONScanner(view.bytes)
        while let token = scanner.next() {
            let range: Range<Int>
            switch token {
            case .string(let inside, _): range = inside
            case .number(let number): range = number
            default: continue
            }
            fields.append(
                Field(
                    label: label(of: scanner.path, in: view.bytes),
                    value: view.slice(range).jsonUnescaped(),
                    context: .json
                )
            )
        }
        return fields
    }

    /// Whether bytes begin as a JSON object or array does.
    static func isLikely(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first(where: { $0 > 0x20 }) else { return false }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return false }
        return bytes.contains(UInt8(ascii: ":")) || first == UInt8(ascii: "[")
    }

    private static func label(of path: [JSONPathStep], in bytes: [UInt8]) -> String {
        path.compactMap { step in
            guard case .name(let name) = step else { return nil }
            return String(decoding: JSONString.unescape(bytes, name), as: UTF8.self)
        }.joined(separator: ".")
    }
}

/// JSON in a call of a function, as script tags load it.
enum JSONPFields {
    /// The name of the function and what is in its parentheses; `nil` unless the text is such a call.
    static func parts(_ bytes: [UInt8]) -> (callback: Range<Int>, argument: Range<Int>)? {
        var start = bytes.firstIndex { $0 > 0x20 } ?? bytes.count
        // `/**/callback(...)` and `;callback(...)` are what servers send against content sniffing.
        if bytes[start...].starts(with: "/**/".utf8) { start += 4 }
        while start < bytes.count, bytes[start] <= 0x20 || bytes[start] == UInt8(ascii: ";") { start += 1 }
        guard let open = bytes[start...].prefix(512).firstIndex(of: UInt8(ascii: "(")), open > start,
            bytes[start..<open].allSatisfy({
                $0.isTokenCharacter || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "[")
                    || $0 == UInt8(ascii: "]")
            }),
            let close = bytes.lastIndex(of: UInt8(ascii: ")")), close > open,
            JSONFields.isLikely(Array(bytes[(open + 1)..<close]))
        else { return nil }
        return (start..<open, (open + 1)..<close)
    }

    /// Where the JSON begins behind a prefix that keeps script tags from reading it: `)]}',` or `while(1);`.
    static func lengthOfGuard(_ bytes: [UInt8]) -> Int {
        for prefix in [")]}',", ")]}'", "while(1);", "for(;;);"] where bytes.starts(with: prefix.utf8) {
            return prefix.utf8.count
        }
        return 0
    }
}
