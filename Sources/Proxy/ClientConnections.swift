import NIOCore

/// A client's connection, as far as stopping the proxy is concerned.
protocol ClientConnection: AnyObject {
    /// Closes the connection when its exchanges are over, or now if there is none.
    func drain()
    /// Closes the connection in a way that the client cannot take for the end of a message.
    func breakConnection()
}

/// The client connections on one event loop.
final class ClientConnections {
    private var connections: [ObjectIdentifier: any ClientConnection] = [:]
    private var isDraining = false
    private var emptied: EventLoopPromise<Void>?

    func insert(_ connection: any ClientConnection) {
        connections[ObjectIdentifier(connection)] = connection
        if isDraining { connection.drain() }
    }

    func remove(_ connection: any ClientConnection) {
        connections[ObjectIdentifier(connection)] = nil
        if connections.isEmpty { emptied?.succeed() }
    }

    /// Lets each connection end with its present exchange. The promise succeeds when none is left.
    func drain(_ promise: EventLoopPromise<Void>) {
        isDraining = true
        emptied = promise
        for connection in Array(connections.values) { connection.drain() }
        if connections.isEmpty { promise.succeed() }
    }

    /// Closes what is left, in the middle of exchanges.
    func breakAll() {
        for connection in Array(connections.values) { connection.breakConnection() }
    }
}
