import Capture

/// The string and number members of JSON, strict or not: also of several values in a row (NDJSON, RFC 7464).
enum JSONFields {
    /// Every string and number with the path of names above it. Unquoted words count as strings.
    static func scan(_ view: View) -> [Field] {
        var reader = JSONFieldReader(view)
        return reader.read()
    }

    /// Whether bytes begin as a JSON object or array does.
    static func isLikely(_ bytes: [UInt8]) -> Bool {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard let first = bytes[start...].firstIndex(where: { $0 > 0x20 }) else { return false }
        switch bytes[first] {
        case UInt8(ascii: "["):
            // `[section]` begins no array.
            let rest = bytes[(first + 1)...].drop { $0 <= 0x20 }
            guard let element = rest.first else { return true }
            return element.isASCIIDigit || "{[\"']-/,".utf8.contains(element)
                || ["true", "false", "null"].contains { rest.starts(with: $0.utf8) }
        case UInt8(ascii: "{"):
            return bytes.contains(UInt8(ascii: ":"))
        default:
            return false
        }
    }

    /// Whether bytes are a JSON text (RFC 8259), or one on each line; the end may be missing, as where a capture was cut.
    static func areStrict(_ bytes: [UInt8]) -> Bool {
        let fault = fault(in: bytes)
        if fault == nil || fault == .unterminated { return true }
        return bytes.split(separator: 0x0A).allSatisfy { line in
            line.allSatisfy { $0 <= 0x20 } || self.fault(in: Array(line)) == nil
        }
    }

    private static func fault(in bytes: [UInt8]) -> JSONScanner.Fault? {
        var scanner = JSONScanner(bytes, mode: .strict)
        while scanner.next() != nil {}
        return scanner.fault
    }

    /// Whether bytes are one JSON string.
    static func isString(_ bytes: [UInt8]) -> Bool {
        guard let start = bytes.firstIndex(where: { $0 > 0x20 }), bytes[start] == UInt8(ascii: "\"") else {
            return false
        }
        var end = start + 1
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        return end < bytes.count && bytes[(end + 1)...].allSatisfy { $0 <= 0x20 }
    }
}

/// Reads JSON token by token, and knows of each object and array that is open what it says of the values in it.
private struct JSONFieldReader {
    private let view: View
    private var fields: [Field] = []
    private var open: [Container] = [Container(isObject: false, label: "", firstField: 0)]
    /// The fields that what stands around them calls otherwise, in the order in which that was read.
    private var renamed: [(fields: Range<Int>, label: String)] = []

    /// The members that tell the name of a value in the same object, and those that hold it: `{"name": "access_token",
    /// "value": ...}` of HAR, header lists and user attributes.
    private static let namesOfNames: Set<String> = ["name", "key", "field", "header"]
    private static let namesOfValues: Set<String> = ["value", "val"]
    /// The types of values that are secrets: of credentials (Keycloak), of parameters (AWS Systems Manager).
    private static let namesOfTypes = [
        "password": "password", "secret": "client_secret", "SecureString": "SecretString",
    ]
    /// Words that stand for no value.
    private static let nothing: Set<String> = ["NaN", "Infinity", "-Infinity", "undefined", "None", "nil", "NULL"]

    private struct Container {
        var isObject: Bool
        /// The names above, joined with dots.
        var label: String
        /// How many fields there were when it began.
        var firstField: Int
        /// The name of the member that is being read.
        var name = ""
        /// The number of elements or members.
        var count = 0
        /// What a member calls the value in this object, or the first element the second.
        var nameOfValue: String?
        /// Whether the type of the value is its name: `{"type": "password", "value": ...}`.
        var isNamedByType = false
        /// The fields of that value.
        var value: Range<Int>?
        /// The fields of `data` and `stringData`, which are secrets in a Kubernetes `Secret`.
        var data: [Range<Int>] = []
        var isSecret = false
        /// The fields that are signed or encrypted where `protected` stands beside them (RFC 7515 §7.2, RFC 7516 §7.2).
        var signed: [Range<Int>] = []
        var isSigned = false
        /// The elements of an array as long as all are numbers of one byte.
        var spelled: [(byte: UInt8, start: Int)]? = []
    }

    init(_ view: View) {
        self.view = view
    }

    mutating func read() -> [Field] {
        var scanner = JSONScanner(view.bytes)
        while let token = scanner.next() {
            switch token {
            case .name(let range, let hasEscapes):
                let name = scanner.content(range, hasEscapes: hasEscapes)
                open[open.count - 1].name = String(decoding: name.prefix(128), as: UTF8.self)
            case .objectStart, .arrayStart:
                let isObject = token == .objectStart
                open[open.count - 1].count += 1
                open.append(Container(isObject: isObject, label: label, firstField: fields.count))
            case .objectEnd, .arrayEnd:
                close(at: scanner.tokenRange.lowerBound)
            case .string(let range, _):
                let isQuoted = scanner.tokenRange != range
                add(view.slice(range).jsonUnescaped(), at: range, isNumber: false, isQuoted: isQuoted)
            case .number(let range):
                add(view.slice(range), at: range, isNumber: true, isQuoted: false)
            case .true, .false, .null:
                open[open.count - 1].count += 1
                open[open.count - 1].spelled = nil
            case .malformed:
                break
            }
        }
        while open.count > 1 { close(at: view.bytes.count) }
        rename()
        return fields
    }

