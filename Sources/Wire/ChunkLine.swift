/// The line before a chunk: `chunk-size [ chunk-ext ] CRLF` (RFC 9112 §7.1).
struct ChunkLine {
    /// How many bytes of content follow; 0 in the last one.
    let size: Int
    /// The bytes of the extensions with their first `;`.
    let extensionBytes: Int
    /// The whole line with its CRLF.
    let length: Int

    /// Parses a line at the start of `span`; `nil` when it has not arrived whole.
    ///
    /// - Parameter searched: up to where no LF was found; kept for the next call.
    init?(_ span: borrowing Span<UInt8>, from searched: inout Int, limit: Int) throws(WireError) {
        let lineFeed = span.firstLineFeed(from: searched)
        guard (lineFeed ?? span.count) <= limit + 1 else { throw WireError(.chunkLineTooLong) }
        guard let lineFeed else {
            searched = span.count
            return nil
        }
        guard lineFeed > 0, span[lineFeed - 1] == .cr else { throw WireError(.chunkLine, at: lineFeed, in: .chunkLine) }
        var size = 0
        var index = 0
        while let digit = span[index].hexDigitValue {
            guard size <= Int.max >> 4 else { throw WireError(.chunkSize, at: index, in: .chunkLine) }
            size = size << 4 | digit
            index += 1
        }
        let end = lineFeed - 1
        guard index > 0, index == end || span[index] == UInt8(ascii: ";") else {
            throw WireError(.chunkSize, at: index, in: .chunkLine)
        }
        if let bad = span.firstControlByte(in: index..<end) { throw WireError(.chunkLine, at: bad, in: .chunkLine) }
        self.size = size
        extensionBytes = end - index
        length = lineFeed + 1
    }
}
