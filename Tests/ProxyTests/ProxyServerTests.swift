import Capture
import Interception
import NIOCore
import Testing

@testable import Proxy

@Suite("Starting and stopping")
struct ProxyServerTests {
    @Test("A port in use is said so, with what to do")
    func addressInUse() async throws {
        let proxy = try await TestProxy(.forward)
        let address = HostPort(host: "127.0.0.1", port: proxy.port)
        await #expect(throws: ProxyError.addressInUse(address)) {
            _ = try await TestProxy(.forward) { $0.listen = address }
        }
        #expect("\(ProxyError.addressInUse(address))".contains("choose another port"))
        await proxy.stop()
    }

    @Test("An address of another machine is said so")
    func foreignAddress() async throws {
        let address = HostPort(host: "192.0.2.1", port: 0)
        await #expect {
            _ = try await TestProxy(.forward) { $0.listen = address }
        } throws: { error in
            if case ProxyError.cannotListen(address, _) = error { true } else { false }
        }
    }

    @Test("Stopping lets the exchange under way finish, closes idle connections and takes no new ones")
    func graceful() async throws {
        let origin = try await RawServer()
        let sink = TestSink(settles: false)
        let proxy = try await TestProxy(.capture(sink))
        let idle = try await proxy.connect()
        let busy = try await proxy.connect()
        try await busy.write("GET http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "\r\n\r\n")
        async let stopped: Void = proxy.stop()
        #expect(try await idle.readToEnd() == "")
        try await upstream.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone")
        let (_, done) = try #require(await sink.nextHeld())
        done(.success(()))
        #expect(
            try await busy.readToEnd() == "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\ndone"
        )
        #expect(!busy.wasReset)
        await stopped
        await #expect(throws: (any Error).self) { _ = try await proxy.connect() }
    }

    @Test("After the grace period what is left is broken and abandoned")
    func graceIsOver() async throws {
        let origin = try await RawServer()
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink))
        let client = try await proxy.connect()
        try await client.write("GET http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "\r\n\r\n")
        try await upstream.write("HTTP/1.1 200 OK\r\n\r\nhalf")
        _ = try await client.read(until: "hal")
        await proxy.server.stop(grace: .milliseconds(50))
        _ = try await client.readToEnd()
        #expect(client.wasReset)
        #expect(await sink.nextAbandoned()?.response?.body.bytes == Array("half".utf8))
    }

    @Test("A kept connection that stays idle is closed")
    func idle() async throws {
        let proxy = try await TestProxy(.forward) { $0.timeouts.idle = .milliseconds(50) }
        let client = try await proxy.connect()
        #expect(try await client.readToEnd() == "")
        await proxy.stop()
    }

    @Test("Several event loops serve at once")
    func eventLoops() async throws {
        let player = TestPlayer { request, _ in Response(status: 200, body: Body(request.target)) }
        let proxy = try await TestProxy(.play(player)) { $0.eventLoops = 3 }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<12 {
                group.addTask {
                    let client = try await proxy.connect()
                    try await client.write("GET http://x/\(number) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    #expect(try await client.readToEnd().hasSuffix("/\(number)"))
                }
            }
            try await group.waitForAll()
        }
        await proxy.stop()
    }
}
