import Capture
import Interception
import NIOCore
import Synchronization
import Testing

@testable import Proxy

@Suite("TLS that is opened and read")
struct TLSInterceptionTests {
    /// A CA of the proxy and of the origins, whose certificate is in a file.
    private struct Trusted {
        let authority: CertificateAuthority
        private let file: CAFile

        init() throws {
            authority = try TestProxy.authority.get()
            file = try CAFile(authority)
        }

        var trust: UpstreamTrust {
            get throws { try UpstreamTrust(additionalRoots: [file.path]) }
        }

        func remove() {
            file.remove()
        }
    }

    /// An origin that speaks TLS with a certificate of the same CA.
    private func origin(_ trusted: Trusted) async throws -> RawServer {
        let contexts = ServerContexts(authority: trusted.authority)
        return try await RawServer { try contexts.handlers(host: "127.0.0.1") }
    }

    /// Opens a tunnel and then TLS in it.
    private func client(
        _ proxy: TestProxy,
        _ authority: String,
        host: String,
        _ trust: UpstreamTrust
    ) async throws
        -> RawConnection
    {
        let client = try await proxy.connect()
        try await client.write("CONNECT \(authority) HTTP/1.1\r\nHost: \(authority)\r\n\r\n")
        #expect(try await client.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 "))
        let channel = client.channel
        try await channel.eventLoop.submit {
            let handlers = try trust.handlers(host: host, port: 443)
            try channel.pipeline.syncOperations.addHandlers(handlers, position: .first)
        }.get()
        return client
    }

    @Test("Requests in TLS are read, passed on over TLS and captured")
    func intercepts() async throws {
        let trusted = try Trusted()
        defer { trusted.remove() }
        let origin = try await origin(trusted)
        let sink = TestSink()
        let trust = try trusted.trust
        let proxy = try await TestProxy(.capture(sink)) { $0.trust = trust }
        let client = try await client(proxy, origin.authority, host: "127.0.0.1", trust)
        for path in ["/1", "/2"] {
            try await client.write("GET \(path) HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        }
        let upstream = try await origin.accept()
        for path in ["/1", "/2"] {
            #expect(
                try await upstream.read(until: "\r\n\r\n")
                    == "GET \(path) HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n"
            )
            try await upstream.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
            #expect(try await client.read(until: "hi") == "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
            let exchange = try #require(await sink.nextAccepted())
            #expect(exchange.request.url == "https://\(origin.authority)\(path)")
        }
        await proxy.stop()
    }

    @Test("A large body crosses TLS whole, both ways")
    func largeBodies() async throws {
        let trusted = try Trusted()
        defer { trusted.remove() }
        let origin = try await origin(trusted)
        let trust = try trusted.trust
        let proxy = try await TestProxy(.forward) { $0.trust = trust }
        let client = try await client(proxy, origin.authority, host: "127.0.0.1", trust)
        let size = 2_000_000
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        async let sending: Void = client.write(
            Array("PUT / HTTP/1.1\r\nHost: \(origin.authority)\r\nContent-Length: \(size)\r\n\r\n".utf8) + body
        )
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "\r\n\r\n")
        #expect(try await upstream.read(count: size) == body)
        try await sending
        async let answering: Void = upstream.write(
            Array("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n".utf8) + body
        )
        _ = try await client.read(until: "\r\n\r\n")
        #expect(try await client.read(count: size) == body)
        try await answering
        await proxy.stop()
    }

