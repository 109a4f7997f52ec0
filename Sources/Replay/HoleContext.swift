import Capture
import Secrets

/// How a value must be written where a hole stands in a response.
struct HoleContext: Hashable, Sendable {
    /// The encodings around the value, innermost first.
    private var encoding: [Encoding] = []
    private var container = Container.body

    /// What the value must not break out of.
    private enum Container: Hashable, Sendable {
        case body
        /// A script in HTML, which `</script` ends even in a string.
        case embeddedScript
        /// Any field value or the reason phrase: no control characters (RFC 9110 §5.5).
        case field
        /// The value of a cookie (RFC 6265 §4.1.1).
        case cookie

        func mayHold(_ byte: UInt8) -> Bool {
            switch self {
            case .body: true
            case .embeddedScript: byte != UInt8(ascii: "<")
            case .field: byte >= 0x20 && byte != 0x7F
            case .cookie: byte > 0x20 && byte != 0x7F && !"\",;\\".utf8.contains(byte)
            }
        }
    }

    /// A value as it is written here.
    func write(_ value: [UInt8]) -> [UInt8] {
        encoding.encode(value).flatMap { byte in
            if container.mayHold(byte) { return [byte] }
            return container == .embeddedScript
                ? Array("\\u00".utf8) + Hex.encode([byte]) : PercentCoding.encode([byte])
        }
    }

    /// The context of a hole in a field value, behind the text before it.
    static func field(named name: String, before: ArraySlice<UInt8>) -> HoleContext {
        let isURL = ["location", "content-location"].contains(name.lowercased())
        let isCookie = name.lowercased() == "set-cookie"
        return HoleContext(
            encoding: percent(before, isURL: isURL),
            container: isCookie ? .cookie : .field
        )
    }

    /// The context of a hole in a body, behind the text before it.
    static func body(_ syntax: BodySyntax, isInString: Bool, isInScript: Bool, before: ArraySlice<UInt8>) -> HoleContext
    {
        let percent = percent(before, isURL: syntax == .form)
        return switch syntax {
        case .form, .plain: HoleContext(encoding: percent)
        case .script: HoleContext(encoding: isInString ? percent + [.json] : percent)
        case .markup where isInScript: HoleContext(encoding: percent + [.json], container: .embeddedScript)
        case .markup: HoleContext(encoding: percent + [.html])
        }
    }

    /// How often a value in a URL is percent-encoded: not at all at its beginning, and once more behind a delimiter
    /// that is encoded itself, as in `?next=%2Fcb%3Fstate%3D`.
    private static func percent(_ before: ArraySlice<UInt8>, isURL: Bool) -> [Encoding] {
        let start = before.suffix(2_048).lastIndex { $0 <= 0x20 || "\"'<>()".utf8.contains($0) }
        let token = before[(start.map { $0 + 1 } ?? max(before.startIndex, before.endIndex - 2_048))...]
        guard !token.isEmpty, isURL || isInURL(token) else { return [] }
        var depth = 1
        if delimiters.contains(where: { $0.elementsEqual(token.suffix(2).map { $0 | 0x20 }) }) {
            var rest = token.dropLast(2)
            while rest.suffix(2).elementsEqual("25".utf8) {
                rest = rest.dropLast(2)
                depth += 1
            }
            depth = rest.last == UInt8(ascii: "%") ? depth + 1 : 1
        }
        return Array(repeating: .percent, count: depth)
    }

    /// The digits of `/`, `:`, `=`, `?`, `&` and `#` in percent-encoding, in lower case.
    private static let delimiters = ["2f", "3a", "3d", "3f", "26", "23"].map { Array($0.utf8) }

    private static func isInURL(_ token: ArraySlice<UInt8>) -> Bool {
        if token.contains(UInt8(ascii: "?")) || token.contains(UInt8(ascii: "#")) { return true }
        return Array(token).firstOccurrence(of: Array("://".utf8), from: 0) != nil
            || Array(token).firstOccurrence(of: Array(":\\/\\/".utf8), from: 0) != nil
    }
}

/// What a response body is written in, as far as filling its holes goes.
enum BodySyntax: Hashable, Sendable {
    /// `application/x-www-form-urlencoded`
    case form
    /// JSON, JSONP or a script.
    case script
    /// XML or HTML.
    case markup
    /// Anything else.
    case plain

    /// The syntax of a body by its type, or by its first character.
    init(_ body: [UInt8], type: MediaType) {
        let first = body.first { $0 > 0x20 }
        if type.mentions("form-urlencoded") {
            self = .form
        } else if type.mentions("json") || type.mentions("javascript") || first == UInt8(ascii: "{") {
            self = .script
        } else if type.mentions("xml") || type.mentions("html") || first == UInt8(ascii: "<") {
            self = .markup
        } else {
            self = .plain
        }
    }
}
