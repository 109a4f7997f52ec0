import Capture

/// Contents of token endpoints that nothing here can read: a token in a binary format has no name to be found by.
enum UnreadableBody {
    /// The bodies that are binary and in which nothing was found, where a token is to be expected.
    static func surfaces(
        of readable: ReadableExchange,
        at endpoint: Endpoint,
        without sightings: [Sighting]
    ) -> [Surface] {
        let exchange = readable.exchange
        let bodies: [(Surface, [HeaderField])] = [
            (.requestBody, exchange.request.fields), (.responseBody, exchange.response?.fields ?? []),
        ]
        let binary = bodies.filter { surface, fields in
            isBinary(readable[surface], mediaType: fields.first("Content-Type") ?? "")
                && !sightings.contains { $0.surface == surface }
        }
        guard !binary.isEmpty, !endpoint.isDisjoint(with: [.token, .login]) else { return [] }
        return binary.map(\.0)
    }

    private static func isBinary(_ bytes: [UInt8], mediaType: String) -> Bool {
        let type = mediaType.lowercased()
        guard !["image/", "font/", "audio/", "video/"].contains(where: { type.hasPrefix($0) }) else { return false }
        let isBinary =
            bytes.contains { $0 < 0x09 || $0 > 0x0D && $0 < 0x1B } || String(validating: bytes, as: UTF8.self) == nil
        return isBinary && Syntax.ofContent(bytes, mediaType: mediaType) == .text
    }
}
