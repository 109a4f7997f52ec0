import FoundationEssentials
public import NIOCore
import NIOSSL
import Synchronization

/// The TLS server side towards clients: for each intercepted host a certificate of the CA.
///
/// Certificates and TLS contexts are made on first use and shared from then on, from any thread, so that sessions resume
/// (RFC 8446 §2.2, RFC 5077).
public final class ServerContexts: Sendable {
    /// The CA that signs.
    public let authority: CertificateAuthority

    /// What is ready for one host.
    private struct Entry {
        let leaf: Leaf
        var contexts: [[String]: NIOSSLContext] = [:]
    }

    private struct State {
        /// Made with the first leaf: a proxy that never sees `CONNECT` needs no key.
        var issuer: LeafIssuer?
        var entries: [Host: Entry] = [:]
    }

    private let state = Mutex(State())
    private let hostLimit: Int
    private let now: @Sendable () -> Date

    /// - Parameter authority: The CA that signs.
    public convenience init(authority: CertificateAuthority) {
        self.init(authority: authority, hostLimit: 1024) { .now }
    }

    /// - Parameters:
    ///   - hostLimit: How many hosts are kept; clients choose the names, so there must be an end.
    ///   - now: The clock.
    init(authority: CertificateAuthority, hostLimit: Int, now: @escaping @Sendable () -> Date) {
        self.authority = authority
        self.hostLimit = hostLimit
        self.now = now
    }

    /// Handlers that make a channel the TLS server of a host, to be added in this order, before those that take the
    /// plain bytes.
    ///
    /// `TLSUserEvent.handshakeCompleted` tells of the handshake and the protocol agreed on; faults arrive as
    /// ``InterceptionError``.
    ///
    /// - Parameters:
    ///   - host: The DNS name or IP address the client asked for; an IPv6 address with or without brackets.
    ///   - applicationProtocols: The protocols on offer (ALPN, RFC 7301), the preferred first; none: no ALPN.
    public func handlers(
        host: String,
        applicationProtocols: [String] = ["http/1.1"]
    ) throws -> [any ChannelHandler] {
        let host = try Host(parsing: host)
        let context = try context(for: host, applicationProtocols: applicationProtocols)
        return [NIOSSLServerHandler(context: context), TLSErrorHandler(.client(of: host))]
    }

    /// How many hosts are kept at the moment.
    var hostCount: Int { state.withLock { $0.entries.count } }

    /// The certificate for a host, the same until it is renewed.
    func leaf(for host: Host) throws -> Leaf {
        try state.withLock { try entry(for: host, in: &$0).leaf }
    }

    /// The context for a host, the same for every connection until the certificate is renewed.
    func context(for host: Host, applicationProtocols: [String]) throws -> NIOSSLContext {
        try state.withLock { state in
            let entry = try entry(for: host, in: &state)
            if let context = entry.contexts[applicationProtocols] { return context }
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: entry.leaf.chain.map { .certificate($0) },
                privateKey: .privateKey(entry.leaf.privateKey)
            )
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = applicationProtocols
            let context = try NIOSSLContext(configuration: configuration)
            state.entries[host]?.contexts[applicationProtocols] = context
            return context
        }
    }

    private func entry(for host: Host, in state: inout State) throws -> Entry {
        let now = now()
        if let entry = state.entries[host], now < entry.leaf.renewal { return entry }
        let issuer = try state.issuer ?? LeafIssuer(authority: authority)
        state.issuer = issuer
        let entry = Entry(leaf: try issuer.issue(for: host, now: now))
        state.entries[host] = nil
        if state.entries.count >= hostLimit,
            let oldest = state.entries.min(by: { $0.value.leaf.renewal < $1.value.leaf.renewal })
        {
            state.entries[oldest.key] = nil
        }
        state.entries[host] = entry
        return entry
    }
}
