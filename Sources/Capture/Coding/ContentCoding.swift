/// A content coding (RFC 9110 §8.4.1).
public enum ContentCoding: Hashable, Sendable {
    /// No coding. Names that servers give where there is none, such as `none` or a charset, mean it too.
    case identity
    /// `gzip` and `x-gzip` (RFC 1952).
    case gzip
    /// `deflate`: zlib-wrapped (RFC 1950), or raw as many servers send it.
    case deflate
    /// `br` (RFC 7932).
    case brotli
    /// `zstd` (RFC 8878, RFC 9659).
    case zstandard
    /// Any other name.
    case unknown(String)

    /// The coding of this name; names compare without regard to case.
    public init(name: some StringProtocol) {
        switch name.lowercased() {
        case "", "identity", "none", "utf-8", "utf8", "binary", "8bit", "7bit": self = .identity
        case "gzip", "x-gzip": self = .gzip
        case "deflate": self = .deflate
        case "br": self = .brotli
        case "zstd": self = .zstandard
        case let other: self = .unknown(other)
        }
    }

    /// The name as it stands in `Content-Encoding`.
    public var name: String {
        switch self {
        case .identity: "identity"
        case .gzip: "gzip"
        case .deflate: "deflate"
        case .brotli: "br"
        case .zstandard: "zstd"
        case .unknown(let name): name
        }
    }
}
