/// The content of a message with its transfer coding taken off; content codings (gzip ...) are still on, until
/// ``decode(fields:limit:)`` takes them off.
public struct Body: Hashable, Sendable {
    /// What was kept of the content.
    public var content: Content
    /// How the content was delimited on the wire (RFC 9112 §6).
    public var framing: Framing
    /// The codings that a decoded content was in, where they are not those that `Content-Encoding` names.
    public var codings: [ContentCoding]?
    /// The charset that a decoded text was in, where it had to be taken off.
    public var charset: Charset?

    /// A body from its parts.
    public init(
        _ content: Content,
        framing: Framing,
        codings: [ContentCoding]? = nil,
        charset: Charset? = nil
    ) {
        self.content = content
        self.framing = framing
        self.codings = codings
        self.charset = charset
    }

    /// A body of these bytes, framed by its length.
    public init(_ bytes: [UInt8]) {
        self.init(.bytes(bytes), framing: .length)
    }

    /// No body at all.
    public static let none = Body(.bytes([]), framing: .none)

    /// The bytes that were kept; empty when the content was withheld.
    public var bytes: [UInt8] {
        switch content {
        case .bytes(let bytes): bytes
        case .withheld: []
        }
    }

    /// The length on the wire in bytes, kept or not.
    public var length: Int {
        switch content {
        case .bytes(let bytes): bytes.count
        case .withheld(let length, _): length
        }
    }

    /// What was kept of a body.
    public enum Content: Hashable, Sendable {
        /// All of it.
        case bytes([UInt8])
        /// Nothing but its length in bytes, and why.
        case withheld(length: Int, reason: Withheld)
    }

    /// Why content is not in a capture.
    public enum Withheld: String, Hashable, Sendable {
        /// It was longer than the capture limit.
        case overLimit = "longer than the capture limit"
        /// Its coding is unknown or its coded form is broken.
        case undecodable = "content coding not understood"
        /// It holds a secret inside of something that cannot be masked in place.
        case hidden = "a secret in compressed or damaged text"
        /// It is where a token is to be expected, and nothing in it can be read.
        case unreadable = "binary content of a token endpoint"
        /// A secret was left in it after redaction, so all of it was taken out.
        case unsafe = "masked whole by the second check"
        /// The response was whole before all of the request came, and the rest did not come.
        case cutOff = "not all of it was sent before the answer"
        /// The capture that was read has no content for it.
        case absent = "not in the capture"

        /// Whether the length that is known is that of the coded content, and not of the decoded one.
        public var isOfCoded: Bool { self == .overLimit || self == .undecodable || self == .cutOff }
    }

    /// How the end of a body was found.
    public enum Framing: Hashable, Sendable {
        /// There is no body.
        case none
        /// `Content-Length`.
        case length
        /// `Transfer-Encoding: chunked`, with the sizes of the chunks in bytes as they came.
        case chunked([Int])
        /// The end of the connection.
        case untilClose
    }
}
