/// A pull tokeniser for JSON: every token with its byte range, nothing copied.
///
/// Time is linear in the input and memory is bounded by ``maximumDepth``; no input makes it trap.
public struct JSONScanner: Sendable {
    /// The greatest number of open objects and arrays.
    public static let maximumDepth = 512

    /// The bytes being scanned.
    public let bytes: [UInt8]
    /// Where the next token is looked for.
    public private(set) var offset: Int
    /// The range of the last token, quotes included.
    public private(set) var tokenRange: Range<Int>
    /// What was wrong, once a token was ``Token/malformed(offset:)``.
    public private(set) var fault: Fault?

    private let end: Int
    private let isStrict: Bool
    private var containers: [Container] = []
    private var openObjects = 0
    private var expectation = Expectation.value
    /// Whether the input ended inside a string or comment.
    private var isCut = false

    /// A scanner over `range` of `bytes` (all of them when not given).
    public init(_ bytes: [UInt8], range: Range<Int>? = nil, mode: Mode = .tolerant) {
        self.bytes = bytes
        let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
        offset = range.lowerBound
        end = range.upperBound
        tokenRange = offset..<offset
        isStrict = mode == .strict
        if !isStrict, bytes[range].starts(with: [0xEF, 0xBB, 0xBF]) {
            offset += 3
        }
    }

    /// The number of objects and arrays that are open.
    public var depth: Int { containers.count }

    /// The steps from the root to the value of the last token.
    public var path: [JSONPathStep] {
        containers.compactMap { container in
            container.isObject
                ? container.name.map(JSONPathStep.name) : container.index.map(JSONPathStep.index)
        }
    }

    /// The range of the name the last value stands under; `nil` in an array and at the root.
    public var name: Range<Int>? { containers.last?.name }

    /// The next token; `nil` at the end and after ``Token/malformed(offset:)``.
    public mutating func next() -> Token? {
        guard fault == nil else { return nil }
        while true {
            skipSpace()
            guard offset < end else { return finish() }
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                return open(isObject: byte == UInt8(ascii: "{"))
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if let token = close(isObject: byte == UInt8(ascii: "}")) { return token }
            case UInt8(ascii: ","):
                if let token = comma() { return token }
            case UInt8(ascii: ":"):
                if let token = colon() { return token }
            case UInt8(ascii: "\""):
                return quoted(by: byte)
            case UInt8(ascii: "'") where !isStrict:
                return quoted(by: byte)
            case UInt8(ascii: "/") where !isStrict && skipComment():
                continue
            default:
                return isStrict ? strictWord() : word()
            }
        }
    }

    /// Skips what is left of the innermost open object or array, its end included.
    ///
    /// After `objectStart` or `arrayStart` this skips the whole value.
    public mutating func skipContainer() {
        let outer = containers.count - 1
        while containers.count > outer, next() != nil {}
    }
}

// MARK: - Grammar

extension JSONScanner {
    private struct Container {
        let isObject: Bool
        var name: Range<Int>?
        var index: Int?
    }

    private enum Expectation {
        /// A value: at the root, after `:` or after `,` in an array.
        case value
        /// The first element or `]`.
        case firstElement
        /// The first member or `}`.
        case firstName
        /// A member, after `,`.
        case name
        /// `:`
        case colon
        /// `,` or a closing bracket.
        case separator
        /// Nothing more.
        case end
    }

    private mutating func malformed(_ fault: Fault, at position: Int? = nil) -> Token {
        self.fault = fault
        let position = position ?? offset
        tokenRange = position..<position
        return .malformed(offset: position)
    }

    private mutating func finish() -> Token? {
        let isComplete = isStrict ? expectation == .end : containers.isEmpty && !isCut
        return isComplete ? nil : malformed(.unterminated, at: end)
    }

    /// Checks that a value may stand here and counts it; the fault otherwise.
    private mutating func beginValue() -> Token? {
        if isStrict {
            switch expectation {
            case .value, .firstElement: break
            case .firstName, .name: return malformed(.name)
            case .colon, .separator: return malformed(.separator)
            case .end: return malformed(.trailing)
            }
        }
        if let last = containers.indices.last, !containers[last].isObject {
            containers[last].index = (containers[last].index ?? -1) + 1
        }
        return nil
    }

    private mutating func endValue() {
        expectation = containers.isEmpty ? (isStrict ? .end : .value) : .separator
    }

    private mutating func open(isObject: Bool) -> Token {
        if let fault = beginValue() { return fault }
        guard containers.count < Self.maximumDepth else { return malformed(.depth) }
        containers.append(Container(isObject: isObject))
        openObjects += isObject ? 1 : 0
        expectation = isObject ? .firstName : .firstElement
        tokenRange = offset..<offset + 1
        offset += 1
        return isObject ? .objectStart : .arrayStart
    }

