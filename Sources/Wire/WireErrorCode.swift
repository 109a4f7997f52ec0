extension WireError {
    /// A kind of fault. Later versions may add codes: a `switch` over them needs a default.
    public struct Code: Hashable, Sendable {
        /// The stable name, for logs and tests: `bare-lf`.
        public let name: String
        /// What is wrong and what the sender has to do, as the end of a sentence.
        public let sentence: String
        /// The status to answer with when the fault is in a request.
        public let requestStatus: Int

        private init(_ name: String, _ sentence: String, status: Int = 400) {
            self.name = name
            requestStatus = status
            self.sentence = sentence
        }

        /// Codes are equal when their names are.
        public static func == (left: Code, right: Code) -> Bool {
            left.name == right.name
        }

        /// Hashes the name.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(name)
        }
    }
}

extension WireError.Code: CustomStringConvertible {
    /// The name.
    public var description: String {
        name
    }
}

// MARK: - Lines and bytes

extension WireError.Code {
    /// The first line is not `method SP target SP HTTP-version` or `HTTP-version SP status SP reason`.
    public static let startLine = Self(
        "start-line",
        "the first line is not that of an HTTP/1.1 message (RFC 9112 §3, §4); send HTTP/1.1"
    )
    /// More than one empty line before the request line.
    public static let emptyLine = Self(
        "empty-line",
        "there is more than one empty line before the request line (RFC 9112 §2.2)"
    )
    /// A version other than 1.0 and 1.1.
    public static let version = Self(
        "version",
        "its HTTP version is not 1.0 or 1.1; use one of them or negotiate HTTP/2 with TLS",
        status: 505
    )
    /// A line that ends with LF alone.
    public static let bareLF = Self(
        "bare-lf",
        "a line ends without CR; lines end with CR LF (RFC 9112 §2.2)"
    )
    /// A CR that no LF follows.
    public static let bareCR = Self(
        "bare-cr",
        "a CR stands inside a line (RFC 9112 §2.2)"
    )
    /// A NUL byte.
    public static let nul = Self(
        "nul",
        "a NUL byte stands in it (RFC 9110 §5.5)"
    )
    /// A control byte other than HTAB.
    public static let controlByte = Self(
        "control-byte",
        "a control byte stands in it (RFC 9110 §5.5)"
    )
    /// A field line that continues the one before, or whitespace before the first one.
    public static let foldedLine = Self(
        "folded-line",
        "a field line starts with whitespace; put each field on one line (RFC 9112 §5.2)"
    )
    /// Whitespace between field name and colon.
    public static let spaceBeforeColon = Self(
        "space-before-colon",
        "there is whitespace between a field name and its colon (RFC 9112 §5.1)"
    )
    /// A field name that is empty or not a token, or no colon.
    public static let fieldName = Self(
        "field-name",
        "a field line has no colon or a field name that is not a token (RFC 9110 §5.1)"
    )
}

// MARK: - Limits

extension WireError.Code {
    /// Longer than ``Limits/methodBytes``.
    public static let methodTooLong = Self(
        "method-too-long",
        "its method is longer than the limit",
        status: 501
    )
    /// Longer than ``Limits/targetBytes``.
    public static let targetTooLong = Self(
        "target-too-long",
        "its target is longer than the limit",
        status: 414
    )
    /// Longer than ``Limits/headBytes``.
    public static let headTooLarge = Self(
        "head-too-large",
        "its header section is longer than the limit",
        status: 431
    )
    /// More field lines than ``Limits/fieldCount``.
    public static let tooManyFields = Self(
        "too-many-fields",
        "it has more field lines than the limit",
        status: 431
    )
    /// More options than ``Limits/connectionOptions``.
    public static let tooManyConnectionOptions = Self(
        "too-many-connection-options",
        "its Connection field lists more options than the limit",
        status: 431
    )
    /// Longer than ``Limits/trailerBytes``.
    public static let trailersTooLarge = Self(
        "trailers-too-large",
        "its trailer section is longer than the limit",
        status: 431
    )
    /// Longer than ``Limits/chunkLineBytes``, or more than ``Limits/chunkExtensionBytes``.
    public static let chunkLineTooLong = Self(
        "chunk-line-too-long",
        "its chunk lines are longer than the limit"
    )
}

// MARK: - Target and Host

extension WireError.Code {
    /// A target that is none of the four forms, or a form that does not go with the method.
    public static let target = Self(
        "target",
        "its target is not one that goes with the method (RFC 9112 §3.2)"
    )
    /// An authority that is not `host[:port]`.
    public static let authority = Self(
        "authority",
        "the host or port in its target is not valid (RFC 3986 §3.2); percent-encoding is refused there"
    )
    /// A Host field that is not `host[:port]`.
    public static let hostValue = Self(
        "host-value",
        "its Host field is not host[:port] (RFC 9112 §3.2)"
    )
    /// HTTP/1.1 without Host.
    public static let missingHost = Self(
        "missing-host",
        "it has no Host field (RFC 9112 §3.2)"
    )
    /// More than one Host.
    public static let duplicateHost = Self(
        "duplicate-host",
        "it has more than one Host field (RFC 9112 §3.2)"
    )
    /// An authority in the target that is not the one in Host.
    public static let hostMismatch = Self(
        "host-mismatch",
        "its target and its Host field name different servers; make them agree"
    )
}

