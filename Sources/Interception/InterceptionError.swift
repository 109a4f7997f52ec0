/// What went wrong with a certificate, a key or a TLS handshake, in a sentence for people.
///
/// The sentence names files, hosts and what to do next. It never holds key material or traffic.
public struct InterceptionError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of fault, for code that must choose what to do.
    public enum Code: Sendable, Equatable {
        /// A file cannot be read or written, or does not hold what it should.
        case file
        /// The certificate authority cannot be used: expired, not a CA, or its key is another one's.
        case authority
        /// No certificate can be made or asked for: no host name, or outside the CA's name constraints.
        case host
        /// The certificate of an upstream server is not trusted.
        case untrustedPeer
        /// The client does not trust the certificate it was shown.
        case refusedByClient
        /// The peer closed the connection without saying so in TLS (RFC 8446 §6.1): what it sent may be cut off.
        case truncated
        /// The server speaks none of the application protocols that it was offered (RFC 7301 §3.2).
        case noSharedProtocol
        /// The TLS handshake or the TLS stream failed for another reason.
        case tls
    }

    /// The kind of fault.
    public let code: Code

    /// The sentence.
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
