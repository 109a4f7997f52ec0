import Capture

/// Secrets in base64 or hex of what is no text: compressed text, binary messages, UTF-16. The inside cannot be rebuilt
/// from a template, so that the whole is the secret.
extension TextSearch {
    /// Shorter runs are words and identifiers.
    private static let shortestHidingPlace = 24

    /// Whether there is a secret in what base64 or hex stands for.
    mutating func hidesSecret(_ encoded: [UInt8], at place: Place) -> Bool {
        guard facts.searchesValues, depth < Self.maximumDepth, encoded.count >= Self.shortestHidingPlace,
            let decoded = Self.decoded(encoded)
        else { return false }
        let text = Self.decompressed(decoded)
        var inner = nested(text ?? decoded, at: place, leafKind: nil)
        if text != nil { inner.lookInside(inner.root, at: place, chain: []) }
        inner.finish()
        ledger = inner.takeLedger()
        return inner.found.items.contains { !ledger[$0.secret].kind.isHarmless }
    }

    private static func decoded(_ encoded: [UInt8]) -> [UInt8]? {
        if let bytes = Hex.decode(encoded) { return bytes }
        return Base64.decode(encoded) ?? Base64.decode(encoded.prefix(encoded.count & ~3))
    }

    /// The text that bytes are compressed from; `nil` when they are not.
    private static func decompressed(_ bytes: [UInt8], limit: Int = 4 << 20) -> [UInt8]? {
        guard !bytes.isText else { return nil }
        // Deflate has no mark; what is shorter is no message.
        guard let coding = ContentCoding(markOf: bytes) ?? (bytes.count >= 24 ? .deflate : nil) else { return nil }
        // What stops early is something else, that begins so by chance.
        let inside = coding.decodePrefix(bytes, limit: limit)
        guard inside.error == nil, inside.rest == 0, inside.bytes.isText else { return nil }
        return inside.bytes
    }
}
