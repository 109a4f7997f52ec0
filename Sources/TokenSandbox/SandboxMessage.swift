/// A field line of a message to or from the sandbox (RFC 9110 §5).
public struct SandboxField: Hashable, Sendable {
    /// The name, in the case it is written in.
    public var name: String
    /// The value.
    public var value: String

    /// A field line from its parts.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A request to the sandbox, without its connection.
public struct SandboxRequest: Hashable, Sendable {
    /// The method (RFC 9110 §9).
    public var method: String
    /// Path and query, origin-form or absolute-form (RFC 9112 §3.2).
    public var target: String
    /// The header section.
    public var fields: [SandboxField]
    /// The content.
    public var body: [UInt8]
    /// `http` or `https`: absolute URLs in answers have it.
    public var scheme: String

    /// A request from its parts.
    public init(
        method: String,
        target: String,
        fields: [SandboxField] = [],
        body: [UInt8] = [],
        scheme: String = "http"
    ) {
        self.method = method
        self.target = target
        self.fields = fields
        self.body = body
        self.scheme = scheme
    }

    /// The value of the first field with this name, compared without regard to case.
    public func field(_ name: String) -> String? {
        fields.first(named: name)
    }
}

/// The sandbox's answer to one request.
public struct SandboxResponse: Hashable, Sendable {
    /// The status code.
    public var status: Int
    /// The header section without the fields that frame the content: the server adds those.
    public var fields: [SandboxField]
    /// The content.
    public var body: [UInt8]
    /// How the end of the content is marked on the wire.
    public var framing: Framing
    /// Interim responses (status 100 to 199) that go out first, in order.
    public var interim: [SandboxResponse]

    /// How the end of the content is marked (RFC 9112 §6).
    public enum Framing: Hashable, Sendable {
        /// `Content-Length`.
        case length
        /// `Transfer-Encoding: chunked` with chunks of at most this many bytes, and these trailers.
        case chunked(size: Int, trailers: [SandboxField])
        /// The end of the connection.
        case untilClose
    }

    /// A response from its parts.
    public init(
        status: Int,
        fields: [SandboxField] = [],
        body: [UInt8] = [],
        framing: Framing = .length,
        interim: [SandboxResponse] = []
    ) {
        self.status = status
        self.fields = fields
        self.body = body
        self.framing = framing
        self.interim = interim
    }

    /// The value of the first field with this name, compared without regard to case.
    public func field(_ name: String) -> String? {
        fields.first(named: name)
    }

    /// The content as text.
    public var text: String {
        String(decoding: body, as: UTF8.self)
    }
}

extension [SandboxField] {
    func first(named name: String) -> String? {
        let wanted = name.lowercased()
        return first { $0.name.lowercased() == wanted }?.value
    }
}