    /// A closing bracket. In tolerant mode one of the other kind closes what is open inside its container, and one
    /// that nothing opened is skipped.
    private mutating func close(isObject: Bool) -> Token? {
        guard let innermost = containers.last else {
            guard !isStrict else { return malformed(expectation == .end ? .trailing : .value) }
            offset += 1
            return nil
        }
        let matches = innermost.isObject == isObject
        if isStrict {
            guard matches, expectation == .separator || expectation == (isObject ? .firstName : .firstElement) else {
                return malformed(expectation == .separator || expectation == .colon ? .separator : .value)
            }
        } else if !matches, (isObject ? openObjects : containers.count - openObjects) == 0 {
            offset += 1
            return nil
        }
        containers.removeLast()
        openObjects -= innermost.isObject ? 1 : 0
        let next = matches ? offset + 1 : offset
        tokenRange = offset..<next
        offset = next
        endValue()
        return innermost.isObject ? .objectEnd : .arrayEnd
    }

    private mutating func comma() -> Token? {
        if isStrict, expectation != .separator {
            return malformed(expectation == .end ? .trailing : expectation == .colon ? .separator : .value)
        }
        offset += 1
        guard let last = containers.indices.last else { return nil }
        containers[last].name = nil
        expectation = containers[last].isObject ? .name : .value
        return nil
    }

    private mutating func colon() -> Token? {
        if isStrict, expectation != .colon {
            return malformed(expectation == .end ? .trailing : expectation == .separator ? .separator : .value)
        }
        offset += 1
        if containers.last?.isObject == true { expectation = .value }
        return nil
    }

    /// Whether what stands here is the name of a member.
    private var isAtName: Bool {
        switch expectation {
        case .firstName, .name: true
        case .separator: !isStrict && containers.last?.isObject == true
        case .value, .firstElement, .colon, .end: false
        }
    }

    private mutating func endName(_ range: Range<Int>, hasEscapes: Bool) -> Token {
        containers[containers.count - 1].name = range
        expectation = .colon
        return .name(range, hasEscapes: hasEscapes)
    }

    private mutating func quoted(by quote: UInt8) -> Token {
        let isName = isAtName
        if !isName, let fault = beginValue() { return fault }
        let text = JSONStringEnd(in: bytes, from: offset + 1, to: end, quote: quote, isStrict: isStrict)
        if isStrict, let position = text.invalidAt { return malformed(.string, at: position) }
        if isStrict, !text.isClosed { return malformed(.unterminated, at: end) }
        isCut = !text.isClosed
        let inside = offset + 1..<text.end
        tokenRange = offset..<min(text.end + 1, end)
        offset = tokenRange.upperBound
        if isName { return endName(inside, hasEscapes: text.hasEscapes) }
        endValue()
        return .string(inside, hasEscapes: text.hasEscapes)
    }

    private mutating func strictWord() -> Token {
        if let fault = beginValue() { return fault }
        guard let (token, length) = literal(at: offset) else {
            guard let last = JSONNumber.end(in: bytes, from: offset, to: end) else { return malformed(.value) }
            tokenRange = offset..<last
            offset = last
            endValue()
            return .number(tokenRange)
        }
        tokenRange = offset..<offset + length
        offset += length
        endValue()
        return token
    }

    /// `true`, `false` or `null` at this position.
    private func literal(at position: Int) -> (Token, length: Int)? {
        let rest = bytes[position..<end]
        if rest.starts(with: "true".utf8) { return (.true, 4) }
        if rest.starts(with: "false".utf8) { return (.false, 5) }
        if rest.starts(with: "null".utf8) { return (.null, 4) }
        return nil
    }

    /// An unquoted word in tolerant mode: a literal, a number, or a string or name without quotes.
    private mutating func word() -> Token {
        let isName = isAtName
        var last = offset + 1
        while last < end, !JSONScanner.endsWord(bytes[last]), !(isName && bytes[last] == UInt8(ascii: ":")) {
            last += 1
        }
        let range = offset..<last
        if !isName { _ = beginValue() }
        let literal = literal(at: offset)
        tokenRange = range
        offset = last
        if isName { return endName(range, hasEscapes: false) }
        endValue()
        if let literal, literal.length == range.count { return literal.0 }
        let isNumber = JSONNumber.end(in: bytes, from: range.lowerBound, to: last) == last
        return isNumber ? .number(range) : .string(range, hasEscapes: false)
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "}"),
            UInt8(ascii: "["), UInt8(ascii: "]"):
            true
        default: false
        }
    }

    private mutating func skipSpace() {
        while offset < end {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            case 0..<0x20 where !isStrict: offset += 1
            default: return
            }
        }
    }

    /// Skips `// ...` or `/* ... */`; whether one stood here.
    private mutating func skipComment() -> Bool {
        guard offset + 1 < end else { return false }
        switch bytes[offset + 1] {
        case UInt8(ascii: "/"):
            offset = bytes[offset..<end].firstIndex(of: 0x0A) ?? end
            return true
        case UInt8(ascii: "*"):
            var position = offset + 2
            while position + 1 < end, bytes[position] != UInt8(ascii: "*") || bytes[position + 1] != UInt8(ascii: "/") {
                position += 1
            }
            isCut = position + 1 >= end
            offset = isCut ? end : position + 2
            return true
        default:
            return false
        }
    }
}
