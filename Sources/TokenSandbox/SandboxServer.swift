import Interception
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOTLS

/// The sandbox's listeners on the loopback address: one for HTTP, one for HTTPS.
struct SandboxServer: Sendable {
    /// Answers a request; called on the event loop.
    typealias Responder = @Sendable (SandboxRequest) -> SandboxResponse

    let httpPort: Int
    let httpsPort: Int
    private let group: MultiThreadedEventLoopGroup

    /// Binds both listeners to free ports.
    static func start(contexts: ServerContexts, respond: @escaping Responder) async throws -> SandboxServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            let http = try await bind(group) { channel in
                try addHTTP(to: channel, scheme: "http", respond)
            }
            let https = try await bind(group) { channel in
                try addTLS(to: channel, contexts, respond)
            }
            return SandboxServer(httpPort: http, httpsPort: https, group: group)
        } catch {
            try await group.shutdownGracefully()
            throw error
        }
    }

    /// Closes the listeners and every connection.
    func stop() async throws {
        try await group.shutdownGracefully()
    }

    private static func bind(
        _ group: MultiThreadedEventLoopGroup,
        initialize: @escaping @Sendable (any Channel) throws -> Void
    ) async throws -> Int {
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try initialize(channel) }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        guard let port = listener.localAddress?.port else {
            throw ChannelError.operationUnsupported
        }
        return port
    }

    private static func addHTTP(to channel: any Channel, scheme: String, _ respond: @escaping Responder) throws {
        var encoder = HTTPResponseEncoder.Configuration()
        encoder.automaticallySetFramingHeaders = false
        try channel.pipeline.syncOperations.configureHTTPServerPipeline(withEncoderConfiguration: encoder)
        try channel.pipeline.syncOperations.addHandler(SandboxConnection(scheme: scheme, respond: respond))
    }

    /// The certificate is for the name that the client asks for; without one it is for the address.
    private static func addTLS(
        to channel: any Channel,
        _ contexts: ServerContexts,
        _ respond: @escaping Responder
    ) throws {
        let peek = SNIHandler { name in
            let ready = channel.eventLoop.makeCompletedFuture {
                let host = if case .hostname(let asked) = name { asked } else { "127.0.0.1" }
                try channel.pipeline.syncOperations.addHandlers(contexts.handlers(host: host))
                try addHTTP(to: channel, scheme: "https", respond)
            }
            ready.whenFailure { _ in channel.close(promise: nil) }
            return ready
        }
        try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(peek))
    }
}
