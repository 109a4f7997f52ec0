import NIOCore

/// What all connections of one proxy share.
final class ProxyServices: Sendable {
    let configuration: ProxyConfiguration
    let responder: any Responder
    let connector: UpstreamConnector
    let log: @Sendable (String) -> Void
    private let eventLoops: [any EventLoop]
    private let connections: [ObjectIdentifier: NIOLoopBound<ClientConnections>]

    init(
        configuration: ProxyConfiguration,
        responder: any Responder,
        group: any EventLoopGroup,
        log: @escaping @Sendable (String) -> Void
    ) async throws {
        self.configuration = configuration
        self.responder = responder
        self.log = log
        connector = UpstreamConnector(configuration: configuration)
        var connections: [ObjectIdentifier: NIOLoopBound<ClientConnections>] = [:]
        eventLoops = Array(group.makeIterator())
        for eventLoop in eventLoops {
            connections[ObjectIdentifier(eventLoop)] = try await eventLoop.submit {
                NIOLoopBound(ClientConnections(), eventLoop: eventLoop)
            }.get()
        }
        self.connections = connections
    }

    /// The client connections on this event loop, to be asked on it; `nil` for a loop that is not the proxy's.
    func connections(on eventLoop: any EventLoop) -> ClientConnections? {
        connections[ObjectIdentifier(eventLoop)]?.value
    }

    /// Lets all client connections end with their present exchanges, and resets those left after `grace`.
    func drain(grace: TimeAmount) async {
        await withDiscardingTaskGroup { tasks in
            for eventLoop in eventLoops {
                tasks.addTask { await self.drain(eventLoop, grace: grace) }
            }
        }
    }

    private func drain(_ eventLoop: any EventLoop, grace: TimeAmount) async {
        let promise = eventLoop.makePromise(of: Void.self)
        eventLoop.execute {
            guard let connections = self.connections(on: eventLoop) else { return promise.succeed() }
            connections.drain(promise)
        }
        let deadline = eventLoop.scheduleTask(in: grace) { self.connections(on: eventLoop)?.breakAll() }
        try? await promise.futureResult.get()
        deadline.cancel()
    }
}
