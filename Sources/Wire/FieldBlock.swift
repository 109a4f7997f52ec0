import NIOCore

/// The fields of an HTTP/2 message in the order received (RFC 9113 §8): pseudo-header fields, then field lines.
///
/// What a decoder of HPACK hands over may hold any byte. Nothing here becomes a line of HTTP/1.1 before it is known to stay
/// on its line and in its place.
public struct FieldBlock: Sendable {
    /// One field.
    public struct Field: Sendable {
        /// The name; that of a pseudo-header field starts with a colon.
        public let name: String
        /// The value.
        public let value: String

        /// A field from its name and value.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The fields.
    public let fields: [Field]

    /// A block of these fields.
    public init(_ fields: [Field]) {
        self.fields = fields
    }
}

extension FieldBlock {
    /// The values of the pseudo-header fields with these names, in the order of the names; `nil` where there is none.
    ///
    /// Throws when there are others, one twice, or one behind a field line (RFC 9113 §8.3).
    func pseudoHeaders(_ names: [String]) throws(WireError) -> [String?] {
        var values = [String?](repeating: nil, count: names.count)
        var isInLines = false
        for field in fields {
            guard field.name.utf8.first == .colon else {
                isInLines = true
                continue
            }
            guard !isInLines, let index = names.firstIndex(of: field.name), values[index] == nil else {
                throw WireError(.pseudoHeader)
            }
            values[index] = field.value
        }
        return values
    }

    /// Writes the field lines and the empty line behind them.
    func writeLines(into out: inout ByteBuffer) throws(WireError) {
        for field in fields where field.name.utf8.first != .colon {
            guard field.name.utf8.allSatisfy(\.isHTTP2NameByte), !field.name.isEmpty else {
                throw WireError(.fieldName)
            }
            if let bad = field.value.utf8.first(where: { !$0.isFieldByte }) { throw WireError(.fault(of: bad)) }
            guard !field.isForConnection else { throw WireError(.connectionField) }
            out.writeString(field.name)
            out.writeStaticString(": ")
            out.writeString(field.value)
            out.writeStaticString("\r\n")
        }
        out.writeStaticString("\r\n")
    }
}

extension FieldBlock.Field {
    /// Whether the field is one that HTTP/2 does not have (RFC 9113 §8.2.2).
    fileprivate var isForConnection: Bool {
        switch name {
        case "connection", "transfer-encoding", "upgrade", "keep-alive", "proxy-connection": true
        case "te": value != "trailers"
        default: false
        }
    }
}

extension UInt8 {
    /// A byte of a field name, which HTTP/2 has in lower case (RFC 9113 §8.2.1).
    fileprivate var isHTTP2NameByte: Bool {
        isTokenByte && lowercased == self
    }
}

// MARK: - Messages

extension RequestHead {
    /// The head of an HTTP/2 request (RFC 9113 §8.3.1), and how its body is framed.
    ///
    /// Its bytes are those of HTTP/1.1 in absolute-form: `GET https://api.example.com/path HTTP/1.1`, then the field lines.
    /// `endsStream`: no body follows.
    public static func http2(
        _ block: FieldBlock,
        endsStream: Bool,
        limits: Limits = Limits()
    ) throws(WireError) -> (head: RequestHead, framing: BodyFraming) {
        let pseudo = try block.pseudoHeaders([":method", ":scheme", ":authority", ":path"])
        guard let method = pseudo[0], method != "CONNECT" else { throw WireError(.http2Connect) }
        guard let scheme = pseudo[1], let path = pseudo[3] else { throw WireError(.pseudoHeader) }
        let host = block.fields.first { $0.name == "host" }?.value
        guard let authority = pseudo[2] ?? host else { throw WireError(.missingHost) }
        guard !method.isEmpty, method.utf8.allSatisfy(\.isTokenByte) else { throw WireError(.startLine) }
        // What is put together here must come apart in the same places.
        guard scheme.utf8.allSatisfy(\.isLetter), !scheme.isEmpty else { throw WireError(.target) }
        guard authority.utf8.allSatisfy(\.isAuthorityByte), !authority.isEmpty else { throw WireError(.authority) }
        let isAsterisk = method == "OPTIONS" && path == "*"
        guard path.utf8.allSatisfy(\.isTargetByte), path.utf8.first == UInt8(ascii: "/") || isAsterisk else {
            throw WireError(.target)
        }

        var bytes = ByteBuffer()
        bytes.reserveCapacity(minimumWritableBytes: 512)
        bytes.writeString(method)
        bytes.writeStaticString(" ")
        bytes.writeString(scheme)
        bytes.writeStaticString("://")
        bytes.writeString(authority)
        if !isAsterisk { bytes.writeString(path) }
        bytes.writeStaticString(" HTTP/1.1\r\n")
        try block.writeLines(into: &bytes)

        var parser = HeadParser<RequestLine>()
        guard let (parsedLine, parsed) = try parser.parse(bytes, limits), parsed.position == bytes.readableBytes else {
            throw WireError(.startLine)
        }
        var line = parsedLine
        line.version = .http2
        let fields = FieldSection(bytes: bytes, lines: parsed.lines, start: line.end)
        let (head, framing) = try RequestHead.checked(line, fields)
        return (head, try framing.onStream(endsStream: endsStream, unannounced: .none))
    }
}

extension ResponseHead {
    /// The head of an HTTP/2 response, interim or final (RFC 9113 §8.3.2), and how its body is framed.
    ///
    /// Its bytes are those of HTTP/1.1. `endsStream`: no body follows.
    public static func http2(
        _ block: FieldBlock,
        endsStream: Bool,
        to method: MethodKind,
        limits: Limits = Limits()
    ) throws(WireError) -> (head: ResponseHead, framing: BodyFraming) {
        do throws(WireError) {
            return try parse(block, endsStream: endsStream, to: method, limits)
        } catch {
            throw error.from(.server)
        }
    }

