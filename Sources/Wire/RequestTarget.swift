/// The request target (RFC 9112 §3.2): its form and where its parts stand in the head.
public enum RequestTarget: Hashable, Sendable {
    /// `/path?query`: the range is the whole target.
    case origin(Range<Int>)
    /// `scheme://authority/path?query`. The last range starts at the path, or at the `?` where the path is empty; it
    /// is empty when there is neither.
    case absolute(scheme: Range<Int>, authority: Authority, pathAndQuery: Range<Int>)
    /// `host:port`, only with CONNECT; the port is always there.
    case authority(Authority)
    /// `*`, only with OPTIONS.
    case asterisk
}

/// Where the parts of an authority (RFC 3986 §3.2) stand in the head.
public struct Authority: Hashable, Sendable {
    /// What is before the `@`; `nil` when there is none.
    public let userInfo: Range<Int>?
    /// The host; for an IPv6 address what is between the brackets.
    public let host: Range<Int>
    /// Whether the host was in brackets.
    public let isIPv6: Bool
    /// The port; `nil` when there is none or an empty one.
    public let port: Int?
}
