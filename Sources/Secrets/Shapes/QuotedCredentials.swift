import Capture

/// Credentials that running text quotes with their scheme: `request with Bearer 8f14e45f was rejected`, fields of headers
/// that are not known.
extension TextSearch {
    /// Adds what stands behind `Bearer`, `DPoP` and `Basic`, if it is opaque or a pair: the words stand in sentences too.
    mutating func addQuotedCredentials(in view: View) {
        let bytes = view.bytes
        var position = 0
        while let space = bytes[position...].firstIndex(of: 0x20) {
            position = space + 1
            guard let form = Self.form(endingAt: space, in: bytes) else { continue }
            let end = bytes[position...].firstIndex { !Self.isTokenByte($0) } ?? bytes.count
            let token = view.slice(position..<end)
            position = end
            guard !found.overlaps(token.source), !isRedacted(token.bytes) else { continue }
            let place = regions.around(token.source)?.place ?? place
            if case .pair = form {
                _ = addBasic(token, at: place)
            } else if ValueTest.opaque.accepts(token.bytes, in: .text, inRequest: facts.inRequest) {
                addCredential(token, kind: .accessToken, matchClass: .issued, at: place)
            }
        }
    }

    private static let schemes = ["bearer", "dpop", "basic"].map { Array($0.utf8) }

    /// The form of what stands behind one of the schemes.
    private static func form(endingAt end: Int, in bytes: [UInt8]) -> CredentialForm? {
        guard end >= 4, let scheme = schemes.first(where: { isWord($0, endingAt: end, in: bytes) }) else { return nil }
        return AuthenticationScheme.form(of: String(decoding: scheme, as: UTF8.self))
    }

    private static func isWord(_ word: [UInt8], endingAt end: Int, in bytes: [UInt8]) -> Bool {
        let start = end - word.count
        guard start >= 0, start == 0 || !bytes[start - 1].isTokenCharacter else { return false }
        return zip(word, bytes[start..<end]).allSatisfy { $0 == $1 | 0x20 }
    }

    /// What token68 consists of (RFC 9110 §11.2).
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        byte.isEncodingCharacter || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "~") || byte == UInt8(ascii: "=")
    }
}
