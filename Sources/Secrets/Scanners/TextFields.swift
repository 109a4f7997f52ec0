import Capture

/// The named values of text that is no format: `name: value`, `name=value`, header lines, command lines.
enum TextFields {
    /// Pairs of a name, `:` or `=` or `,`, and a value; names and values may be in quotes, and the quotes escaped.
    ///
    /// In prose, one word behind a colon is no value unless it looks like one: `Password: must have eight characters`.
    static func scan(_ view: View, isProse: Bool) -> [Field] {
        let bytes = view.bytes
        var fields: [Field] = []
        var start = 0
        // Where the last value without quotes ends, and with it all that begin in it: `a:b:c`. They are read as long as
        // they make no more than a multiple of the text together.
        var end = 0
        var budget = 8 * bytes.count + 1 << 12
        for mark in bytes.indices where isMark(bytes[mark]) && mark >= start {
            guard let name = nameBefore(mark, in: bytes) else { continue }
            let label = String(decoding: bytes[name.range], as: UTF8.self)
            if bytes[mark] == UInt8(ascii: ":"), HeaderName.holdsCredentials(label) {
                let line = view.slice(endOfHeader(behind: mark, name, in: bytes)).trimmed()
                if !line.bytes.isEmpty {
                    fields.append(Field(label: label, value: line, context: .text))
                    start = mark + 1 + line.bytes.count
                    continue
                }
            }
            // What the parts of a resource's name say, they say of no value: `arn:aws:secretsmanager:...:secret:prod/db`.
            if bytes[mark] == UInt8(ascii: ":"), ["arn", "urn", "crn"].contains(label) {
                start = bytes[mark...].firstIndex(where: endsBareValue) ?? bytes.count
                continue
            }
            guard var value = valueBehind(mark, in: bytes, endOfLast: end) else { continue }
            if !value.isQuoted {
                let isInside = value.range.lowerBound < end
                if bytes[mark] != UInt8(ascii: ","), namesPassword(label) {
                    value.range = value.range.lowerBound..<endOfPassword(from: value.range.upperBound, in: bytes)
                }
                end = value.range.upperBound
                if isInside, value.range.count > longest {
                    budget -= value.range.count
                    if budget < 0 { continue }
                }
            }
            // A comma joins name and value only between string literals: `setItem("accessToken", "...")`.
            if bytes[mark] == UInt8(ascii: ","),
                !(name.isQuoted && value.isQuoted) || isName(behind: value.range.upperBound, in: bytes)
            {
                continue
            }
            if !value.isQuoted,
                isVariable(bytes[value.range]) || isProse && isWord(value.range, behind: mark, bytes)
                    || isCall(value.range, in: bytes) || isPartOfName(name, mark, value.range, in: bytes)
            {
                continue
            }
            let text = view.slice(value.range)
            // `PASSWORD="my pass phrase"` of a shell is no label.
            let isSetting = value.isQuoted && bytes[mark] == UInt8(ascii: "=") && label.utf8.allSatisfy { $0 < 0x60 }
            fields.append(
                Field(
                    label: label,
                    value: value.isQuoted ? text.jsonUnescaped() : text,
                    context: isSetting && text.bytes.contains(0x20) ? .form : .text
                )
            )
        }
        return fields
    }

    /// Values inside of others are read in any case when they are not longer than this.
    private static let longest = 256

    private struct Part {
        var range: Range<Int>
        var isQuoted: Bool
    }

