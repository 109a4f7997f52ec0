import Capture
import NIOCore
import Synchronization
import Testing

@testable import Proxy

@Suite("Tunnels")
struct TunnelTests {
    private let confirmation = "HTTP/1.1 200 Connection Established\r\n\r\n"

    private func tunnel(_ proxy: TestProxy, to authority: String, first: String = "") async throws -> RawConnection {
        let client = try await proxy.connect()
        try await client.write("CONNECT \(authority) HTTP/1.1\r\nHost: \(authority)\r\n\r\n" + first)
        #expect(try await client.read(until: "\r\n\r\n") == confirmation)
        return client
    }

    @Test("A host out of scope is tunnelled blind: any bytes, and each direction ends by itself")
    func blind() async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward) { $0.intercept = .hosts(["intercepted.example"]) }
        let client = try await tunnel(proxy, to: origin.authority, first: "early")
        let upstream = try await origin.accept()
        #expect(try await upstream.read(until: "early") == "early")
        let bytes: [UInt8] = [0, 0xFF, 0x0D, 0x0A, 0x16, 0x03]
        try await client.write(bytes)
        #expect(try await upstream.read(count: bytes.count) == bytes)
        try await client.write("last words")
        try await client.closeOutput()
        #expect(try await upstream.readToEnd() == "last words")
        try await upstream.write("heard, goodbye")
        try await upstream.closeOutput()
        #expect(try await client.readToEnd() == "heard, goodbye")
        #expect(!client.wasReset)
        await proxy.stop()
    }

    @Test("The origin may end first")
    func originEndsFirst() async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward) { $0.intercept = .none }
        let client = try await tunnel(proxy, to: origin.authority)
        let upstream = try await origin.accept()
        try await upstream.write("greeting")
        try await upstream.closeOutput()
        #expect(try await client.readToEnd() == "greeting")
        try await client.write("answer")
        try await client.closeOutput()
        #expect(try await upstream.readToEnd() == "answer")
        await proxy.stop()
    }

    @Test("A blind tunnel that cannot be made is answered 502")
    func unreachable() async throws {
        let proxy = try await TestProxy(.forward) { $0.intercept = .none }
        let client = try await proxy.connect()
        try await client.write("CONNECT \(closedAuthority) HTTP/1.1\r\nHost: \(closedAuthority)\r\n\r\n")
        let answer = try await client.readToEnd()
        #expect(answer.hasPrefix("HTTP/1.1 502 Bad Gateway\r\nContent-Type: application/problem+json\r\n"))
        await proxy.stop()
    }

    @Test("Plain HTTP in a tunnel to a host in scope is read")
    func plainInside() async throws {
        let origin = try await RawServer()
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink))
        let client = try await tunnel(proxy, to: origin.authority)
        for path in ["/1", "/2"] {
            try await client.write("GET \(path) HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        }
        let upstream = try await origin.accept()
        for path in ["/1", "/2"] {
            #expect(try await upstream.read(until: "\r\n\r\n").hasPrefix("GET \(path) HTTP/1.1\r\n"))
            try await upstream.write("HTTP/1.1 204 No Content\r\n\r\n")
            #expect(try await client.read(until: "\r\n\r\n") == "HTTP/1.1 204 No Content\r\n\r\n")
            #expect(await sink.nextAccepted()?.request.url == "http://\(origin.authority)\(path)")
        }
        await proxy.stop()
    }

    @Test("An unreachable host in scope is answered 502 inside the tunnel, which stays open")
    func unreachableInside() async throws {
        let proxy = try await TestProxy(.forward)
        let client = try await tunnel(proxy, to: closedAuthority)
        for _ in 1...2 {
            try await client.write("GET / HTTP/1.1\r\nHost: \(closedAuthority)\r\n\r\n")
            #expect(try await client.read(until: "}\n").hasPrefix("HTTP/1.1 502 Bad Gateway\r\n"))
        }
        await proxy.stop()
    }

    @Test("What is neither TLS nor HTTP passes through, with what was looked at")
    func opaque() async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward)
        let client = try await tunnel(proxy, to: origin.authority)
        try await client.write("SSH-2.0-test\r\n")
        let upstream = try await origin.accept()
        #expect(try await upstream.read(until: "\r\n") == "SSH-2.0-test\r\n")
        try await upstream.write("SSH-2.0-origin\r\n")
        #expect(try await client.read(until: "\r\n") == "SSH-2.0-origin\r\n")
        await proxy.stop()
    }

    @Test(
        "A tunnel in a tunnel and a target on another host are refused",
        arguments: [
            ("CONNECT other.example:443", "other.example:443", 501),
            ("GET http://other.example/", "other.example", 421),
        ]
    )
    func refusedInside(line: String, host: String, status: Int) async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward)
        let client = try await tunnel(proxy, to: origin.authority)
        try await client.write("\(line) HTTP/1.1\r\nHost: \(host)\r\n\r\n")
        #expect(try await client.readToEnd().hasPrefix("HTTP/1.1 \(status) "))
        await proxy.stop()
    }

    @Test("An upgrade that the origin accepts makes both connections a relay")
    func upgrade() async throws {
        let origin = try await RawServer()
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink))
        let client = try await proxy.connect()
        try await client.write(
            "GET http://\(origin.authority)/ws HTTP/1.1\r\nHost: \(origin.authority)\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\n\r\n"
        )
        let upstream = try await origin.accept()
        let head = try await upstream.read(until: "\r\n\r\n")
        #expect(head.contains("Upgrade: websocket\r\n"))
        #expect(head.contains("Connection: Upgrade\r\n"))
        try await upstream.write(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nframe"
        )
        let answer = try await client.read(until: "frame")
        #expect(answer.contains("Upgrade: websocket\r\nConnection: Upgrade\r\n\r\nframe"))
        #expect(await sink.nextAccepted()?.response?.status == 101)
        try await client.write("GET is not looked at here")
        #expect(try await upstream.read(until: "here") == "GET is not looked at here")
        try await upstream.closeOutput()
        #expect(try await client.readToEnd() == "")
        await client.close()
        await proxy.stop()
    }

    @Test("An upgrade that is declined leaves HTTP as it was")
    func declinedUpgrade() async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward)
        let client = try await proxy.connect()
        let upgrade = "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AA\r\n\r\n"
        for _ in 1...2 {
            try await client.write(
                "GET http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\n" + upgrade
            )
        }
        let upstream = try await origin.accept()
        for _ in 1...2 {
            #expect(try await upstream.read(until: "\r\n\r\n") == "GET / HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
            try await upstream.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
            #expect(try await client.read(until: "hi").hasPrefix("HTTP/1.1 200 OK"))
        }
        await proxy.stop()
    }

    @Test("An override leads elsewhere, and Host keeps its name")
    func resolveOverride() async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward) {
            $0.resolve = [HostPort(host: "api.example", port: 80): HostPort(host: "127.0.0.1", port: origin.port)]
        }
        let client = try await proxy.connect()
        try await client.write("GET http://API.example/x HTTP/1.1\r\nHost: API.example\r\n\r\n")
        let upstream = try await origin.accept()
        #expect(try await upstream.read(until: "\r\n\r\n") == "GET /x HTTP/1.1\r\nHost: API.example\r\n\r\n")
        await proxy.server.stop(grace: .zero)
    }
}
