/// A content coding (RFC 9110 §8.4.1).
public enum ContentCoding: Hashable, Sendable {
    /// No coding.
    case identity
    /// `gzip` and `x-gzip` (RFC 1952).
    case gzip
    /// `deflate`: zlib-wrapped (RFC 1950), or raw as many servers send it.
    case deflate
    /// Any other name.
    case unknown(String)

    /// The coding of this name; names compare without regard to case.
    public init(name: some StringProtocol) {
        switch name.lowercased() {
        case "", "identity": self = .identity
        case "gzip", "x-gzip": self = .gzip
        case "deflate": self = .deflate
        case let other: self = .unknown(other)
        }
    }
}