    private static func isMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: ",")
    }

    private static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
    }

    private static func nameBefore(_ mark: Int, in bytes: [UInt8]) -> Part? {
        var end = mark
        // `name := value`
        if bytes[mark] == UInt8(ascii: "="), end > 0, bytes[end - 1] == UInt8(ascii: ":") { end -= 1 }
        while end > 0, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
        // `[name] => value`
        if bytes[mark] == UInt8(ascii: "="), mark + 1 < bytes.count, bytes[mark + 1] == UInt8(ascii: ">"), end > 0,
            bytes[end - 1] == UInt8(ascii: "]")
        {
            end -= 1
        }
        let isQuoted = end > 0 && isQuote(bytes[end - 1])
        if isQuoted { end -= 1 }
        if end > 0, bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
        var start = end
        while start > 0, end - start <= 64, bytes[start - 1].isTokenCharacter || bytes[start - 1] == UInt8(ascii: ".") {
            start -= 1
        }
        return start < end && end - start <= 64 ? Part(range: start..<end, isQuoted: isQuoted) : nil
    }

    /// Passwords may have characters in them that end other values.
    static func namesPassword(_ label: String) -> Bool {
        let name = label.utf8.map { $0 | 0x20 }
        return passwordStems.contains { stem in
            name.indices.dropLast(stem.count - 1).contains { start in
                let end = start + stem.count
                return name[start..<end].elementsEqual(stem)
                    && (end == name.count || name[end] == UInt8(ascii: "w") || name[end] == UInt8(ascii: "p"))
            }
        }
    }

    private static let passwordStems = ["pass", "pwd"].map { Array($0.utf8) }

    private static func valueBehind(_ mark: Int, in bytes: [UInt8], endOfLast: Int) -> Part? {
        var start = mark + 1
        // `name => value`; but `==` compares.
        if start < bytes.count, bytes[mark] == UInt8(ascii: "=") {
            if bytes[start] == UInt8(ascii: "=") || bytes[start] == UInt8(ascii: "~") { return nil }
            if bytes[start] == UInt8(ascii: ">") { start += 1 }
        }
        while start < bytes.count, bytes[start] == UInt8(ascii: " ") || bytes[start] == UInt8(ascii: "\t") {
            start += 1
        }
        if start + 1 < bytes.count, bytes[start] == UInt8(ascii: "\\"), isQuote(bytes[start + 1]) { start += 1 }
        guard start < bytes.count else { return nil }
        if isQuote(bytes[start]) {
            if bytes[start...].starts(with: "\"\"\"".utf8) { return block(at: start, in: bytes) }
            let quote = bytes[start]
            var end = start + 1
            while end < bytes.count, bytes[end] != quote, bytes[end] != UInt8(ascii: "\n") {
                end += bytes[end] == UInt8(ascii: "\\") && end + 1 < bytes.count && bytes[end + 1] != quote ? 2 : 1
            }
            end = min(end, bytes.count)
            if end > start + 1, bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
            return end > start + 1 ? Part(range: (start + 1)..<end, isQuoted: true) : nil
        }
        let end = start < endOfLast ? endOfLast : bytes[start...].firstIndex(where: endsBareValue) ?? bytes.count
        return end > start ? Part(range: start..<end, isQuoted: false) : nil
    }

    /// A block string, as GraphQL and others have them: `"""..."""`.
    private static func block(at start: Int, in bytes: [UInt8]) -> Part? {
        let first = start + 3
        guard let end = bytes.firstIndex(of: Array("\"\"\"".utf8), from: first), end > first else { return nil }
        return Part(range: first..<end, isQuoted: true)
    }

    /// Where a password without quotes ends that other values would end at `end`. An `&` ends it before another pair only,
    /// and a comma is part of it between digits and letters.
    private static func endOfPassword(from end: Int, in bytes: [UInt8]) -> Int {
        var end = end
        while end < bytes.count, bytes[end] == UInt8(ascii: "&") || bytes[end] == UInt8(ascii: ",") {
            let next = bytes[(end + 1)...].prefix(65).prefix { !endsBareValue($0) }
            guard next.count <= 64, next.contains(where: \.isASCIILetter),
                !next.contains(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }),
                bytes[end] == UInt8(ascii: "&") || next.contains(where: \.isASCIIDigit)
            else { break }
            end = next.endIndex
        }
        return end
    }

    private static func endsBareValue(_ byte: UInt8) -> Bool {
        byte <= 0x20 || isQuote(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
            || byte == UInt8(ascii: "&")
            || byte == UInt8(ascii: "}") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "<")
            || byte == UInt8(ascii: "{")
            || byte == UInt8(ascii: "(")
    }

    /// What is left of the line, or up to the quote that the header began with: `-H 'Authorization: Bearer ...'`.
    private static func endOfHeader(behind mark: Int, _ name: Part, in bytes: [UInt8]) -> Range<Int> {
        let start = mark + 1
        guard !name.isQuoted else { return start..<start }
        let before = name.range.lowerBound > 0 ? bytes[name.range.lowerBound - 1] : 0
        let end =
            bytes[start...].prefix(1 << 16).firstIndex {
                $0 == 0x0A || $0 == 0x0D || isQuote(before) && $0 == before || $0 == UInt8(ascii: "<")
            } ?? min(bytes.count, start + 1 << 16)
        return start..<end
    }

    /// `$password`: a variable of a query or a shell.
    private static func isVariable(_ value: ArraySlice<UInt8>) -> Bool {
        value.first == UInt8(ascii: "$") && value.dropFirst().allSatisfy { $0.isASCIILetter || $0 == UInt8(ascii: "_") }
    }

    /// `make_password(`: what is called and no value.
    private static func isCall(_ value: Range<Int>, in bytes: [UInt8]) -> Bool {
        value.upperBound < bytes.count && bytes[value.upperBound] == UInt8(ascii: "(")
            && bytes[value].allSatisfy { $0.isASCIILetter || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }
    }

    /// Whether a literal that ends here is itself a name: `"password", "name": ...`.
    private static func isName(behind end: Int, in bytes: [UInt8]) -> Bool {
        bytes[min(end + 1, bytes.count)...].prefix(16).first { $0 > 0x20 && $0 != UInt8(ascii: "\\") }
            == UInt8(ascii: ":")
    }

    /// What may follow the name of a thing: `api_key:manage` is a permission, `password:reset` an event.
    private static let actions: Set<String> = [
        "manage", "read", "write", "create", "created", "update", "updated", "delete", "deleted", "reset", "change",
        "changed", "revoke", "revoked", "rotate", "rotated", "list", "view", "admin", "expired", "refresh", "refreshed",
        "focus", "hover", "active", "disabled", "invalid", "valid", "checked", "required", "optional", "verify",
        "verified",
    ]

    /// Whether a colon without a space behind it is part of a name: of a selector (`#password:focus-visible`), of an event
    /// (`user.password:changed`), of a permission (`api_key:manage`).
    private static func isPartOfName(_ name: Part, _ mark: Int, _ value: Range<Int>, in bytes: [UInt8]) -> Bool {
        guard bytes[mark] == UInt8(ascii: ":"), value.lowerBound == mark + 1, !name.isQuoted else { return false }
        let before = name.range.lowerBound > 0 ? bytes[name.range.lowerBound - 1] : 0
        if bytes[value].allSatisfy({ $0.isASCIILetter || $0 == UInt8(ascii: "-") }) {
            if before == UInt8(ascii: "#") || bytes[name.range].contains(UInt8(ascii: ".")) { return true }
            if value.count <= 9, actions.contains(String(decoding: bytes[value], as: UTF8.self)) { return true }
        }
        return false
    }

    /// Whether a value behind a colon and a space is a word of a sentence. Words with two hyphens are a passphrase.
    private static func isWord(_ value: Range<Int>, behind mark: Int, _ bytes: [UInt8]) -> Bool {
        bytes[mark] == UInt8(ascii: ":") && value.lowerBound > mark + 1
            && bytes[value].count { $0 == UInt8(ascii: "-") } < 2
            && bytes[value].dropLast().allSatisfy { $0.isASCIILetter || $0 == UInt8(ascii: "-") }
            && (bytes[value].last?.isASCIILetter ?? false || ".!?,".utf8.contains(bytes[value.upperBound - 1]))
    }
}

/// The header fields whose values are credentials, wherever they are quoted.
enum HeaderName {
    /// Whether a field of this name holds credentials or cookies.
    static func holdsCredentials(_ name: some StringProtocol) -> Bool {
        guard name.utf8.count >= 6, name.utf8.count <= 19 else { return false }
        return ["authorization", "proxy-authorization", "cookie", "set-cookie", "set-cookie2"].contains(
            name.lowercased()
        )
    }
}
