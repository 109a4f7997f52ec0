import Capture

/// The credentials of an `Authorization` field (RFC 9110 §11.4).
enum Credentials {
    /// The schemes whose credentials are one opaque token.
    static let bearerSchemes: Set<String> = [
        "bearer", "token", "dpop", "oauth", "gnap", "ssws", "apikey", "zoho-oauthtoken",
    ]

    /// The auth-params that a reader needs and that protect nothing.
    static let harmlessParameters: Set<String> = [
        "realm", "algorithm", "qop", "uri", "username", "nc", "charset", "headers", "signedheaders",
    ]

    /// The scheme in lower case, and where what follows it stands; `nil` without a scheme.
    static func parts(_ bytes: [UInt8]) -> (scheme: String, rest: Range<Int>)? {
        guard let space = bytes.firstIndex(of: UInt8(ascii: " ")), space > 0, space <= 32,
            bytes[..<space].allSatisfy(\.isTokenCharacter),
            let start = bytes[space...].firstIndex(where: { $0 != UInt8(ascii: " ") })
        else { return nil }
        return (String(decoding: bytes[..<space], as: UTF8.self).lowercased(), start..<bytes.count)
    }

    /// Where the token stands in a text such as `bearer 96c4...`, as some providers write it into JSON.
    static func token(afterScheme bytes: [UInt8]) -> Range<Int>? {
        guard let (scheme, rest) = parts(bytes), ["bearer", "token", "dpop"].contains(scheme), rest.count >= 8,
            !bytes[rest].contains(where: { $0 <= 0x20 })
        else { return nil }
        return rest
    }

    /// The auth-params, when the credentials are a list of them; names in lower case, values without quotes.
    static func parameters(_ bytes: [UInt8]) -> [(name: String, value: Range<Int>)] {
        var parameters: [(String, Range<Int>)] = []
        var position = 0
        while position < bytes.count {
            guard let equals = bytes[position...].firstIndex(of: UInt8(ascii: "=")) else { break }
            let start = bytes[position..<equals].lastIndex { !$0.isTokenCharacter }.map { $0 + 1 } ?? position
            guard start < equals, equals + 1 < bytes.count else { break }
            let isQuoted = bytes[equals + 1] == UInt8(ascii: "\"")
            let valueStart = isQuoted ? equals + 2 : equals + 1
            guard valueStart <= bytes.count else { break }
            let end =
                bytes[valueStart...].firstIndex { isQuoted ? $0 == UInt8(ascii: "\"") : $0 == UInt8(ascii: ",") }
                ?? bytes.count
            let name = String(decoding: bytes[start..<equals], as: UTF8.self).lowercased()
            // `==` at the end is padding of base64, no parameter.
            guard
                isQuoted || bytes[valueStart] != UInt8(ascii: "=") && bytes[..<end].contains(UInt8(ascii: ","))
                    || !parameters.isEmpty
            else { break }
            parameters.append((name, valueStart..<end))
            position = end + 1
        }
        return parameters
    }
}
