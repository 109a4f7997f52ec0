import Testing

@testable import Proxy

@Suite("Kept connections")
struct UpstreamPoolTests {
    private func route(_ host: String, scheme: String = "http") -> Route {
        Route(scheme: scheme, origin: HostPort(host: host, port: 80), serverName: host)
    }

    @Test("The one used last is taken first, and only for its own route")
    func take() {
        var pool = UpstreamPool<Int>()
        let evicted = [pool.keep(1, to: route("a")), pool.keep(2, to: route("a"))]
        #expect(evicted == [nil, nil])
        let taken = [
            pool.take(route("a", scheme: "https")), pool.take(route("b")), pool.take(route("a")), pool.take(route("a")),
            pool.take(route("a")),
        ]
        #expect(taken == [nil, nil, 2, 1, nil])
    }

    @Test("Over its capacity the oldest one makes room")
    func capacity() {
        var pool = UpstreamPool<Int>()
        let evicted = (0...UpstreamPool<Int>.capacity).map { pool.keep($0, to: route("\($0)")) }
        #expect(evicted == Array(repeating: nil, count: UpstreamPool<Int>.capacity) + [0])
        pool.remove { $0 == 1 }
        let rest = pool.removeAll()
        #expect(rest == Array(2...UpstreamPool<Int>.capacity))
        let none = pool.removeAll()
        #expect(none == [])
    }
}