// MARK: - Framing

extension WireError.Code {
    /// A Content-Length that is not digits, or a number over 2^63 - 1.
    public static let contentLength = Self(
        "content-length",
        "its Content-Length is not one decimal number that fits in 63 bits, without tabs (RFC 9110 §8.6)"
    )
    /// More than one Content-Length, even if equal.
    public static let duplicateContentLength = Self(
        "duplicate-content-length",
        "it has more than one Content-Length field (RFC 9112 §6.3)"
    )
    /// Content-Length together with Transfer-Encoding.
    public static let lengthAndEncoding = Self(
        "length-and-encoding",
        "it has both Content-Length and Transfer-Encoding (RFC 9112 §6.1)"
    )
    /// A Transfer-Encoding other than `chunked` alone.
    public static let transferEncoding = Self(
        "transfer-encoding",
        "its Transfer-Encoding is not exactly chunked, without tabs (RFC 9112 §6.1)",
        status: 501
    )
    /// An empty Transfer-Encoding, or more than one.
    public static let duplicateTransferEncoding = Self(
        "duplicate-transfer-encoding",
        "it has an empty or more than one Transfer-Encoding field (RFC 9112 §6.1)"
    )
    /// Transfer-Encoding in an HTTP/1.0 message.
    public static let transferEncodingInHTTP10 = Self(
        "transfer-encoding-in-http-1.0",
        "it has Transfer-Encoding although it is HTTP/1.0 (RFC 9112 §6.1)"
    )
    /// A body where none may be: in CONNECT, in an interim response, in a 204.
    public static let unexpectedBody = Self(
        "unexpected-body",
        "its fields announce a body although it can have none (RFC 9110 §9.3.6, RFC 9112 §6.3)"
    )
    /// A chunk size that is not hexadecimal digits, or a number over 2^63 - 1.
    public static let chunkSize = Self(
        "chunk-size",
        "a chunk size is not a hexadecimal number that fits in 63 bits (RFC 9112 §7.1)"
    )
    /// A chunk line with a bad extension, a bare CR or a bare LF.
    public static let chunkLine = Self(
        "chunk-line",
        "a chunk line has a byte that may not stand there (RFC 9112 §7.1.1)"
    )
    /// No CR LF after the bytes of a chunk.
    public static let chunkEnd = Self(
        "chunk-end",
        "a chunk is not followed by CR LF (RFC 9112 §7.1)"
    )
    /// A field in the trailer section that frames or routes the message or closes the connection.
    public static let trailerField = Self(
        "trailer-field",
        "a field about framing, routing or the connection stands among the trailers (RFC 9110 §6.5.1)"
    )
}

// MARK: - HTTP/2

extension WireError.Code {
    /// A pseudo-header field that is unknown, missing, doubled, in the wrong place or not valid.
    public static let pseudoHeader = Self(
        "pseudo-header",
        "its pseudo-header fields are not those that it must have (RFC 9113 §8.3)"
    )
    /// A field about the connection.
    public static let connectionField = Self(
        "connection-field",
        "it has a field about the connection, which HTTP/2 does not have (RFC 9113 §8.2.2)"
    )
    /// CONNECT in HTTP/2, with `:protocol` or without.
    public static let http2Connect = Self(
        "http2-connect",
        "CONNECT over HTTP/2 is not supported; open the tunnel with HTTP/1.1",
        status: 501
    )
}

// MARK: - Sequence

extension WireError.Code {
    /// The connection ended inside a head.
    public static let truncatedHead = Self(
        "truncated-head",
        "the connection ended inside its head"
    )
    /// The connection ended inside a body.
    public static let truncatedBody = Self(
        "truncated-body",
        "the connection ended inside its body (RFC 9112 §8)"
    )
    /// Bytes after a message that announced the end of the connection.
    public static let dataAfterClose = Self(
        "data-after-close",
        "bytes follow a message that was the last of its connection (RFC 9112 §9.6)"
    )
    /// The connection ended before a response that is due.
    public static let missingResponse = Self(
        "missing-response",
        "the connection ended before it; send the request again on another one"
    )
    /// A response that no request is waiting for.
    public static let unsolicitedResponse = Self(
        "unsolicited-response",
        "no request is waiting for it (RFC 9112 §9.2)"
    )
    /// A 101 that no request asked for.
    public static let unsolicitedUpgrade = Self(
        "unsolicited-upgrade",
        "it switches protocols although the request did not ask for that (RFC 9110 §7.8)"
    )
}
