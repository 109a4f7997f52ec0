/// One field line of a header or trailer section (RFC 9110 §5), as received.
public struct HeaderField: Hashable, Sendable {
    /// The name in the case it came in.
    public var name: String
    /// The value without the whitespace around it; any byte but CR, LF and NUL.
    public var value: [UInt8]

    /// A field line from the bytes of its value.
    public init(_ name: String, _ value: [UInt8]) {
        self.name = name
        self.value = value
    }

    /// A field line from a text value, which is stored as UTF-8.
    public init(_ name: String, _ value: String) {
        self.init(name, Array(value.utf8))
    }

    /// The value as text; bytes that are not UTF-8 become U+FFFD.
    public var text: String {
        String(decoding: value, as: UTF8.self)
    }

    /// Whether the field has this name; names compare without regard to case (RFC 9110 §5.1).
    public func isNamed(_ other: String) -> Bool {
        name.utf8.count == other.utf8.count
            && zip(name.utf8, other.utf8).allSatisfy { $0 == $1 || ($0 | 0x20 == $1 | 0x20 && $0.isASCIILetter) }
    }
}

extension UInt8 {
    /// Whether the byte is `A`-`Z` or `a`-`z`.
    public var isASCIILetter: Bool {
        (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z")
    }

    /// Whether the byte is `0`-`9`.
    public var isASCIIDigit: Bool {
        self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9")
    }
}

extension [HeaderField] {
    /// The values of all fields with this name, in order.
    public func values(named name: String) -> [[UInt8]] {
        filter { $0.isNamed(name) }.map(\.value)
    }

    /// The text of the first field with this name.
    public func first(_ name: String) -> String? {
        first { $0.isNamed(name) }?.text
    }
}

/// The request of an exchange.
public struct Request: Hashable, Sendable {
    /// The method in the case it came in (RFC 9110 §9).
    public var method: String
    /// `http` or `https`.
    public var scheme: String
    /// Host and, where it is not the scheme's default, port: `api.example.com:8443`, `[::1]:80`.
    public var authority: String
    /// Path and query as received (origin-form, RFC 9112 §3.2.1), or `*`.
    public var target: [UInt8]
    /// `HTTP/1.1` and the like.
    public var version: String
    /// The header section without hop-by-hop framing fields removed: as received.
    public var fields: [HeaderField]
    /// The content.
    public var body: Body
    /// The trailer section.
    public var trailers: [HeaderField]

    /// A request from its parts.
    public init(
        method: String,
        scheme: String,
        authority: String,
        target: [UInt8],
        version: String = "HTTP/1.1",
        fields: [HeaderField] = [],
        body: Body = .none,
        trailers: [HeaderField] = []
    ) {
        self.method = method
        self.scheme = scheme
        self.authority = authority
        self.target = target
        self.version = version
        self.fields = fields
        self.body = body
        self.trailers = trailers
    }

    /// The absolute URL (RFC 9110 §4.2), for people and for HAR.
    public var url: String {
        scheme + "://" + authority + (target == [UInt8(ascii: "*")] ? "" : String(decoding: target, as: UTF8.self))
    }
}

/// A response: the final one, or an interim one (status 100 to 199).
public struct Response: Hashable, Sendable {
    /// The status code, 100 to 999.
    public var status: Int
    /// The reason phrase as received, often empty.
    public var reason: [UInt8]
    /// `HTTP/1.1` and the like.
    public var version: String
    /// The header section as received.
    public var fields: [HeaderField]
    /// The content.
    public var body: Body
    /// The trailer section.
    public var trailers: [HeaderField]
    /// The interim responses that came before this one, in order; their bodies are empty.
    public var interim: [Response]

    /// A response from its parts.
    public init(
        status: Int,
        reason: [UInt8] = [],
        version: String = "HTTP/1.1",
        fields: [HeaderField] = [],
        body: Body = .none,
        trailers: [HeaderField] = [],
        interim: [Response] = []
    ) {
        self.status = status
        self.reason = reason
        self.version = version
        self.fields = fields
        self.body = body
        self.trailers = trailers
        self.interim = interim
    }
}
