public import NIOCore
import NIOSSL
import Synchronization
import X509

/// The TLS client side towards upstream servers: whom Hushtape trusts.
///
/// Certificates are verified with the roots of the system and those the user adds, for the host that was asked for: a DNS
/// name by its dNSName, an IP address by its iPAddress (RFC 9525), whatever address the socket is connected to.
public final class UpstreamTrust: Sendable {
    private let additionalRoots: CertificateStore
    private let contexts = Mutex<[[String]: NIOSSLContext]>([:])

    /// - Parameter files: PEM files with further roots, any number in each (`--upstream-ca`).
    public init(additionalRoots files: [String] = []) throws {
        additionalRoots = CertificateStore(try files.flatMap { try PEMFile(path: $0).certificates() })
    }

    /// Starts to read the system's roots, in the background, unless that has been done.
    ///
    /// The first verification does so otherwise, and waits for it.
    public func preload() {
        _ = CertificateStore.systemTrustRoots
    }

    /// Handlers that make a channel a TLS client, to be added in this order, before those that take the plain bytes.
    ///
    /// `TLSUserEvent.handshakeCompleted` tells of the handshake and the protocol agreed on; faults arrive as
    /// ``InterceptionError``, and nothing is sent to a server that is not trusted.
    ///
    /// - Parameters:
    ///   - host: The DNS name or IP address that was asked for. A name is sent as SNI (RFC 6066 §3), an address is not.
    ///   - port: The port, for messages.
    ///   - applicationProtocols: The protocols to offer (ALPN, RFC 7301), the preferred first; none: no ALPN.
    public func handlers(
        host: String,
        port: Int,
        applicationProtocols: [String] = ["http/1.1"]
    ) throws -> [any ChannelHandler] {
        let host = try Host(parsing: host)
        let outcome = VerificationOutcome()
        let verifier = PeerVerifier(host: host, additionalRoots: additionalRoots)
        let handler = try NIOSSLClientHandler(
            context: context(applicationProtocols: applicationProtocols),
            serverHostname: host.serverNameIndication,
            customVerificationCallback: { chain, promise in
                promise.completeWithTask {
                    let fault = await verifier.fault(in: chain)
                    outcome.fault.withLock { $0 = fault }
                    return fault == nil ? .certificateVerified : .failed
                }
            }
        )
        return [handler, TLSErrorHandler(.server(host, port: port, outcome))]
    }

    private func context(applicationProtocols: [String]) throws -> NIOSSLContext {
        try contexts.withLock { contexts in
            if let context = contexts[applicationProtocols] { return context }
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = applicationProtocols
            // Chain and host are the verifier's business; reading the system's roots here would cost milliseconds.
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .certificates([])
            let context = try NIOSSLContext(configuration: configuration)
            contexts[applicationProtocols] = context
            return context
        }
    }
}

/// What a verification found, handed from the task that verifies to the handler that reports.
final class VerificationOutcome: Sendable {
    /// Why the server is not trusted; nil as long as there is no reason.
    let fault = Mutex<String?>(nil)
}

extension Host {
    /// The name for SNI, which does not take addresses (RFC 6066 §3).
    fileprivate var serverNameIndication: String? {
        switch self {
        case .name(let name): name
        case .address: nil
        }
    }
}
