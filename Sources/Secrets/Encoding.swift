/// One layer of encoding around a value.
public enum Encoding: String, Hashable, Sendable, CaseIterable {
    /// Percent-encoding (RFC 3986 §2.1).
    case percent
    /// The inside of a JSON string (RFC 8259 §7).
    case json
    /// Character references of HTML and XML.
    case html
    /// Base64 (RFC 4648 §4), with padding.
    case base64
    /// Base64 without padding.
    case base64Unpadded = "base64-unpadded"
    /// Base64url (RFC 4648 §5), without padding.
    case base64url
    /// Base64url with padding.
    case base64urlPadded = "base64url-padded"
    /// Hexadecimal, lower case.
    case hex
    /// Hexadecimal, upper case.
    case hexUpper = "hex-upper"
    /// A JSON Web Token (RFC 7519): header, payload and signature, each base64url. The decoded form is
    /// `header.payload.signature` with the first two as JSON text.
    case jwt
}
