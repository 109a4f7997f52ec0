/// Why a text is not JSON: where, and what was expected. Holds no byte of the text.
public struct JSONError: Error, Hashable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// The column in bytes, from 1.
    public let column: Int
    /// What was wrong there.
    public let fault: JSONScanner.Fault

    /// One clause for a reader.
    public var description: String {
        "not valid JSON at line \(line), column \(column): \(fault.rawValue)"
    }

    /// The error at this offset of `bytes`.
    init(_ fault: JSONScanner.Fault, at offset: Int, in bytes: [UInt8]) {
        let before = bytes[..<min(offset, bytes.count)]
        line = 1 + before.count { $0 == 0x0A }
        column = 1 + before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)
        self.fault = fault
    }
}

extension JSONValue {
    /// Parses a text of RFC 8259, strictly.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        var scanner = JSONScanner(bytes, mode: .strict)
        guard let first = scanner.next(), let value = JSONValue(from: &scanner, at: first),
            scanner.next() == nil
        else {
            throw JSONError(scanner.fault ?? .value, at: scanner.tokenRange.lowerBound, in: bytes)
        }
        self = value
    }

    /// Parses a text of RFC 8259, strictly.
    public init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// The value that `token` begins, with the rest of it taken from the scanner; `nil` if it is not a whole value.
    init?(from scanner: inout JSONScanner, at token: JSONScanner.Token) {
        switch token {
        case .objectStart:
            var members: [Member] = []
            while let token = scanner.next(), token != .objectEnd {
                guard case .name(let range, let hasEscapes) = token, let next = scanner.next(),
                    let value = JSONValue(from: &scanner, at: next)
                else { return nil }
                members.append(Member(scanner.text(range, hasEscapes: hasEscapes), value))
            }
            guard scanner.fault == nil else { return nil }
            self = .object(members)
        case .arrayStart:
            var elements: [JSONValue] = []
            while let token = scanner.next(), token != .arrayEnd {
                guard let value = JSONValue(from: &scanner, at: token) else { return nil }
                elements.append(value)
            }
            guard scanner.fault == nil else { return nil }
            self = .array(elements)
        case .string(let range, let hasEscapes): self = .string(scanner.text(range, hasEscapes: hasEscapes))
        case .number(let range): self = .number(scanner.text(range, hasEscapes: false))
        case .true: self = .bool(true)
        case .false: self = .bool(false)
        case .null: self = .null
        case .objectEnd, .arrayEnd, .name, .malformed: return nil
        }
    }
}

extension JSONScanner {
    /// What a string or name at this range stands for; bytes that are not UTF-8 become U+FFFD.
    public func text(_ range: Range<Int>, hasEscapes: Bool) -> String {
        hasEscapes
            ? String(decoding: JSONString.unescape(bytes, range), as: UTF8.self)
            : String(decoding: bytes[range], as: UTF8.self)
    }

    /// The bytes a string or name at this range stands for.
    public func content(_ range: Range<Int>, hasEscapes: Bool) -> [UInt8] {
        hasEscapes ? JSONString.unescape(bytes, range) : Array(bytes[range])
    }
}
