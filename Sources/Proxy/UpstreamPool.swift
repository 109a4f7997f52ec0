/// The kept connections of one client connection to origins, the most recently used last.
///
/// A client connection has its own upstream connections and shares them with no other: what one client does to a
/// connection reaches nobody else.
struct UpstreamPool<Connection> {
    /// The most connections kept idle.
    static var capacity: Int { 4 }

    private var idle: [(route: Route, connection: Connection)] = []

    /// Takes out the kept connection to this origin that was used last.
    mutating func take(_ route: Route) -> Connection? {
        guard let index = idle.lastIndex(where: { $0.route == route }) else { return nil }
        return idle.remove(at: index).connection
    }

    /// Keeps a connection whose exchange is over. Returns the one that had to make room for it, which is to be closed.
    mutating func keep(_ connection: Connection, to route: Route) -> Connection? {
        idle.append((route, connection))
        return idle.count > Self.capacity ? idle.removeFirst().connection : nil
    }

    /// Forgets the connections that fit, because they closed.
    mutating func remove(where isGone: (Connection) -> Bool) {
        idle.removeAll { isGone($0.connection) }
    }

    /// Takes out all connections.
    mutating func removeAll() -> [Connection] {
        defer { idle = [] }
        return idle.map(\.connection)
    }
}