    @Test("An origin whose certificate is not trusted: 502 that says how to trust it")
    func untrustedOrigin() async throws {
        let trusted = try Trusted()
        defer { trusted.remove() }
        let origin = try await origin(trusted)
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink))
        let client = try await client(proxy, origin.authority, host: "127.0.0.1", trusted.trust)
        try await client.write("GET / HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        let answer = try await client.read(until: "}\n")
        #expect(answer.hasPrefix("HTTP/1.1 502 Bad Gateway\r\n"))
        #expect(answer.contains("--upstream-ca"))
        #expect(await sink.nextAbandoned()?.failure?.contains("not trusted") == true)
        await proxy.stop()
    }

    @Test("An origin that does not speak TLS: 502")
    func plainOrigin() async throws {
        let trusted = try Trusted()
        defer { trusted.remove() }
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward)
        let client = try await client(proxy, origin.authority, host: "127.0.0.1", trusted.trust)
        try await client.write("GET / HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        let upstream = try await origin.accept()
        try await upstream.write("220 not TLS\r\n")
        #expect(try await client.read(until: "}\n").hasPrefix("HTTP/1.1 502 Bad Gateway\r\n"))
        await proxy.stop()
    }

    @Test("An origin that never completes its handshake: 504")
    func stalledHandshake() async throws {
        let trusted = try Trusted()
        defer { trusted.remove() }
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward) { $0.timeouts.connect = .milliseconds(200) }
        let client = try await client(proxy, origin.authority, host: "127.0.0.1", trusted.trust)
        try await client.write("GET / HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        #expect(try await client.read(until: "}\n").hasPrefix("HTTP/1.1 504 Gateway Timeout\r\n"))
        await proxy.stop()
    }

    @Test("A client that does not trust the CA is named in the log")
    func untrustingClient() async throws {
        let proxy = try await TestProxy(.forward)
        let client = try await client(proxy, "127.0.0.1:1", host: "127.0.0.1", UpstreamTrust())
        _ = try await client.readToEnd()
        await client.close()
        await proxy.stop()
        #expect(proxy.log.lines.contains { $0.contains("client of 127.0.0.1") })
    }

    @Test("A body that ends with the connection is broken when TLS was not ended")
    func truncation() async throws {
        let trusted = try Trusted()
        defer { trusted.remove() }
        let origin = try await origin(trusted)
        let sink = TestSink()
        let trust = try trusted.trust
        let proxy = try await TestProxy(.capture(sink)) { $0.trust = trust }
        let client = try await client(proxy, origin.authority, host: "127.0.0.1", trust)
        try await client.write("GET / HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "\r\n\r\n")
        try await upstream.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhalf")
        _ = try await client.read(until: "hal")
        // Around TLS: the socket ends without a word of it.
        let channel = upstream.channel
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.context(handlerType: RawConnection.Bottom.self).close(promise: nil)
        }.get()
        #expect(await sink.nextAbandoned()?.response?.body.bytes == Array("half".utf8))
        _ = try await client.readToEnd()
        await proxy.stop()
    }

    @Test("In play mode TLS is answered from here, for any host, and nothing is dialled")
    func plays() async throws {
        let trusted = try Trusted()
        defer { trusted.remove() }
        let player = TestPlayer { request, session in
            Response(status: 200, body: Body(Array("\(request.url) \(session ?? "-")".utf8)))
        }
        let proxy = try await TestProxy(.play(player)) { $0.dialsOut = false }
        let connection = try await proxy.connect()
        try await connection.write(
            "CONNECT no-such-host.invalid:443 HTTP/1.1\r\nHost: no-such-host.invalid:443\r\n"
                + "Proxy-Authorization: Basic bG9naW4tdGVzdDp4\r\n\r\n"
        )
        _ = try await connection.read(until: "\r\n\r\n")
        let channel = connection.channel
        let trust = try trusted.trust
        try await channel.eventLoop.submit {
            let handlers = try trust.handlers(host: "no-such-host.invalid", port: 443)
            try channel.pipeline.syncOperations.addHandlers(handlers, position: .first)
        }.get()
        try await connection.write("GET /a HTTP/1.1\r\nHost: no-such-host.invalid\r\n\r\n")
        #expect(try await connection.read(until: "login-test").hasSuffix("https://no-such-host.invalid/a login-test"))
        await proxy.stop()
    }
}
