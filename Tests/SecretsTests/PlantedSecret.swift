@testable import Secrets

/// The alphabets that secrets are written in.
enum SecretAlphabet: String, CaseIterable, CustomStringConvertible {
    case lowerHex
    case hexSharingItsBeginning
    case upperHex
    case base62
    case base64
    case password
    case jwt

    var description: String { rawValue }

    /// A secret, and the refresh token that is issued with it.
    func secrets(_ sample: inout Sample) -> (access: String, refresh: String) {
        switch self {
        case .lowerHex:
            return (sample.hex(160), sample.hex(176))
        case .hexSharingItsBeginning:
            let beginning = sample.hex(64)
            return (beginning + sample.hex(96), beginning + sample.hex(112))
        case .upperHex:
            return (sample.hex(32).uppercased(), sample.hex(32).uppercased())
        case .base62:
            return (sample.base62(44), sample.base62(44))
        case .base64:
            let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            return (sample.text(20, from: digits) + "+/" + sample.text(21, from: digits) + "=", sample.base62(43) + "=")
        case .password:
            return ("pä$$ & =+%" + sample.base62(16), "\"q\\<ü>'" + sample.base62(14))
        case .jwt:
            return (Self.token(&sample), Self.token(&sample))
        }
    }

    private static func token(_ sample: inout Sample) -> String {
        let claims = "{\"iss\":\"https://id.example.test\",\"sub\":\"shopper\",\"jti\":\"\(sample.base62(12))\"}"
        return Planting.base64url("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + Planting.base64url(claims) + "."
            + sample.base62(86)
    }
}

/// The encodings of promise 1 that a secret is planted in.
enum PlantedEncoding: String, CaseIterable {
    case raw
    case percent
    case percentTwice
    case percentAllBytes
    case json
    case jsonUnicode
    case markup
    case markupNumeric
    case base64
    case base64Inside1
    case base64Inside2
    case base64url
    case base64urlInside1
    case base64Twice
    case hexLower
    case hexUpper
    case otherCase
    case jwtClaim

    /// Whether the encoding can stand in a place: character references end a parameter of a URL and a cookie.
    func fits(_ place: PlantedPlace) -> Bool {
        switch self {
        case .markup, .markupNumeric:
            [.header, .xmlElement, .xmlAttribute, .htmlInput, .htmlScript, .htmlLink, .plainText, .jsonDeep].contains(
                place
            )
        case .json, .jsonUnicode: place != .htmlLink
        default: true
        }
    }

    /// Whether the syntax of the place survives: a raw password may end the parameter that it stands in.
    func keepsSyntax(of place: PlantedPlace, for alphabet: SecretAlphabet) -> Bool {
        guard alphabet == .password || alphabet == .base64 else { return true }
        switch self {
        case .raw, .otherCase, .json, .jsonUnicode, .markup, .markupNumeric:
            return [
                .header, .xmlElement, .xmlAttribute, .xmlCDATA, .htmlInput, .htmlScript, .plainText, .jsonDeep,
                .jsonInJSON,
                .jsonp, .multipart, .trailer, .interimField, .reason, .gzipBody,
            ].contains(place)
        default:
            return true
        }
    }

    /// The text that is planted for a secret.
    func apply(_ secret: String) -> String {
        let bytes = Array(secret.utf8)
        switch self {
        case .raw: return secret
        case .percent: return Planting.percent(secret)
        case .percentTwice: return Planting.percent(Planting.percent(secret))
        case .percentAllBytes: return bytes.map { "%" + Planting.hex([$0]) }.joined()
        case .json: return Planting.json(secret)
        case .jsonUnicode:
            return secret.utf16.map { "\\u" + Planting.hex([UInt8($0 >> 8), UInt8($0 & 0xFF)]) }.joined()
        case .markup: return Planting.markup(secret)
        case .markupNumeric: return secret.unicodeScalars.map { "&#\($0.value);" }.joined()
        case .base64: return Planting.base64(secret)
        case .base64Inside1: return Planting.base64("u:\(secret)!")
        case .base64Inside2: return Planting.base64("{\u{1}\u{2}\u{3}\u{4}" + secret + "\u{0}")
        case .base64url: return Planting.base64url(secret)
        case .base64urlInside1: return Planting.base64url("x\u{7}\u{0}" + secret)
        case .base64Twice: return Planting.base64(Planting.base64(secret))
        case .hexLower: return Planting.hex(bytes)
        case .hexUpper: return Planting.hex(bytes).uppercased()
        case .otherCase:
            let isHex = secret.count >= 32 && secret.allSatisfy(\.isHexDigit)
            return !isHex ? secret : secret == secret.lowercased() ? secret.uppercased() : secret.lowercased()
        case .jwtClaim:
            return Planting.base64url("{\"alg\":\"none\"}") + "."
                + Planting.base64url("{\"sub\":\"x\",\"act\":{\"tok\":\"\(Planting.json(secret))\"}}") + "."
        }
    }
}

/// The encoders of the tests, which are not those of the sources.
enum Planting {
    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    static func percent(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            return character.isASCII && (character.isLetter || character.isNumber)
                ? String(character) : "%" + hex([byte]).uppercased()
        }.joined()
    }

    static func json(_ text: String) -> String {
        text.map { character in
            switch character {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "/": "\\/"
            case "&": "\\u0026"
            case let other:
                other.isASCII
                    ? String(other) : other.utf16.map { "\\u" + hex([UInt8($0 >> 8), UInt8($0 & 0xFF)]) }.joined()
            }
        }.joined()
    }

    static func markup(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "'": "&#39;"
            case "+": "&#x2B;"
            case let other: String(other)
            }
        }.joined()
    }

    static func base64(_ text: String) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var result = ""
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start...].prefix(3)
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                result.append(place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : "=")
            }
        }
        return result
    }

    static func base64url(_ text: String) -> String {
        base64(text).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
