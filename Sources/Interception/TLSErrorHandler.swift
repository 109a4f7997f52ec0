import NIOCore
import NIOSSL
import Synchronization

/// Turns the errors of the TLS library, next to which it stands, into ``InterceptionError``.
final class TLSErrorHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let peer: TLSPeer

    init(_ peer: TLSPeer) {
        self.peer = peer
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.fireErrorCaught(peer.explanation(of: error) ?? error)
    }
}

/// Who is at the other end of a TLS connection.
enum TLSPeer {
    /// The client that wants to talk to a host, to which Hushtape stands in for that host.
    case client(of: Host)
    /// An upstream server.
    case server(Host, port: Int, VerificationOutcome)

    /// The sentence for an error of the TLS library; nil if the error is of another kind.
    func explanation(of error: any Error) -> InterceptionError? {
        switch error {
        case NIOSSLError.uncleanShutdown:
            InterceptionError(.truncated, "\(name) closed the connection without ending the TLS stream")
        case NIOSSLError.handshakeFailed(let cause):
            handshakeFailure(TLSFailureReason(cause))
        case let error as NIOSSLError:
            InterceptionError(.tls, "the TLS connection with \(name) failed: \(error)")
        case let error as BoringSSLError:
            InterceptionError(.tls, "the TLS connection with \(name) failed: \(TLSFailureReason(error).text)")
        case is NIOSSLCloseTimedOutError:
            InterceptionError(.truncated, "\(name) did not end the TLS stream in time")
        default:
            nil
        }
    }

    private var name: String {
        switch self {
        case .client(let host): "the client of \(host)"
        case .server(.address(let bytes), let port, _) where bytes.count == 16: "[\(Host.address(bytes))]:\(port)"
        case .server(let host, let port, _): "\(host):\(port)"
        }
    }

    private func handshakeFailure(_ reason: TLSFailureReason) -> InterceptionError {
        switch self {
        case .client(let host):
            if reason.isDistrust {
                return InterceptionError(
                    .refusedByClient,
                    "\(name) does not trust Hushtape's certificate for \(host) (\(reason.text)): \"hushtape ca\" tells how to make it"
                )
            }
            if reason == .closed {
                return InterceptionError(
                    .refusedByClient,
                    "\(name) closed the connection during the TLS handshake: if it does not trust the CA, see \"hushtape ca\""
                )
            }
        case .server(_, _, let outcome):
            if let fault = outcome.fault.withLock({ $0 }) {
                return InterceptionError(.untrustedPeer, "the certificate of \(name) is not trusted: \(fault)")
            }
            if reason == .closed {
                return InterceptionError(.tls, "\(name) closed the connection during the TLS handshake")
            }
            if reason == .noSharedProtocol {
                return InterceptionError(.noSharedProtocol, "\(name) speaks none of the protocols that it was offered")
            }
        }
        if reason.isForeignProtocol {
            return InterceptionError(.tls, "\(name) does not speak TLS (\(reason.text))")
        }
        return InterceptionError(.tls, "the TLS handshake with \(name) failed: \(reason.text)")
    }
}

/// Why BoringSSL gave up, by the name it has for the reason, such as `TLSV1_ALERT_UNKNOWN_CA`.
struct TLSFailureReason: Equatable {
    /// BoringSSL's name for the reason, or a word of our own.
    let text: String

    /// The connection ended before the handshake did.
    static let closed = TLSFailureReason(text: "connection closed")

    /// The peer said that it speaks nothing of what it was offered (RFC 7301 §3.2).
    static let noSharedProtocol = TLSFailureReason(text: "TLSV1_ALERT_NO_APPLICATION_PROTOCOL")

    /// The peer said that it does not trust the certificate (RFC 8446 §6.2). OpenSSL sends that alert in plain text where
    /// an encrypted record is due, which BoringSSL finds too short.
    var isDistrust: Bool {
        [
            "TLSV1_ALERT_UNKNOWN_CA", "SSLV3_ALERT_CERTIFICATE_UNKNOWN", "SSLV3_ALERT_BAD_CERTIFICATE",
            "SSLV3_ALERT_CERTIFICATE_EXPIRED", "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE", "BAD_PACKET_LENGTH",
        ].contains(text)
    }

    /// What came was no TLS.
    var isForeignProtocol: Bool {
        ["WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST"].contains(text)
    }

    private init(text: String) {
        self.text = text
    }

    init(_ error: BoringSSLError) {
        switch error {
        case .sslError(let stack), .unknownError(let stack):
            if stack.contains(.eofDuringHandshake) {
                self = .closed
            } else {
                self.init(text: stack.first.flatMap { Self.reasonName(in: $0.description) } ?? "unknown reason")
            }
        case .syscallError, .zeroReturn:
            self = .closed
        default:
            self.init(text: "\(error)")
        }
    }

    /// Picks `REASON` out of `Error: 268435703 error:100000f7:SSL routines:OPENSSL_internal:REASON at FILE:LINE`.
    private static func reasonName(in description: String) -> String? {
        let fields = description.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard fields.count == 6, let name = fields[5].split(separator: " ").first else { return nil }
        return String(name)
    }
}
