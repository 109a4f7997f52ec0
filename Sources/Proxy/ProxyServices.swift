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

/// The client connections on one event loop.
final class ClientConnections {
    private var handlers: [ObjectIdentifier: ClientHandler] = [:]
    private var isDraining = false
    private var emptied: EventLoopPromise<Void>?

    func insert(_ handler: ClientHandler) {
        handlers[ObjectIdentifier(handler)] = handler
        if isDraining { handler.drain() }
    }

    func remove(_ handler: ClientHandler) {
        handlers[ObjectIdentifier(handler)] = nil
        if handlers.isEmpty { emptied?.succeed() }
    }

    /// Lets each connection end with its present exchange. The promise succeeds when none is left.
    func drain(_ promise: EventLoopPromise<Void>) {
        isDraining = true
        emptied = promise
        for handler in Array(handlers.values) { handler.drain() }
        if handlers.isEmpty { promise.succeed() }
    }

    /// Closes what is left, in the middle of exchanges.
    func breakAll() {
        for handler in Array(handlers.values) { handler.breakConnection() }
    }
}
