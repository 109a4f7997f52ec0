import Capture

/// How a text is to be read.
enum Syntax: Equatable {
    case url
    case pairs(FieldRule.Contexts)
    case json
    case jsonp
    case xml
    case html
    case script
    case multipart(boundary: String)
    /// Server-sent events.
    case events
    /// An HTTP message as text.
    case message
    /// Lines of `name: value` or `name = value`.
    case lines
    /// Rows of values below a row of their names.
    case table(separator: UInt8)
    case text

    /// The syntax of a content, from its first bytes where they are plain, and from its media type otherwise.
    static func ofContent(_ bytes: [UInt8], mediaType: String) -> Syntax {
        let type = mediaType.lowercased()
        if type.hasPrefix("multipart/"), let boundary = MultipartFields.boundary(of: mediaType),
            bytes.firstIndex(of: Array("--\(boundary)".utf8)) != nil
        {
            return .multipart(boundary: boundary)
        }
        if let boundary = MultipartFields.boundary(sniffing: bytes) { return .multipart(boundary: boundary) }
        if EventStreamFields.isLikely(bytes, isDeclared: type.hasPrefix("text/event-stream")) { return .events }
        if JSONFields.isLikely(bytes) || JSONPFields.lengthOfGuard(bytes) > 0 || JSONFields.isString(bytes) {
            return .json
        }
        if JSONPFields.calls(in: bytes) != nil { return .jsonp }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        if let first = bytes[start...].first(where: { $0 > 0x20 }), first == UInt8(ascii: "<") {
            let start = String(decoding: bytes.prefix(256), as: UTF8.self).lowercased()
            let isPage = type.holds("html") || start.holds("<!doctype html") || start.holds("<html")
            return isPage ? .html : .xml
        }
        if PairFields.areWhole(bytes, isDeclared: type.holds("x-www-form-urlencoded")) { return .pairs(.form) }
        if MessageText.isLikely(bytes) { return .message }
        if type.holds("html") { return .html }
        if type.holds("javascript") { return .script }
        if type.holds("csv") { return .table(separator: UInt8(ascii: ",")) }
        if type.holds("tab-separated") { return .table(separator: UInt8(ascii: "\t")) }
        return LineFields.isLikely(bytes) ? .lines : .text
    }

    /// The syntax of a value that stands in another text, when it has one of its own.
    static func ofValue(_ bytes: [UInt8]) -> Syntax? {
        if URLFields.isLikely(bytes) { return .url }
        if JSONFields.isLikely(bytes) { return .json }
        if PairFields.isLikely(bytes) { return .pairs(.form) }
        return nil
    }

    /// The syntax of a value of which ``ofValue(_:)`` knows nothing, and which is no cookie: a text in a text.
    static func ofText(_ bytes: [UInt8]) -> Syntax? {
        if JSONFields.isString(bytes) { return .json }
        if MarkupFields.isLikely(bytes) { return .xml }
        if MessageText.isLikely(bytes) { return .message }
        if !bytes.contains(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }) { return nil }
        return LineFields.isLikely(bytes) ? .lines : .text
    }

    /// What a place calls the syntax.
    var bodySyntax: Place.BodySyntax {
        switch self {
        case .url, .text, .events, .message, .lines, .table: .text
        case .pairs: .form
        case .json: .json
        case .jsonp: .jsonp
        case .xml: .xml
        case .html: .html
        case .script: .script
        case .multipart: .multipart
        }
    }
}
