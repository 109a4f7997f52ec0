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
    case text

    /// The syntax of a content, from its media type where that is believable and from its first bytes otherwise.
    static func ofContent(_ bytes: [UInt8], mediaType: String) -> Syntax {
        let type = mediaType.lowercased()
        if type.hasPrefix("multipart/"), let boundary = MultipartFields.boundary(of: mediaType) {
            return .multipart(boundary: boundary)
        }
        if JSONFields.isLikely(bytes) || JSONPFields.lengthOfGuard(bytes) > 0 { return .json }
        if JSONPFields.parts(bytes) != nil { return .jsonp }
        if let first = bytes.first(where: { $0 > 0x20 && $0 < 0x80 }), first == UInt8(ascii: "<") {
            let start = String(decoding: bytes.prefix(256), as: UTF8.self).lowercased()
            let isPage = type.contains("html") || start.contains("<!doctype html") || start.contains("<html")
            return isPage ? .html : .xml
        }
        if type.contains("html") { return .html }
        if type.contains("javascript") { return .script }
        if PairFields.isLikely(bytes) || type.contains("x-www-form-urlencoded") && PairFields.isPossible(bytes) {
            return .pairs(.form)
        }
        return .text
    }

    /// The syntax of a value that stands in another text, when it has one of its own.
    static func ofValue(_ bytes: [UInt8]) -> Syntax? {
        if URLFields.isLikely(bytes) { return .url }
        if JSONFields.isLikely(bytes) { return .json }
        if PairFields.isLikely(bytes) { return .pairs(.form) }
        return nil
    }

    /// What a place calls the syntax.
    var bodySyntax: Place.BodySyntax {
        switch self {
        case .url, .text: .text
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
