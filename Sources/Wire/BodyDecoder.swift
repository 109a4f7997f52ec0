import NIOCore

/// Cuts one message body out of the bytes as they arrive (RFC 9112 §6, §7).
struct BodyDecoder {
    /// What came next.
    enum Part {
        /// A chunk of this many bytes starts.
        case chunk(size: Int)
        /// Content, a slice of the received bytes.
        case bytes(ByteBuffer)
        /// The body is whole.
        case end(trailers: FieldSection)
    }

    private enum State {
        case length(Int)
        case untilClose
        case chunkLine
        case chunkBytes(Int)
        case chunkEnd
        case trailers
    }

    private var state: State
    private var searched = 0
    private var extensionBytes = 0
    private var trailers = FieldParser()

    init(_ framing: BodyFraming) {
        state =
            switch framing {
            case .none: .length(0)
            case .length(let length): .length(length)
            case .chunked: .chunkLine
            case .untilClose, .untilStreamEnd: .untilClose
            }
    }

    /// Whether the end of the connection ends this body well.
    var endsWithConnection: Bool {
        if case .untilClose = state { return true }
        return false
    }

    /// Takes the next part off the buffer; `nil` when more bytes are needed.
    mutating func next(_ buffer: inout ByteBuffer, _ limits: Limits) throws(WireError) -> Part? {
        while true {
            switch state {
            case .length(0):
                return .end(trailers: .empty)
            case .length(let left):
                guard let slice = buffer.readSlice(upTo: left) else { return nil }
                state = .length(left - slice.readableBytes)
                return .bytes(slice)
            case .untilClose:
                return buffer.readSlice(upTo: .max).map(Part.bytes)
            case .chunkLine:
                guard let size = try chunkLine(&buffer, limits) else { return nil }
                state = size == 0 ? .trailers : .chunkBytes(size)
                if size > 0 { return .chunk(size: size) }
            case .chunkBytes(let left):
                guard let slice = buffer.readSlice(upTo: left) else { return nil }
                state = slice.readableBytes == left ? .chunkEnd : .chunkBytes(left - slice.readableBytes)
                return .bytes(slice)
            case .chunkEnd:
                guard try chunkEnd(&buffer) else { return nil }
                state = .chunkLine
            case .trailers:
                return try trailerSection(&buffer, limits).map(Part.end)
            }
        }
    }

    /// Reads `chunk-size [ chunk-ext ] CRLF`; the extensions are checked for bytes that may not be and dropped.
    private mutating func chunkLine(_ buffer: inout ByteBuffer, _ limits: Limits) throws(WireError) -> Int? {
        let line = try ChunkLine(buffer.readableBytesUInt8Span, from: &searched, limit: limits.chunkLineBytes)
        guard let line else { return nil }
        extensionBytes += line.extensionBytes
        guard extensionBytes <= limits.chunkExtensionBytes else { throw WireError(.chunkLineTooLong) }
        buffer.moveReaderIndex(forwardBy: line.length)
        searched = 0
        return line.size
    }

    private func chunkEnd(_ buffer: inout ByteBuffer) throws(WireError) -> Bool {
        guard let first = buffer.byte(0) else { return false }
        guard first == .cr else { throw WireError(.chunkEnd) }
        guard let second = buffer.byte(1) else { return false }
        guard second == .lf else { throw WireError(.chunkEnd) }
        buffer.moveReaderIndex(forwardBy: 2)
        return true
    }

    private mutating func trailerSection(
        _ buffer: inout ByteBuffer,
        _ limits: Limits
    ) throws(WireError) -> FieldSection? {
        try FieldSection.trailers(&buffer, &trailers, limits)
    }
}

extension FieldSection {
    /// Takes a trailer section off the buffer; `nil` when it has not arrived whole.
    static func trailers(_ buffer: inout ByteBuffer, _ limits: Limits) throws(WireError) -> FieldSection? {
        var parser = FieldParser()
        return try trailers(&buffer, &parser, limits)
    }

    fileprivate static func trailers(
        _ buffer: inout ByteBuffer,
        _ parser: inout FieldParser,
        _ limits: Limits
    ) throws(WireError) -> FieldSection? {
        let limit = SectionLimit(bytes: limits.trailerBytes, tooLong: .trailersTooLarge)
        let isWhole: Bool
        do throws(WireError) {
            isWhole = try parser.parse(buffer.readableBytesUInt8Span, limit, fieldCount: limits.fieldCount)
        } catch {
            throw WireError(error.code, at: error.offset, in: .trailers)
        }
        guard isWhole, let bytes = buffer.readSlice(length: parser.position) else { return nil }
        guard !parser.lines.isEmpty else { return .empty }
        let section = FieldSection(bytes: bytes, lines: parser.lines, start: 0)
        for line in section.lines where section.framesOrRoutes(line) || section.matches(line.name, "connection") {
            throw WireError(.trailerField, at: line.name.lowerBound, in: .trailers)
        }
        return section
    }

    /// Whether the field decides where the message ends or goes, so it may not be a trailer and no connection
    /// option may take it away.
    func framesOrRoutes(_ line: FieldLine) -> Bool {
        switch line.name.count {
        case 4: matches(line.name, "host")
        case 14: matches(line.name, "content-length")
        case 17: matches(line.name, "transfer-encoding")
        default: false
        }
    }
}
