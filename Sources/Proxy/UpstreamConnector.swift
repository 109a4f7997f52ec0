import Interception
import NIOCore
import NIOPosix
import Synchronization

/// Opens connections to origins.
final class UpstreamConnector: Sendable {
    private let configuration: ProxyConfiguration
    private let ownAddress = Mutex<SocketAddress?>(nil)

    init(configuration: ProxyConfiguration) {
        self.configuration = configuration
    }

    /// Says where the proxy itself listens.
    func listens(on address: SocketAddress?) {
        ownAddress.withLock { $0 = address }
    }

    /// Connects to an origin, or to where it is overridden to be, on this event loop. Fails with a ``Problem``.
    ///
    /// `initialise` adds the handlers; a failure of it fails the connection.
    func connect(
        to origin: HostPort,
        on eventLoop: any EventLoop,
        initialise: @escaping (any Channel) throws -> Void
    ) -> EventLoopFuture<any Channel> {
        guard configuration.dialsOut else {
            return eventLoop.makeFailedFuture(
                Problem(502, "This proxy opens no connections, so \(origin) cannot be reached through it.")
            )
        }
        let initialise = NIOLoopBound(initialise, eventLoop: eventLoop)
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(configuration.timeouts.connect)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try initialise.value(channel) }
            }
        let target = configuration.resolve[origin] ?? origin
        let channel =
            if let address = try? SocketAddress(ipAddress: target.host, port: target.port) {
                bootstrap.connect(to: address)
            } else {
                bootstrap.connect(host: target.host, port: target.port)
            }
        return channel.flatMapErrorThrowing { throw Problem(reaching: origin, $0) }
    }

    /// TLS towards an origin, to be added before the handlers that take the plain bytes.
    func tlsHandlers(for route: Route, applicationProtocols: [String]) throws -> [any ChannelHandler] {
        try configuration.trust.handlers(
            host: route.serverName,
            port: route.origin.port,
            applicationProtocols: applicationProtocols
        )
    }

    /// Whether a connection leads back to this proxy.
    func leadsBack(_ channel: any Channel) -> Bool {
        guard let remote = channel.remoteAddress, let ownAddress = ownAddress.withLock({ $0 }) else { return false }
        guard remote.port == ownAddress.port else { return false }
        if remote.ipAddress == ownAddress.ipAddress { return true }
        let isWildcard = ownAddress.ipAddress == "0.0.0.0" || ownAddress.ipAddress == "::"
        return isWildcard && remote.ipAddress == channel.localAddress?.ipAddress
    }
}
