import Interception
import Synchronization

/// A stand-in for the token service of a web shop: an origin for the demo and the tests.
///
/// The service it stands in for has shut down; the sandbox speaks the shapes its documents describe, and
/// `Routes.swift` lists them. Tokens come from a seed and expire on a clock that stands still until it is moved.
public final class TokenSandbox: Sendable {
    /// What makes one sandbox differ from another.
    public struct Configuration: Sendable {
        /// Where the values of tokens and credentials come from: equal seeds give equal values.
        public var seed: UInt64
        /// Whether the provider and its shop leak tokens into cookies, pages, URLs and error texts.
        public var leaky: Bool
        /// The clock that tokens expire on.
        public var clock: SandboxClock

        /// A configuration from its parts.
        public init(seed: UInt64 = 1, leaky: Bool = false, clock: SandboxClock = SandboxClock()) {
            self.seed = seed
            self.leaky = leaky
            self.clock = clock
        }
    }

    /// The credentials of the registered shop and its shopper.
    public let credentials: SandboxCredentials
    /// The clock that tokens expire on.
    public let clock: SandboxClock
    /// The certificate, in PEM (RFC 7468), that a client of the HTTPS port has to trust; its key never leaves memory.
    public let certificateAuthorityPEM: String

    private let provider: Mutex<Provider>
    private let contexts: ServerContexts
    private let server = Mutex<SandboxServer?>(nil)

    /// A sandbox that is not listening yet.
    public init(configuration: Configuration = Configuration()) throws {
        let provider = Provider(configuration: configuration)
        let authority = try CertificateAuthority.inMemory()
        credentials = provider.credentials
        clock = configuration.clock
        certificateAuthorityPEM = authority.certificatePEM
        contexts = ServerContexts(authority: authority)
        self.provider = Mutex(provider)
    }

    /// Listens on two free ports of 127.0.0.1, one for HTTP and one for HTTPS, until ``stop()``.
    ///
    /// A sandbox that is listening moves to new ports and closes the old ones. Whoever starts one stops it.
    public func start() async throws -> (http: Int, https: Int) {
        let started = try await SandboxServer.start(contexts: contexts) { self.respond(to: $0) }
        try await replaceServer(with: started)
        return (started.httpPort, started.httpsPort)
    }

    /// Closes the ports and every connection; what was issued stays valid.
    public func stop() async throws {
        try await replaceServer(with: nil)
    }

    private func replaceServer(with next: SandboxServer?) async throws {
        let previous = server.withLock { server in
            defer { server = next }
            return server
        }
        try await previous?.stop()
    }

    /// Answers one request without a socket.
    public func respond(to request: SandboxRequest) -> SandboxResponse {
        provider.withLock { $0.respond(to: request) }
    }

    /// Every secret value that the sandbox has handed out or was given, in order of first appearance.
    public var issuedSecrets: [SandboxSecret] {
        provider.withLock { $0.state.secrets.all }
    }
}
