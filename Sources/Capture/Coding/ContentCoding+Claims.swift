extension ContentCoding {
    /// Takes off those of `claimed` that the content is in, the last applied first, and tells which they were: servers
    /// name codings that they did not apply, name one twice, and call one by the name of another.
    ///
    /// Text is in no coding that is known here, and the marks of `gzip` and `zstd` are believed. What is neither, and
    /// cannot be decoded as claimed, is an error.
    static func decode(
        _ bytes: [UInt8],
        claimed: [ContentCoding],
        limit: Int
    ) throws(ContentCodingError) -> (content: [UInt8], codings: [ContentCoding]) {
        guard claimed.count <= maximumStack else { throw .tooMany(claimed.count) }
        var (content, codings) = (bytes, [ContentCoding]())
        for coding in claimed.reversed() where !content.isEmpty {
            guard let (decoded, actual) = try coding.decodeIfApplied(content, limit: limit) else { continue }
            content = decoded
            codings.insert(actual, at: 0)
        }
        return (content, codings)
    }

    /// The decoded content and the coding it was in; `nil` when it is text that is in none.
    private func decodeIfApplied(
        _ bytes: [UInt8],
        limit: Int
    ) throws(ContentCodingError) -> (content: [UInt8], coding: ContentCoding)? {
        var output = DecodedOutput(limit: limit)
        let failure: ContentCodingError
        do {
            let end = try decode(bytes, into: &output)
            // Text may by chance begin like something coded, but not be that to its end.
            return end < bytes.count && bytes.isText ? nil : (output.bytes, self)
        } catch .tooLarge(let limit) {
            throw .tooLarge(limit: limit)
        } catch .unknown(let name) {
            throw .unknown(name)
        } catch {
            failure = error
        }
        if bytes.isText { return nil }
        guard let marked = ContentCoding(markOf: bytes), marked != self else { throw failure }
        return (try marked.decode(bytes, limit: limit), marked)
    }
}
