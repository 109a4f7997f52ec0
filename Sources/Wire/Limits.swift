/// How much of a message the decoders accept before they refuse it.
///
/// Bodies are not limited: they pass through in slices and are never gathered here.
public struct Limits: Hashable, Sendable {
    /// The longest method, in bytes. A longer one is answered with 501 (RFC 9112 §3). Default: 64.
    public var methodBytes = 64
    /// The longest request target, in bytes. A longer one is answered with 414 (RFC 9112 §3). Default: 32 KiB.
    public var targetBytes = 32 * 1024
    /// The longest start-line and header section together, in bytes, with all line ends. A longer one is answered
    /// with 431 (RFC 6585 §5). Default: 128 KiB.
    public var headBytes = 128 * 1024
    /// The most field lines in a header section or a trailer section. More are answered with 431. Default: 256.
    public var fieldCount = 256
    /// The most options in the Connection field: each is compared with each field name when a head is forwarded. More
    /// are answered with 431. Default: 64.
    public var connectionOptions = 64
    /// The longest trailer section, in bytes, with all line ends. Default: 16 KiB.
    public var trailerBytes = 16 * 1024
    /// The longest chunk line (size and extensions), in bytes, without its line end. Default: 1 KiB.
    public var chunkLineBytes = 1024
    /// The most bytes that the chunk extensions of one body may take together: many tiny chunks with long extensions
    /// cost work and carry nothing. Default: 16 KiB.
    public var chunkExtensionBytes = 16 * 1024

    /// The default limits.
    public init() {}
}
