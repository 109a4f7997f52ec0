import Capture

/// A signed JSON Web Token in compact form (RFC 7515 §7.1, RFC 7519), taken apart.
struct JSONWebToken {
    /// The header as JSON text.
    var header: [UInt8]
    /// The claims as JSON text.
    var payload: [UInt8]
    /// The signature as base64url text; empty for an unsecured token.
    var signature: [UInt8]

    /// Reads the compact form; `nil` unless both first segments decode to JSON objects and the header names an
    /// algorithm or a type.
    init?(encoded: [UInt8]) {
        guard encoded.starts(with: "ey".utf8) || encoded.starts(with: "ew".utf8) else { return nil }
        let segments = encoded.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard segments.count == 3, segments[2].allSatisfy(Self.isBase64url),
            let header = Encoding.base64url.decode(Array(segments[0])),
            let payload = Encoding.base64url.decode(Array(segments[1])),
            let headerObject = try? JSONValue(parsing: header),
            headerObject["alg"] != nil || headerObject["typ"] != nil,
            let claims = try? JSONValue(parsing: payload), claims.members != nil
        else { return nil }
        self.header = header
        self.payload = payload
        signature = Array(segments[2])
    }

    /// Reads the decoded form, `header.payload.signature`.
    init?(text: [UInt8]) {
        guard let headerEnd = Self.endOfObject(text, from: 0), headerEnd < text.count,
            let payloadEnd = Self.endOfObject(text, from: headerEnd + 1), payloadEnd < text.count
        else { return nil }
        header = Array(text[..<headerEnd])
        payload = Array(text[(headerEnd + 1)..<payloadEnd])
        signature = Array(text[(payloadEnd + 1)...])
    }

    /// The compact form.
    var encoded: [UInt8] {
        let dot = [UInt8(ascii: ".")]
        return Encoding.base64url.encode(header) + dot + Encoding.base64url.encode(payload) + dot + signature
    }

    /// The decoded form: both objects as JSON text, then the signature, joined by dots.
    var text: [UInt8] {
        header + [UInt8(ascii: ".")] + payload + [UInt8(ascii: ".")] + signature
    }

    /// Where the header stands in ``text``.
    var headerRange: Range<Int> {
        0..<header.count
    }

    /// Where the claims stand in ``text``.
    var payloadRange: Range<Int> {
        (header.count + 1)..<(header.count + 1 + payload.count)
    }

    /// Where the signature stands in ``text``.
    var signatureRange: Range<Int> {
        let start = header.count + payload.count + 2
        return start..<(start + signature.count)
    }

    /// Whether the bytes are the five segments of an encrypted token (RFC 7516 §7.1).
    static func isEncrypted(_ bytes: [UInt8]) -> Bool {
        guard bytes.starts(with: "ey".utf8) else { return false }
        let segments = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return segments.count == 5 && segments.allSatisfy { $0.allSatisfy(isBase64url) }
            && Encoding.base64url.decode(Array(segments[0])).flatMap { try? JSONValue(parsing: $0) }?["enc"] != nil
    }

    private static func isBase64url(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private static func endOfObject(_ text: [UInt8], from start: Int) -> Int? {
        guard start < text.count, text[start] == UInt8(ascii: "{") else { return nil }
        var scanner = JSONScanner(text, range: start..<text.count)
        guard scanner.next() == .objectStart else { return nil }
        scanner.skipContainer()
        return scanner.depth == 0 ? scanner.offset : nil
    }
}
