import NIOCore

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
