/// How long a start-line or a section may be, with its line ends, and what a longer one is.
struct SectionLimit {
    let bytes: Int
    let tooLong: WireError.Code
}

/// Finds the field lines of a header or trailer section as its bytes arrive.
///
/// It parses whole lines only and remembers how far it has looked, so each byte is looked at once or twice however
/// the bytes were cut.
struct FieldParser {
    /// The lines found so far.
    private(set) var lines: [FieldLine] = []
    /// Where the next line starts.
    private(set) var position = 0
    /// Up to where no LF was found.
    private var searched = 0

    /// The end of the line that starts at ``position``: the offset of its LF, or `nil` when it has not arrived.
    mutating func lineEnd(in span: borrowing Span<UInt8>, _ limit: SectionLimit) throws(WireError) -> Int? {
        let end = span.firstLineFeed(from: searched)
        guard (end.map { $0 + 1 } ?? span.count) <= limit.bytes else { throw WireError(limit.tooLong) }
        guard let end else {
            searched = span.count
            return nil
        }
        searched = end + 1
        guard end > position, span[end - 1] == .cr else { throw WireError(.bareLF, at: end) }
        return end
    }

    /// Goes on behind a start-line whose LF is at `end`.
    mutating func finishStartLine(at end: Int) {
        position = end + 1
        lines.reserveCapacity(16)
    }

    /// Parses the lines that have arrived; true once the empty line has, which ``position`` then is behind.
    mutating func parse(
        _ span: borrowing Span<UInt8>,
        _ limit: SectionLimit,
        fieldCount: Int
    ) throws(WireError) -> Bool {
        while let end = try lineEnd(in: span, limit) {
            if end == position + 1 {
                position = end + 1
                return true
            }
            guard lines.count < fieldCount else { throw WireError(.tooManyFields, at: position) }
            lines.append(try fieldLine(span, position..<(end - 1)))
            position = end + 1
        }
        return false
    }

    /// Parses `field-name ":" OWS field-value OWS` (RFC 9112 §5).
    private func fieldLine(_ span: borrowing Span<UInt8>, _ line: Range<Int>) throws(WireError) -> FieldLine {
        var colon = line.lowerBound
        while colon < line.upperBound && span[colon].isTokenByte { colon += 1 }
        guard colon < line.upperBound, colon > line.lowerBound, span[colon] == .colon else {
            throw Self.nameError(span, line, colon)
        }
        let value = span.trimmed(colon + 1..<line.upperBound)
        if let bad = span.firstControlByte(in: value) { throw WireError(.fault(of: span[bad]), at: bad) }
        return FieldLine(name: line.lowerBound..<colon, value: value)
    }

    private static func nameError(_ span: borrowing Span<UInt8>, _ line: Range<Int>, _ stop: Int) -> WireError {
        guard stop < line.upperBound else { return WireError(.fieldName, at: line.lowerBound) }
        let byte = span[stop]
        if byte.isBlank { return WireError(stop == line.lowerBound ? .foldedLine : .spaceBeforeColon, at: stop) }
        return WireError(byte == .cr || byte == 0 ? .fault(of: byte) : .fieldName, at: stop)
    }
}

extension WireError.Code {
    /// What is wrong with a control byte inside a line.
    static func fault(of byte: UInt8) -> Self {
        switch byte {
        case 0: .nul
        case .cr: .bareCR
        default: .controlByte
        }
    }
}
