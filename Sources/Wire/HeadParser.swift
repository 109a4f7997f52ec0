import NIOCore

/// The first line of a head: a request line or a status line.
protocol StartLine: Sendable {
    /// Where the next line starts.
    var end: Int { get }

    /// Parses the bytes before the line end.
    init(_ span: borrowing Span<UInt8>, _ line: Range<Int>, _ limits: Limits) throws(WireError)

    /// Whether a message may start with this byte. If not, nobody has to wait for the end of the line.
    static func mayStart(with byte: UInt8) -> Bool

    /// How long the line may be.
    static func limit(_ limits: Limits) -> SectionLimit
}

/// Parses a head as its bytes arrive.
struct HeadParser<Line: StartLine>: Sendable {
    private var line: Line?
    private var fields = FieldParser()

    /// Whether a part of a head has been seen.
    var hasStarted: Bool {
        line != nil
    }

    /// Parses what has arrived, always from the same first byte; returns the head when it is whole.
    mutating func parse(_ buffer: ByteBuffer, _ limits: Limits) throws(WireError) -> (Line, FieldParser)? {
        let span = buffer.readableBytesUInt8Span
        if line == nil {
            guard span.count > 0 else { return nil }
            guard Line.mayStart(with: span[0]) else { throw WireError(.startLine, at: 0) }
            guard let end = try fields.lineEnd(in: span, Line.limit(limits)) else { return nil }
            line = try Line(span, 0..<end - 1, limits)
            fields.finishStartLine(at: end)
        }
        let limit = SectionLimit(bytes: limits.headBytes, tooLong: .headTooLarge)
        let isWhole = try fields.parse(span, limit, fieldCount: limits.fieldCount)
        guard isWhole, let line else { return nil }
        guard span.connectionOptionCount(fields.lines) <= limits.connectionOptions else {
            throw WireError(.tooManyConnectionOptions)
        }
        defer { self = HeadParser() }
        return (line, fields)
    }
}

extension Span<UInt8> {
    /// How many elements the Connection fields list together.
    fileprivate func connectionOptionCount(_ lines: [FieldLine]) -> Int {
        var count = 0
        for line in lines where matches(line.name, "connection") {
            var rest = line.value
            while nextElement(of: &rest) != nil { count += 1 }
        }
        return count
    }
}
