/// The content that parameters were taken from which were stored without the text.
struct HARParameters {
    /// The content.
    let content: [UInt8]

    /// - Parameter mediaType: what `Content-Type` says of the content.
    init(_ parameters: [HARRawField], mediaType: String) {
        let isMultipart = mediaType.lowercased().hasPrefix("multipart/")
        content =
            isMultipart ? Self.multipart(parameters, mediaType: mediaType) : Self.form(parameters)
    }

    /// Producers differ in whether parameters are still percent-encoded: those that can stand as they are do.
    private static func form(_ parameters: [HARRawField]) -> [UInt8] {
        func encoded(_ bytes: [UInt8]) -> [UInt8] {
            let isEncoded = bytes.allSatisfy { PercentCoding.isUnreserved($0) || "%+*".utf8.contains($0) }
            return isEncoded ? bytes : PercentCoding.encode(bytes)
        }
        let pairs = parameters.map { encoded(Array($0.name.utf8)) + [UInt8(ascii: "=")] + encoded($0.value) }
        return Array(pairs.joined(separator: "&".utf8))
    }

    /// RFC 7578 §4
    private static func multipart(_ parameters: [HARRawField], mediaType: String) -> [UInt8] {
        let boundary = boundary(of: mediaType)
        var content: [UInt8] = []
        for parameter in parameters {
            let name = parameter.name.filter { $0 != "\"" && !$0.isNewline }
            content += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"".utf8
            if let file = parameter.fileName {
                content += "; filename=\"\(file.filter { $0 != "\"" && !$0.isNewline })\"".utf8
            }
            if let type = parameter.contentType { content += "\r\nContent-Type: \(type.filter { !$0.isNewline })".utf8 }
            content += "\r\n\r\n".utf8
            content += parameter.value + "\r\n".utf8
        }
        return content + "--\(boundary)--\r\n".utf8
    }

    /// A media type with the boundary that is taken where it has none.
    static func mediaType(_ mediaType: String) -> String {
        let hasBoundary =
            !mediaType.lowercased().hasPrefix("multipart/") || mediaType.lowercased().contains("boundary=")
        return hasBoundary ? mediaType : mediaType + "; boundary=" + boundary(of: mediaType)
    }

    private static func boundary(of mediaType: String) -> String {
        for parameter in mediaType.split(separator: ";").dropFirst() {
            let parts = parameter.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].filter({ $0 != " " }).lowercased() == "boundary" else { continue }
            return String(parts[1].filter { $0 != "\"" && !$0.isWhitespace })
        }
        return "boundary"
    }
}
