extension ContentCoding {
    /// The most codings ``decode(_:codings:limit:)`` takes off one after the other.
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
    /// `gzip` may have several members, and anything after the last one is ignored. At most `limit` bytes are made.
    public func decode(_ bytes: [UInt8], limit: Int) throws(ContentCodingError) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        switch self {
        case .identity:
            guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
            return bytes
        case .gzip:
            return try Deflate.gunzip(bytes, limit: limit)
        case .deflate:
            return try Deflate.inflate(bytes, limit: limit)
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

    /// Applies this coding: the same bytes give the same bytes (no time, no name, level 6).
    public func encode(_ bytes: [UInt8]) throws(ContentCodingError) -> [UInt8] {
        switch self {
        case .identity: bytes
        case .gzip: try Deflate.deflate(bytes, .gzip)
        case .deflate: try Deflate.deflate(bytes, .zlib)
        case .unknown(let name): throw .unknown(name)
        }
    }

    /// Whether the bytes begin as something in this coding does. Of an unknown coding it is assumed unless the
    /// bytes are UTF-8 text.
    public func begins(_ bytes: [UInt8]) -> Bool {
        switch self {
        case .identity: true
        case .gzip: bytes.starts(with: [0x1F, 0x8B])
        // Raw deflate has no mark and a zlib header may be text, but what is compressed is hardly ever all text.
        case .deflate: bytes.starts(with: [0x78, 0x01]) || String(validating: bytes, as: UTF8.self) == nil
        case .unknown: String(validating: bytes, as: UTF8.self) == nil
        }
    }
}
