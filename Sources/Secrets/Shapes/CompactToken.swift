import Capture

/// The compact serialisations of JOSE (RFC 7515 §7.1, RFC 7516 §7.1) and their kin, in running text.
enum CompactToken {
    /// The base64url of `{"alg":""}`.
    private static let shortestHeader = 14

    /// What begins at an offset, if it is such a token: its end, its kind and its match class.
    ///
    /// The first segment is the base64url of a JSON object, so it begins with `ey` or, when the object was
    /// pretty-printed, `ew`.
    static func match(at start: Int, in text: inout ScannedText) -> (end: Int, kind: Kind, matchClass: MatchClass)? {
        guard text.isBoundary(start), text.end(of: .base64url, from: start) - start >= shortestHeader else {
            return nil
        }
        var segments: [Range<Int>] = []
        var position = start
        while segments.count < 5 {
            let end = text.end(of: .base64url, from: position)
            segments.append(position..<end)
            guard end < text.bytes.count, text.bytes[end] == UInt8(ascii: ".") else { break }
            position = end + 1
        }
        guard segments.count >= 3, let header = object(in: segments[0], of: text) else { return nil }
        if segments.count == 5, header["enc"] != nil { return (segments[4].upperBound, .jwt, .issued) }
        let (payload, signature) = (segments[1], segments[2])
        guard header["alg"] != nil || header["typ"] != nil else {
            // itsdangerous: the payload, the time in four bytes, a hash.
            let isStamped = (5...8).contains(payload.count) && signature.count >= 27
            return isStamped ? (signature.upperBound, .prefixedToken, .issued) : nil
        }
        if object(in: payload, of: text) != nil { return (signature.upperBound, .jwt, .issued) }
        guard header["alg"] != nil, signature.count >= 20 else { return nil }
        // Without a payload it signs what stands elsewhere (RFC 7515 appendix F).
        return payload.isEmpty
            ? (signature.upperBound, .signature, .volatile) : (signature.upperBound, .jwt, .issued)
    }

    private static func object(in segment: Range<Int>, of text: ScannedText) -> JSONValue? {
        guard segment.count > 2, text.bytes[segment.lowerBound] == UInt8(ascii: "e"),
            let decoded = Base64.decode(text.bytes[segment]), let value = try? JSONValue(parsing: decoded),
            value.members != nil
        else { return nil }
        return value
    }
}
