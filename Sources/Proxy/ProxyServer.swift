import NIOCore
import NIOPosix
import Synchronization

/// A forward proxy for HTTP/1.1 and, through `CONNECT`, for HTTPS.
///
/// It knows no secrets and keeps nothing: what happens to a request is its ``Responder``'s decision. Each client
/// connection stays on one event loop, and so do its connections to origins.
public final class ProxyServer: Sendable {
    private let configuration: ProxyConfiguration
    private let responder: any Responder
    private let log: @Sendable (String) -> Void
    private let running = Mutex<Running?>(nil)

    /// What there is while the proxy listens.
    private struct Running {
        let group: MultiThreadedEventLoopGroup
        let listener: any Channel
        let services: ProxyServices
    }

    /// A proxy that does not listen yet.
    ///
    /// `log` gets one line for each event worth an operator's attention, on any thread; a line never holds a byte of a
    /// header value, a path or a body.
    public init(
        configuration: ProxyConfiguration,
        responder: any Responder,
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.responder = responder
        self.log = log
    }

    /// Listens, and returns the address with the port that was picked. Throws ``ProxyError``. To be called once.
    public func start() async throws -> HostPort {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, configuration.eventLoops))
        do {
            let running = try await listen(group)
            self.running.withLock { $0 = running }
            let port = running.listener.localAddress?.port ?? configuration.listen.port
            return HostPort(host: configuration.listen.host, port: port)
        } catch {
            try? await group.shutdownGracefully()
            throw ProxyError(listeningOn: configuration.listen, error)
        }
    }

    /// Stops: no new connections; exchanges under way finish, and tunnels that are not looked into end at once. What is
    /// still open after the grace period is reset.
    public func stop(grace: Duration = .seconds(10)) async {
        guard let running = running.withLock({ $0.take() }) else { return }
        try? await running.listener.close()
        await running.services.drain(grace: TimeAmount(grace))
        try? await running.group.shutdownGracefully()
    }

    private func listen(_ group: MultiThreadedEventLoopGroup) async throws -> Running {
        let services = try await ProxyServices(
            configuration: configuration,
            responder: responder,
            group: group,
            log: log
        )
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = ClientHandler(services: services, eventLoop: channel.eventLoop)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .bind(host: configuration.listen.host, port: configuration.listen.port)
            .get()
        services.connector.listens(on: listener.localAddress)
        return Running(group: group, listener: listener, services: services)
    }
}
