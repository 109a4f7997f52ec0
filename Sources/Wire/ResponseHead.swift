public import NIOCore

/// The head of a response (RFC 9112 §4): the bytes as received and where its parts stand in them.
///
/// That of an HTTP/2 response has the bytes that HTTP/1.1 would have for it, without a reason phrase.
public struct ResponseHead: Hashable, Sendable {
    /// The field lines, with the bytes that all ranges of this head point into.
    public let fields: FieldSection
    /// The status code, 100 to 999.
    public let status: Int
    /// Where the reason phrase stands; often empty, and it may hold bytes that are not UTF-8.
    public let reasonRange: Range<Int>
    /// The version on the status line.
    public let version: HTTPVersion

    /// The head as received, with the empty line at its end.
    public var bytes: ByteBuffer {
        fields.bytes
    }

    /// The bytes of the reason phrase.
    public var reason: [UInt8] {
        Array(bytes.readableBytesView[reasonRange])
    }

    /// Whether this is an interim response: status 100 to 199, but not 101, which ends HTTP (RFC 9110 §15.2).
    public var isInterim: Bool {
        status < 200 && status != 101
    }

    /// Whether the connection stays open after this exchange as far as the server is concerned (RFC 9112 §9.3). A
    /// body that ends with the connection closes it besides.
    public var isPersistent: Bool {
        version.isPersistent(fields)
    }
}
