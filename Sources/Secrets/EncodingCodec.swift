import Capture

extension Encoding {
    /// Applies the encoding.
    public func encode(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .percent: PercentCoding.encode(bytes)
        case .json: JSONString.escape(bytes)
        case .html: CharacterReferences.escape(bytes)
        case .base64: Base64.encode(bytes, alphabet: .standard, padding: true)
        case .base64Unpadded: Base64.encode(bytes, alphabet: .standard, padding: false)
        case .base64url: Base64.encode(bytes, alphabet: .urlSafe, padding: false)
        case .base64urlPadded: Base64.encode(bytes, alphabet: .urlSafe, padding: true)
        case .hex: Hex.encode(bytes)
        case .hexUpper: Hex.encode(bytes, uppercase: true)
        case .jwt: JSONWebToken(text: bytes)?.encoded ?? bytes
        }
    }

    /// Takes the encoding off; `nil` when the bytes are not in it.
    ///
    /// The base64 family and hex accept only what ``encode(_:)`` gives back unchanged, so that a wrapper can be rebuilt.
    public func decode(_ bytes: [UInt8]) -> [UInt8]? {
        switch self {
        case .percent: return PercentCoding.decode(bytes)
        case .json: return JSONString.unescape(bytes, 0..<bytes.count)
        case .html: return CharacterReferences.unescape(bytes)
        case .base64, .base64Unpadded, .base64url, .base64urlPadded:
            guard let decoded = Base64.decode(bytes), encode(decoded) == bytes else { return nil }
            return decoded
        case .hex, .hexUpper:
            guard let decoded = Hex.decode(bytes), encode(decoded) == bytes else { return nil }
            return decoded
        case .jwt:
            return JSONWebToken(encoded: bytes)?.text
        }
    }

    /// The variants of base64, most usual first.
    static let base64Family: [Encoding] = [.base64, .base64url, .base64Unpadded, .base64urlPadded]
}

extension [Encoding] {
    /// Applies the encodings in order.
    public func encode(_ bytes: [UInt8]) -> [UInt8] {
        reduce(bytes) { $1.encode($0) }
    }

    /// Takes the encodings off in reverse order; `nil` when one of them is not there.
    public func decode(_ bytes: [UInt8]) -> [UInt8]? {
        reversed().reduce(Optional(bytes)) { decoded, encoding in decoded.flatMap { encoding.decode($0) } }
    }
}
