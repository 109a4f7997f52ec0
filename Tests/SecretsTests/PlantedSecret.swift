import Capture

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
            // Two hex digits behind the percent sign by chance would make it an escape, in some values only.
            return ("pä$$ & =+%z" + sample.base62(15), "\"q\\<ü>'" + sample.base62(14))
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
    case percentLower
    case percentUnicode
    case percentOfJSON
    case markupUnclosed
    case hexEscapes
    case octalEscapes
    case jsonTwice
    case quotedPrintable
    case base64Lines
    case base64OfUTF16
    case base64OfPercent
    case base64OfGzip
    case base64OfDeflate
    case percentOfBase64OfJSON
    case cutEnd
    case cutStart
    case middle

    /// Whether a value as long gives a text as long: compression and escapes depend on the value.
    func hasFixedLength(for alphabet: SecretAlphabet) -> Bool {
        switch self {
        case .base64OfGzip, .base64OfDeflate: false
        case .percentOfBase64OfJSON: alphabet != .base64
        default: true
        }
    }

    /// Whether the encoding is one of secrets in an alphabet: parts are looked for only in what is made by chance.
    func fits(_ alphabet: SecretAlphabet) -> Bool {
        ![.cutEnd, .cutStart, .middle].contains(self) || [.lowerHex, .upperHex, .base62].contains(alphabet)
    }

    /// Whether the encoding can stand in a place: character references end a parameter of a URL and a cookie.
    func fits(_ place: PlantedPlace) -> Bool {
        switch self {
        case .markup, .markupNumeric:
            [.header, .xmlElement, .xmlAttribute, .htmlInput, .htmlScript, .htmlLink, .plainText, .jsonDeep].contains(
                place
            )
        case .markupUnclosed: [.header, .xmlElement, .xmlAttribute, .plainText].contains(place)
        case .json, .jsonUnicode, .jsonTwice, .hexEscapes, .octalEscapes: place != .htmlLink
        case .quotedPrintable, .base64Lines: [.plainText, .xmlElement, .xmlCDATA, .multipart].contains(place)
        default: true
        }
    }

    /// Whether the syntax of the place survives: a raw password may end the parameter that it stands in.
    func keepsSyntax(of place: PlantedPlace, for alphabet: SecretAlphabet) -> Bool {
        // A slash of base64 ends a segment of a path.
        if [.base64OfGzip, .base64OfDeflate].contains(self), [.path, .matrixParameter].contains(place) {
            return false
        }
        guard alphabet == .password || alphabet == .base64 else { return true }
        switch self {
        case .raw, .otherCase, .json, .jsonUnicode, .markup, .markupNumeric, .markupUnclosed, .jsonTwice, .cutEnd,
            .cutStart,
            .middle:
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
        case .percentLower: return Planting.percent(secret, uppercase: false)
        case .percentUnicode:
            return secret.utf16.map { "%u" + Planting.hex([UInt8($0 >> 8), UInt8($0 & 0xFF)]) }.joined()
        case .percentOfJSON: return Planting.percent(Planting.json(secret))
        case .markupUnclosed: return secret.unicodeScalars.map { "&#x\(String($0.value, radix: 16))" }.joined()
        case .hexEscapes: return bytes.map { "\\x" + Planting.hex([$0]) }.joined()
        case .octalEscapes:
            return bytes.map { "\\" + String(Int($0) + 0o1000, radix: 8).dropFirst() }.joined()
        case .jsonTwice: return Planting.json(Planting.json(secret))
        case .quotedPrintable: return Planting.quotedPrintable(secret)
        case .base64Lines: return Planting.lines(Planting.base64("{\"a\":1,\"b\":\"\(Planting.json(secret))\"}"))
        case .base64OfUTF16: return Planting.base64(secret.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        case .base64OfPercent:
            return Planting.base64("\u{1}\u{2}\u{3}" + bytes.map { "%" + Planting.hex([$0]) }.joined())
        case .base64OfGzip: return Planting.base64(Planting.compressed(secret, .gzip))
        case .base64OfDeflate: return Planting.base64(Planting.compressed(secret, .deflate))
        case .percentOfBase64OfJSON:
            return Planting.percent(Planting.base64("{\"a\":1,\"b\":\"\(Planting.json(secret))\"}"))
        case .cutEnd: return secret.prefix(16) + "..."
        case .cutStart: return "..." + secret.suffix(16)
        case .middle: return "x" + secret.dropFirst(4).prefix(44).dropLast(4) + "y"
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

    static func percent(_ text: String, uppercase: Bool = true) -> String {
        text.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            return character.isASCII && (character.isLetter || character.isNumber)
                ? String(character) : "%" + (uppercase ? hex([byte]).uppercased() : hex([byte]))
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
        base64(Array(text.utf8))
    }

    static func quotedPrintable(_ text: String) -> String {
        let units = text.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            return character.isASCII && (character.isLetter || character.isNumber)
                ? String(character) : "=" + hex([byte]).uppercased()
        }
        return stride(from: 0, to: units.count, by: 20).map { units[$0...].prefix(20).joined() }.joined(
            separator: "=\r\n"
        )
    }

    /// Lines of 76 characters (RFC 2045 §6.8).
    static func lines(_ text: String) -> String {
        let characters = Array(text)
        return stride(from: 0, to: characters.count, by: 76).map { String(characters[$0...].prefix(76)) }
            .joined(separator: "\r\n")
    }

    static func compressed(_ text: String, _ coding: ContentCoding) -> [UInt8] {
        (try? coding.encode(Array("{\"a\":1,\"b\":\"\(json(text))\"}".utf8))) ?? []
    }

    static func base64(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var result = ""
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
