extension Body {
    /// Takes the content codings that `fields` name off, and then the charset, so that text is in UTF-8; takes the
    /// content out when that is not possible, or when it is longer than `limit` bytes then.
    ///
    /// What was taken off and does not follow from `fields`, ``codings`` and ``charset`` tell.
    public mutating func decode(fields: [HeaderField], limit: Int) {
        guard case .bytes(let bytes) = content, !bytes.isEmpty else { return }
        let claimed = ContentCoding.codings(of: fields)
        if !claimed.isEmpty {
            do throws(ContentCodingError) {
                let decoded = try ContentCoding.decode(bytes, claimed: claimed, limit: limit)
                content = .bytes(decoded.content)
                codings = decoded.codings == claimed ? nil : decoded.codings
            } catch .tooLarge {
                content = .withheld(length: bytes.count, reason: .overLimit)
            } catch {
                content = .withheld(length: bytes.count, reason: .undecodable)
            }
        }
        decodeCharset(fields: fields)
    }

    /// Takes the charset off, when the content is in one that ``Charset`` knows.
    public mutating func decodeCharset(fields: [HeaderField]) {
        guard case .bytes(let bytes) = content,
            let decoded = Charset.decode(bytes, contentType: fields.first("Content-Type") ?? "")
        else { return }
        content = .bytes(decoded.text)
        charset = decoded.charset
    }

    /// Puts the charset and the content codings back on a content, as they were on that of this body.
    public func encode(_ text: [UInt8], fields: [HeaderField]) throws(ContentCodingError) -> [UInt8] {
        guard !text.isEmpty else { return [] }
        return try ContentCoding.encode(
            charset?.encode(text) ?? text,
            codings: codings ?? ContentCoding.codings(of: fields)
        )
    }
}
