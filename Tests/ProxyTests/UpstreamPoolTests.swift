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
        #expect(pool.take(route("a")) == nil)
        #expect(pool.keep(1, to: route("a")) == nil)
        #expect(pool.keep(2, to: route("a")) == nil)
        #expect(pool.take(route("a", scheme: "https")) == nil)
        #expect(pool.take(route("b")) == nil)
        #expect(pool.take(route("a")) == 2)
        #expect(pool.take(route("a")) == 1)
        #expect(pool.isEmpty)
    }

    @Test("Over its capacity the oldest one makes room")
    func capacity() {
        var pool = UpstreamPool<Int>()
        for number in 0..<UpstreamPool<Int>.capacity { #expect(pool.keep(number, to: route("\(number)")) == nil) }
        #expect(pool.keep(99, to: route("z")) == 0)
        pool.remove { $0 == 1 }
        #expect(pool.take(route("1")) == nil)
        #expect(pool.removeAll() == [2, 3, 99])
    }
}
