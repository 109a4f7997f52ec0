import Capture
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Proxy

/// Without a limit a proxy would take in all of it; the socket buffers of the kernel alone may take some 40 MiB.
private let volume = 256 << 20
private let mostBuffered = 96 << 20

@Suite("Memory is bounded: nobody is read faster than the other side takes it", .serialized)
struct BackpressureTests {
    /// Sends until the other side takes no more for a while; returns how much went out.
    private func pour(into connection: RawConnection) async throws -> Int {
        let chunk = ByteBuffer(repeating: 0x78, count: 64 * 1024)
        let sent = Atomic(0)
        let task = Task {
            while sent.load(ordering: .relaxed) < volume {
                try await connection.channel.writeAndFlush(chunk)
                sent.add(chunk.readableBytes, ordering: .relaxed)
            }
        }
        // Stalled means: no progress over a number of turns, each of which gives the proxy's loop time to work.
        var last = -1
        var quietTurns = 0
        while quietTurns < 20, sent.load(ordering: .relaxed) < volume {
            try await connection.channel.eventLoop.scheduleTask(in: .milliseconds(20)) {}.futureResult.get()
            let now = sent.load(ordering: .relaxed)
            quietTurns = now == last ? quietTurns + 1 : 0
            last = now
        }
        task.cancel()
        return sent.load(ordering: .relaxed)
    }

    @Test("A client that does not read stops its origin")
    func slowClient() async throws {
        let origin = try await RawServer()
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink))
        let client = try await proxy.connect(receiveBuffer: 16 * 1024)
        try await client.write("GET http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        try await client.channel.setOption(.autoRead, value: false).get()
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "\r\n\r\n")
        try await upstream.write("HTTP/1.1 200 OK\r\nContent-Length: \(volume)\r\n\r\n")
        let sent = try await pour(into: upstream)
        #expect(sent < mostBuffered)
        await client.close()
        _ = await sink.nextAbandoned()
        await proxy.stop()
    }

    @Test("An origin that does not read stops its client")
    func slowOrigin() async throws {
        let origin = try await RawServer(autoRead: false)
        let proxy = try await TestProxy(.forward)
        let client = try await proxy.connect()
        try await client.write(
            "PUT http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\nContent-Length: \(volume)\r\n\r\n"
        )
        _ = try await origin.accept()
        let sent = try await pour(into: client)
        #expect(sent < mostBuffered)
        await client.close()
        await proxy.server.stop(grace: .zero)
    }

    @Test("A blind tunnel is no faster than its slower end")
    func slowTunnel() async throws {
        let origin = try await RawServer(autoRead: false)
        let proxy = try await TestProxy(.forward) { $0.intercept = .none }
        let client = try await proxy.connect()
        try await client.write("CONNECT \(origin.authority) HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        _ = try await client.read(until: "\r\n\r\n")
        let sent = try await pour(into: client)
        #expect(sent < mostBuffered)
        await client.close()
        await proxy.server.stop(grace: .zero)
    }

    @Test("A slow client gets every byte in the end")
    func nothingIsDropped() async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward)
        let client = try await proxy.connect(receiveBuffer: 16 * 1024)
        try await client.write("GET http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        try await client.channel.setOption(.autoRead, value: false).get()
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "\r\n\r\n")
        let size = 8 << 20
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 131) }
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n"
        async let sending: Void = upstream.write(Array(head.utf8) + body)
        try await client.channel.setOption(.autoRead, value: true).get()
        client.channel.read()
        #expect(try await client.read(until: "\r\n\r\n") == head)
        #expect(try await client.read(count: size) == body)
        try await sending
        await proxy.stop()
    }
}
