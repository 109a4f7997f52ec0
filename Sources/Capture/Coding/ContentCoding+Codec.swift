extension ContentCoding {
    /// The most codings that are taken off one after the other.
    public static let maximumStack = 4

    /// The codings that the `Content-Encoding` fields name, in the order they were applied (RFC 9110 §8.4).
    public static func codings(of fields: [HeaderField]) -> [ContentCoding] {
        fields.values(named: "Content-Encoding").flatMap { value in
            String(decoding: value, as: UTF8.self).split(separator: ",").map { name in
                ContentCoding(name: name.drop { $0.isWhitespace }.prefix { !$0.isWhitespace })
            }
        }.filter { $0 != .identity }
    }

    /// Takes off all of `codings`, the last applied first; no step may give more than `limit` bytes.
    public static func decode(
        _ bytes: [UInt8],
        codings: [ContentCoding],
        limit: Int
    ) throws(ContentCodingError) -> [UInt8] {
        guard codings.count <= maximumStack else { throw .tooMany(codings.count) }
        var bytes = bytes
        for coding in codings.reversed() {
            bytes = try coding.decode(bytes, limit: limit)
        }
        return bytes
    }

    /// Takes this coding off. Content that is empty stays so, whatever the coding.
    ///
    /// `gzip` may have several members and `zstd` several frames; anything after the last one is ignored. At most
    /// `limit` bytes are made.
    public func decode(_ bytes: [UInt8], limit: Int) throws(ContentCodingError) -> [UInt8] {
        var output = DecodedOutput(limit: limit)
        _ = try decode(bytes, into: &output)
        return output.bytes
    }

    /// As much as can be decoded, when not all can.
    public func decodePrefix(_ bytes: [UInt8], limit: Int) -> DecodedPrefix {
        var output = DecodedOutput(limit: limit)
        do throws(ContentCodingError) {
            let end = try decode(bytes, into: &output)
            return DecodedPrefix(bytes: output.bytes, rest: bytes.count - end, error: nil)
        } catch {
            return DecodedPrefix(bytes: output.bytes, rest: 0, error: error)
        }
    }

    /// What could be decoded of some content.
    public struct DecodedPrefix: Hashable, Sendable {
        /// What was decoded, at most the limit.
        public var bytes: [UInt8]
        /// How many bytes stand behind the end of what is coded.
        public var rest: Int
        /// Why it is not all; `nil` when it is.
        public var error: ContentCodingError?
    }

    /// Adds the content of `bytes`; the offset behind what was decoded.
    func decode(_ bytes: [UInt8], into output: inout DecodedOutput) throws(ContentCodingError) -> Int {
        guard !bytes.isEmpty else { return 0 }
        switch self {
        case .identity:
            try output.add(bytes)
            return bytes.count
        case .gzip:
            return try Deflate.gunzip(bytes, into: &output)
        case .deflate:
            return try Deflate.inflate(bytes, into: &output)
        case .brotli:
            return try Brotli.decode(bytes, into: &output)
        case .zstandard:
            return try Zstandard.decode(bytes, into: &output)
        case .unknown(let name):
            throw .unknown(name)
        }
    }

    /// Applies all of `codings` in order.
    public static func encode(
        _ bytes: [UInt8],
        codings: [ContentCoding]
    ) throws(ContentCodingError) -> [UInt8] {
        var bytes = bytes
        for coding in codings {
            bytes = try coding.encode(bytes)
        }
        return bytes
    }

    /// Applies this coding: the same bytes give the same bytes (no time, no name, one level).
    public func encode(_ bytes: [UInt8]) throws(ContentCodingError) -> [UInt8] {
        switch self {
        case .identity: bytes
        case .gzip: try Deflate.deflate(bytes, .gzip)
        case .deflate: try Deflate.deflate(bytes, .zlib)
        case .brotli: try Brotli.encode(bytes)
        case .zstandard: try Zstandard.encode(bytes)
        case .unknown(let name): throw .unknown(name)
        }
    }

    /// Whether the bytes begin as something in this coding does. Of a coding without a mark it is assumed unless the
    /// bytes are text.
    public func begins(_ bytes: [UInt8]) -> Bool {
        switch self {
        case .identity: true
        case .gzip, .zstandard: ContentCoding(markOf: bytes) == self
        // A zlib header may be text, but what is compressed is hardly ever all text.
        case .deflate: bytes.starts(with: [0x78, 0x01]) || String(validating: bytes, as: UTF8.self) == nil
        case .brotli: !bytes.isText
        case .unknown: String(validating: bytes, as: UTF8.self) == nil
        }
    }

    /// The coding whose mark the bytes begin with: that of `gzip` or `zstd`.
    public init?(markOf bytes: [UInt8]) {
        if bytes.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if Zstandard.hasMark(bytes[...]) {
            self = .zstandard
        } else {
            return nil
        }
    }
}