    /// The name of the value that comes next. Only its end is kept where objects lie deep in one another.
    private var label: String {
        let top = open[open.count - 1]
        guard top.isObject else { return top.label }
        let isValue = Self.namesOfValues.contains(top.name.lowercased())
        return Self.joined(top.label, isValue ? top.nameOfValue ?? top.name : top.name)
    }

    private static func joined(_ label: String, _ name: String) -> String {
        if label.isEmpty { return name }
        let joined = label + "." + name
        return joined.utf8.count <= 256
            ? joined
            : String(decoding: joined.utf8.suffix(192).drop { $0 != UInt8(ascii: ".") }.dropFirst(), as: UTF8.self)
    }

    private mutating func add(_ value: View, at range: Range<Int>, isNumber: Bool, isQuoted: Bool) {
        let label = label
        let index = fields.count
        let top = open.count - 1
        open[top].count += 1
        if !isNumber, !isQuoted, Self.nothing.contains(String(decoding: value.bytes.prefix(16), as: UTF8.self)) {
            return
        }
        // The arrow of Ruby and PHP, which is no JSON: `{"password"=>"..."}`.
        if !isNumber, !isQuoted, !value.bytes.contains(where: \.isTokenCharacter) { return }
        fields.append(Field(label: label, value: value, context: .json, isNumber: isNumber))
        if open[top].isObject {
            noteMember(value, fields: index..<(index + 1), isName: !isNumber)
        } else {
            noteElement(value, at: range, isNumber: isNumber)
        }
    }

    private mutating func noteMember(_ value: View?, fields range: Range<Int>, isName: Bool) {
        let top = open.count - 1
        let name = open[top].name.lowercased()
        if Self.namesOfValues.contains(name) {
            open[top].value = range
        } else if name == "type", isName, let value,
            let type = Self.namesOfTypes[String(decoding: value.bytes.prefix(16), as: UTF8.self)]
        {
            open[top].nameOfValue = type
            open[top].isNamedByType = true
            rename(open[top].value, as: type, in: open[top])
        } else if isName, let value, !open[top].isNamedByType, Self.namesOfNames.contains(name),
            PairName.isLikely(value.bytes)
        {
            open[top].nameOfValue = String(decoding: value.bytes, as: UTF8.self)
            rename(open[top].value, as: open[top].nameOfValue, in: open[top])
        } else if name == "data" || name == "stringdata" {
            open[top].data.append(range)
        } else if name == "signature" || name == "ciphertext" {
            open[top].signed.append(range)
        } else if name == "protected", let value {
            // The encoded header, which begins with `{"` or with `{` and a line end.
            open[top].isSigned = value.bytes.starts(with: "ey".utf8) || value.bytes.starts(with: "ew".utf8)
        } else if name == "kind", let value {
            open[top].isSecret = value.bytes.elementsEqual("Secret".utf8)
        }
    }

    private mutating func noteElement(_ value: View, at range: Range<Int>, isNumber: Bool) {
        let top = open.count - 1
        if isNumber, range.count <= 3, let byte = UInt8(String(decoding: value.bytes, as: UTF8.self)) {
            open[top].spelled?.append((byte, range.lowerBound))
        } else {
            open[top].spelled = nil
        }
        if open[top].count == 1, !isNumber, PairName.isLikely(value.bytes) {
            open[top].nameOfValue = String(decoding: value.bytes, as: UTF8.self)
        } else if open[top].count == 2, !PairName.isLikely(value.bytes) {
            open[top].value = (fields.count - 1)..<fields.count
        }
    }

    private mutating func rename(_ range: Range<Int>?, as name: String?, in container: Container) {
        guard let range, !range.isEmpty, let name else { return }
        renamed.append((range, Self.joined(container.label, name)))
    }

    /// Gives each field the outermost of its new names, and of several in one object the last: at the end, so that none is
    /// renamed twice, however deep values are and however often they are named.
    private mutating func rename() {
        let outermost = renamed.enumerated().sorted { left, right in
            (left.element.fields.lowerBound, right.element.fields.upperBound, right.offset)
                < (right.element.fields.lowerBound, left.element.fields.upperBound, left.offset)
        }
        var end = 0
        for (_, (range, label)) in outermost where range.lowerBound >= end {
            for index in range { fields[index].label = label }
            end = range.upperBound
        }
    }

    private mutating func close(at end: Int) {
        guard open.count > 1, let closed = open.popLast() else { return }
        if let units = closed.spelled, units.count >= 8, let last = units.last {
            let digits = view.bytes[last.start...].prefix(3).prefix { $0.isASCIIDigit }.count
            fields.removeSubrange(closed.firstField...)
            let value = view.spelled(units, end: last.start + digits)
            fields.append(Field(label: closed.label, value: value, context: .json, isNumber: true))
        }
        // `["access_token", "..."]`
        if !closed.isObject, closed.count == 2 { rename(closed.value, as: closed.nameOfValue, in: closed) }
        let secrets = (closed.isSecret ? closed.data : []) + (closed.isSigned ? closed.signed : [])
        for index in secrets.joined() where fields.indices.contains(index) { fields[index].isSecret = true }
        if open[open.count - 1].isObject {
            noteMember(nil, fields: closed.firstField..<fields.count, isName: false)
        } else {
            open[open.count - 1].spelled = nil
        }
    }
}

/// What is the name of a value and not a value: a short identifier in letters.
enum PairName {
    /// Whether bytes read as a name.
    static func isLikely(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, bytes.count <= 64, first.isASCIILetter || first == UInt8(ascii: "_") else {
            return false
        }
        return bytes.allSatisfy {
            $0.isASCIILetter || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
                || $0 == UInt8(ascii: ":")
        }
    }
}