    private static func parse(
        _ block: FieldBlock,
        endsStream: Bool,
        to method: MethodKind,
        _ limits: Limits
    ) throws(WireError) -> (head: ResponseHead, framing: BodyFraming) {
        let pseudo = try block.pseudoHeaders([":status"])
        guard let status = pseudo[0], status.utf8.count == 3, status.utf8.allSatisfy(\.isDigit) else {
            throw WireError(.pseudoHeader)
        }
        // There is no switching of protocols in HTTP/2 (RFC 9113 §8.6).
        guard status != "101" else { throw WireError(.unsolicitedUpgrade) }
        var bytes = ByteBuffer()
        bytes.reserveCapacity(minimumWritableBytes: 512)
        bytes.writeStaticString("HTTP/1.1 ")
        bytes.writeString(status)
        bytes.writeStaticString(" \r\n")
        try block.writeLines(into: &bytes)

        var parser = HeadParser<StatusLine>()
        guard let (line, parsed) = try parser.parse(bytes, limits), parsed.position == bytes.readableBytes else {
            throw WireError(.startLine)
        }
        let fields = FieldSection(bytes: bytes, lines: parsed.lines, start: line.end)
        let head = ResponseHead(fields: fields, status: line.status, reasonRange: line.reason, version: .http2)
        let framing = try FramingFields(bytes.readableBytesUInt8Span, fields.lines, .http2)
            .responseFraming(status: line.status, to: method)
        guard !head.isInterim || !endsStream else { throw WireError(.truncatedBody) }
        return (head, try framing.onStream(endsStream: endsStream, unannounced: .untilClose))
    }
}

extension FieldSection {
    /// The trailer section of an HTTP/2 message (RFC 9113 §8.1).
    public static func http2Trailers(
        _ block: FieldBlock,
        limits: Limits = Limits()
    ) throws(WireError) -> FieldSection {
        _ = try block.pseudoHeaders([])
        var bytes = ByteBuffer()
        try block.writeLines(into: &bytes)
        return try FieldSection.trailers(&bytes, limits) ?? .empty
    }
}

extension BodyFraming {
    /// The framing on a stream of HTTP/2; `unannounced` is what the same fields would mean for HTTP/1.1 if they announced no
    /// length.
    fileprivate func onStream(endsStream: Bool, unannounced: BodyFraming) throws(WireError) -> BodyFraming {
        switch (self, endsStream) {
        case (.length(let length), true):
            guard length == 0 else { throw WireError(.truncatedBody) }
            return self
        case (unannounced, true): return .none
        case (unannounced, false): return .untilStreamEnd
        default: return self
        }
    }
}

extension UInt8 {
    /// A byte of `host [ ":" port ]`. There is no userinfo in HTTP/2 (RFC 9113 §8.3.1).
    fileprivate var isAuthorityByte: Bool {
        isTargetByte && self != UInt8(ascii: "/") && self != UInt8(ascii: "?") && self != UInt8(ascii: "#")
            && self != UInt8(ascii: "@")
    }
}
