import Capture

/// Contents that nothing here can read: at a token endpoint, a token in a binary format has no name to be found by.
enum UnreadableBody {
    /// The bodies that are binary and in which nothing was found, where a token is to be expected or where content is
    /// compressed behind something else, and those in a charset that is not known, each with the reason to take it out.
    static func surfaces(
        of readable: ReadableExchange,
        at endpoint: Endpoint,
        without sightings: [Sighting]
    ) -> [(surface: Surface, reason: Body.Withheld)] {
        let exchange = readable.exchange
        let bodies: [(Surface, [HeaderField])] = [
            (.requestBody, exchange.request.fields), (.responseBody, exchange.response?.fields ?? []),
        ]
        let expectsToken = !endpoint.isDisjoint(with: [.token, .login])
        return bodies.compactMap { surface, fields in
            let bytes = readable[surface]
            let mediaType = fields.first("Content-Type") ?? ""
            if Charset.isUnreadable(mediaType), !isMedia(mediaType), !bytes.isEmpty, !bytes.isText {
                return (surface, .unreadable)
            }
            guard isBinary(bytes, mediaType: mediaType),
                !sightings.contains(where: { $0.surface == surface })
            else { return nil }
            if !ContentCoding.codings(of: fields).isEmpty, isCompressedInside(bytes) { return (surface, .undecodable) }
            return expectsToken ? (surface, .unreadable) : nil
        }
    }

    /// Whether gzip or Zstandard begins behind the first bytes: a size of a chunk, an empty line.
    private static func isCompressedInside(_ bytes: [UInt8]) -> Bool {
        let start = Array(bytes.prefix(16))
        return PackedParts.marks.contains { start.firstIndex(of: $0) != nil }
    }

    private static func isMedia(_ mediaType: String) -> Bool {
        let type = mediaType.lowercased()
        return ["image/", "font/", "audio/", "video/"].contains { type.hasPrefix($0) }
    }

    private static func isBinary(_ bytes: [UInt8], mediaType: String) -> Bool {
        guard !isMedia(mediaType) else { return false }
        let isBinary =
            bytes.contains { $0 < 0x09 || $0 > 0x0D && $0 < 0x1B } || String(validating: bytes, as: UTF8.self) == nil
        return isBinary && Syntax.ofContent(bytes, mediaType: mediaType) == .text
    }
}
