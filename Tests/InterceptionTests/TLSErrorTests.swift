import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import Interception

@Suite("TLS errors in words")
struct TLSErrorTests {
    @Test("A client that does not trust the CA is told from other faults")
    func distrust() async throws {
        let contexts = ServerContexts(authority: try .inMemory())
        let server = try await TLSServer { try contexts.handlers(host: "api.example.com") }
        let trust = try UpstreamTrust()
        let clientError = await #expect(throws: InterceptionError.self) {
            try await TLSClient.connect(to: server.port) { try trust.handlers(host: "api.example.com", port: 443) }
        }
        #expect(clientError?.code == .untrustedPeer)
        let serverError = try #require(await server.errors.first { _ in true } as? InterceptionError)
        #expect(serverError.code == .refusedByClient)
        #expect(serverError.description.contains("does not trust Hushtape's certificate for api.example.com"))
        #expect(serverError.description.contains("hushtape ca"))
    }

    @Test("A client that goes away during the handshake", arguments: [false, true])
    func clientLeaves(afterHello: Bool) async throws {
        let contexts = ServerContexts(authority: try .inMemory())
        let server = try await TLSServer { try contexts.handlers(host: "api.example.com") }
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: server.port).get()
        // The start of a ClientHello (RFC 8446 §4.1.2): a record of 512 bytes, of which five come.
        let start: [UInt8] = afterHello ? [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03] : [0x16]
        try await channel.writeAndFlush(ByteBuffer(bytes: start))
        try await channel.close()
        let error = try #require(await server.errors.first { _ in true } as? InterceptionError)
        #expect(error.code == .refusedByClient)
        #expect(error.description.contains("closed the connection during the TLS handshake"))
    }

    @Test("Plain HTTP where TLS is expected")
    func plainHTTP() async throws {
        let contexts = ServerContexts(authority: try .inMemory())
        let server = try await TLSServer { try contexts.handlers(host: "api.example.com") }
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: server.port).get()
        try await channel.writeAndFlush(ByteBuffer(string: "GET / HTTP/1.1\r\nHost: api.example.com\r\n\r\n"))
        let error = try #require(await server.errors.first { _ in true } as? InterceptionError)
        #expect(error.code == .tls)
        #expect(error.description == "the client of api.example.com does not speak TLS (HTTP_REQUEST)")
        try? await channel.close()
    }

    @Test("An upstream server without TLS")
    func plainServer() async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.writeAndFlush(ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\n\r\n"), promise: nil)
                return channel.eventLoop.makeSucceededVoidFuture()
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        let trust = try UpstreamTrust()
        let error = await #expect(throws: InterceptionError.self) {
            try await TLSClient.connect(to: port) { try trust.handlers(host: "::1", port: 8443) }
        }
        #expect(error?.code == .tls)
        #expect(error?.description == "[::1]:8443 does not speak TLS (WRONG_VERSION_NUMBER)")
        try await server.close()
    }

    @Test("An old TLS version is refused")
    func oldVersion() async throws {
        var configuration = try TestCertificate(names: [.loopback]).serverConfiguration()
        configuration.minimumTLSVersion = .tlsv1
        configuration.maximumTLSVersion = .tlsv11
        let server = try await TLSServer(configuration: configuration)
        let trust = try UpstreamTrust()
        let error = await #expect(throws: InterceptionError.self) {
            try await TLSClient.connect(to: server.port) { try trust.handlers(host: "127.0.0.1", port: 443) }
        }
        #expect(error?.code == .tls)
        #expect(error?.description.hasPrefix("the TLS handshake with 127.0.0.1:443 failed: ") == true)
    }

    @Test("Errors that are not of TLS stay what they are")
    func otherErrors() {
        #expect(TLSPeer.client(of: .name("a.example")).explanation(of: ChannelError.ioOnClosedChannel) == nil)
    }

    @Test("A stream that ends without close_notify may be cut off")
    func truncated() {
        let error = TLSPeer.client(of: .name("a.example")).explanation(of: NIOSSLError.uncleanShutdown)
        #expect(error?.code == .truncated)
    }
}
