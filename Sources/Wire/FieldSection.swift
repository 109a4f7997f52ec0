public import NIOCore

/// A header or trailer section (RFC 9110 §5): the bytes as received and where the field lines stand in them.
///
/// Case, order, duplicates and bytes that are not UTF-8 are all still there. The lookups compare bytes and make no
/// strings; names compare without regard to case (RFC 9110 §5.1).
public struct FieldSection: Hashable, Sendable {
    /// What the offsets of the lines count in: the whole head with its start-line, or the whole trailer section;
    /// both with the empty line at their end.
    public let bytes: ByteBuffer
    /// The field lines in the order received.
    public let lines: [FieldLine]
    /// Where the first field line starts in ``bytes``.
    let start: Int

    /// A section without any field line: a message without trailers.
    public static let empty = FieldSection(bytes: ByteBuffer(), lines: [], start: 0)

    init(bytes: ByteBuffer, lines: [FieldLine], start: Int) {
        self.bytes = bytes
        self.lines = lines
        self.start = start
    }

    /// Whether there is no field line.
    public var isEmpty: Bool {
        lines.isEmpty
    }
}

// MARK: - Lookups without strings

extension FieldSection {
    /// The first field line with this name.
    public func first(_ name: StaticString) -> FieldLine? {
        let span = bytes.readableBytesUInt8Span
        for line in lines where span.matches(line.name, name) {
            return line
        }
        return nil
    }

    /// Whether there is a field line with this name.
    public func contains(_ name: StaticString) -> Bool {
        first(name) != nil
    }

    /// Whether the bytes in `range` are `text`, without regard to the case of ASCII letters.
    public func matches(_ range: Range<Int>, _ text: StaticString) -> Bool {
        bytes.readableBytesUInt8Span.matches(range, text)
    }

    /// Whether `element` is in the comma-separated list that all field lines with this name make together
    /// (RFC 9110 §5.6.1): `hasElement("close", in: "connection")`. For lists without quoted strings.
    public func hasElement(_ element: StaticString, in name: StaticString) -> Bool {
        let span = bytes.readableBytesUInt8Span
        for line in lines where span.matches(line.name, name) {
            var rest = line.value
            while let next = span.nextElement(of: &rest) {
                if span.matches(next, element) { return true }
            }
        }
        return false
    }

    /// Where the connection options (RFC 9110 §7.6.1) stand.
    var connectionOptionRanges: [Range<Int>] {
        let span = bytes.readableBytesUInt8Span
        var options: [Range<Int>] = []
        for line in lines where span.matches(line.name, "connection") {
            var rest = line.value
            while let next = span.nextElement(of: &rest) {
                options.append(next)
            }
        }
        return options
    }
}

// MARK: - Copies

extension FieldSection {
    /// The field name of a line in the case received.
    public func name(of line: FieldLine) -> String {
        text(line.name)
    }

    /// The bytes of a line's value.
    public func value(of line: FieldLine) -> [UInt8] {
        Array(bytes.readableBytesView[line.value])
    }

    /// The value of the first field line with this name as text; bytes that are not UTF-8 become U+FFFD.
    public func text(_ name: StaticString) -> String? {
        first(name).map { text($0.value) }
    }

    /// The bytes in `range` as text; bytes that are not UTF-8 become U+FFFD.
    public func text(_ range: Range<Int>) -> String {
        String(decoding: bytes.readableBytesView[range], as: UTF8.self)
    }

    /// All Cookie fields as the one that other versions than HTTP/2 take (RFC 9113 §8.2.3); `nil` where there is no more than
    /// one.
    public var joinedCookies: [UInt8]? {
        let span = bytes.readableBytesUInt8Span
        var joined: [UInt8] = []
        var count = 0
        for line in lines where span.matches(line.name, "cookie") {
            if count > 0 { joined += "; ".utf8 }
            joined += bytes.readableBytesView[line.value]
            count += 1
        }
        return count > 1 ? joined : nil
    }

    /// The connection options (RFC 9110 §7.6.1) in lower case.
    public var connectionOptions: [String] {
        connectionOptionRanges.map { text($0).lowercased() }
    }
}
