import Interception
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import NIOTLS
import Synchronization
import Testing

@testable import Proxy

/// One end of a connection of HTTP/2.
final class HTTP2End: Sendable {
    let channel: any Channel
    private let multiplexer = Mutex<NIOHTTP2Handler.StreamMultiplexer?>(nil)
    private let streams: AsyncStream<StreamEnd>
    private let input: AsyncStream<StreamEnd>.Continuation
    private let frames: AsyncStream<HTTP2Frame>
    private let frameInput: AsyncStream<HTTP2Frame>.Continuation

    init(_ channel: any Channel) {
        self.channel = channel
        (streams, input) = AsyncStream.makeStream()
        (frames, frameInput) = AsyncStream.makeStream()
    }

    /// Adds the handlers of HTTP/2; to be called on the event loop.
    func install(
        _ mode: NIOHTTP2Handler.ParserMode,
        streamWindow: Int = 65_535,
        autoRead: Bool = true,
        settings: [HTTP2Setting] = []
    ) throws {
        var stream = NIOHTTP2Handler.StreamConfiguration()
        stream.targetWindowSize = streamWindow
        stream.streamResetFrameRateLimit.maximumCount = 100_000
        stream.streamErrorRateLimit.maximumCount = 100_000
        var connection = NIOHTTP2Handler.ConnectionConfiguration()
        connection.initialSettings += settings
        connection.headerBlockValidation = .disabled
        connection.contentLengthValidation = .disabled
        connection.maximumConnectionGlitches = 100_000
        let handler = NIOHTTP2Handler(
            mode: mode,
            eventLoop: channel.eventLoop,
            connectionConfiguration: connection,
            streamConfiguration: stream
        ) { [input] channel in
            channel.eventLoop.makeCompletedFuture {
                let end = StreamEnd(channel)
                if !autoRead { try channel.syncOptions?.setOption(.autoRead, value: false) }
                try channel.pipeline.syncOperations.addHandler(end.receiver)
                input.yield(end)
            }
        }
        try channel.pipeline.syncOperations.addHandlers([handler, Receiver(frameInput)])
        let made = try handler.syncMultiplexer()
        multiplexer.withLock { $0 = made }
    }

    /// The next stream that the peer opens.
    func accept() async throws -> StreamEnd {
        let timer = channel.eventLoop.scheduleTask(in: .seconds(20)) { [input] in input.finish() }
        defer { timer.cancel() }
        var iterator = streams.makeAsyncIterator()
        return try #require(await iterator.next())
    }

    /// Opens a stream.
    func open(autoRead: Bool = true) async throws -> StreamEnd {
        let multiplexer = try #require(multiplexer.withLock { $0 })
        let end = Mutex<StreamEnd?>(nil)
        let box = Box(end)
        _ = try await multiplexer.createStreamChannel { channel in
            channel.eventLoop.makeCompletedFuture {
                let made = StreamEnd(channel)
                if !autoRead { try channel.syncOptions?.setOption(.autoRead, value: false) }
                try channel.pipeline.syncOperations.addHandler(made.receiver)
                box.value.withLock { $0 = made }
            }
        }.get()
        return try #require(box.value.withLock { $0 })
    }

    /// Opens a stream and sends a request without a body.
    func get(_ path: String, _ authority: String, _ fields: HPACKHeaders = [:]) async throws -> StreamEnd {
        let stream = try await open()
        try await stream.send(.request("GET", authority, path, fields), end: true)
        return stream
    }

    /// The next GOAWAY frame.
    func goAway() async throws -> (lastStream: HTTP2StreamID, code: HTTP2ErrorCode) {
        let timer = channel.eventLoop.scheduleTask(in: .seconds(20)) { [frameInput] in frameInput.finish() }
        defer { timer.cancel() }
        for await frame in frames {
            if case .goAway(let lastStream, let code, _) = frame.payload { return (lastStream, code) }
        }
        throw StreamEnd.Ended(description: "no GOAWAY came")
    }

    func send(_ frame: HTTP2Frame) async throws {
        try await channel.writeAndFlush(frame)
    }

    func close() async {
        try? await channel.close()
    }

    private final class Receiver: ChannelInboundHandler, Sendable {
        typealias InboundIn = HTTP2Frame
        private let input: AsyncStream<HTTP2Frame>.Continuation

        init(_ input: AsyncStream<HTTP2Frame>.Continuation) {
            self.input = input
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            input.yield(unwrapInboundIn(data))
        }

        func channelInactive(context: ChannelHandlerContext) {
            input.finish()
        }
    }
}

extension HPACKHeaders {
    static func request(
        _ method: String,
        _ authority: String,
        _ path: String,
        _ fields: HPACKHeaders = [:]
    ) -> HPACKHeaders {
        var headers: HPACKHeaders = [":method": method, ":scheme": "https", ":authority": authority, ":path": path]
        headers.add(contentsOf: fields)
        return headers
    }
}

/// An origin that speaks HTTP/2 over TLS.
final class HTTP2Origin: Sendable {
    let port: Int
    private let listener: any Channel
    private let connections: AsyncStream<HTTP2End>
    private let input: AsyncStream<HTTP2End>.Continuation

    /// Without `contexts` it speaks HTTP/2 without TLS. `refusesFirst`: its first connection gets the alert of a server that
    /// speaks nothing of what it was offered (RFC 7301 §3.2), which the library's does not send.
    init(
        _ contexts: ServerContexts?,
        refusesFirst: Bool = false,
        streamWindow: Int = 65_535,
        autoRead: Bool = true,
        settings: [HTTP2Setting] = []
    ) async throws {
        let (stream, continuation) = AsyncStream<HTTP2End>.makeStream()
        connections = stream
        input = continuation
        let refusals = Mutex(refusesFirst ? 1 : 0)
        let box = Box(refusals)
        listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let refuses = box.value.withLock { left in
                        defer { left = 0 }
                        return left > 0
                    }
                    if refuses { return try channel.pipeline.syncOperations.addHandler(ProtocolAlert()) }
                    let handlers = try contexts?.handlers(host: "127.0.0.1", applicationProtocols: ["h2"]) ?? []
                    try channel.pipeline.syncOperations.addHandlers(handlers)
                    let end = HTTP2End(channel)
                    try end.install(.server, streamWindow: streamWindow, autoRead: autoRead, settings: settings)
                    continuation.yield(end)
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        port = try #require(listener.localAddress?.port)
    }

    private final class ProtocolAlert: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let alert = ByteBuffer(bytes: [21, 3, 3, 0, 2, 2, 120])
            context.writeAndFlush(wrapOutboundOut(alert), promise: nil)
            context.close(promise: nil)
        }
    }

    var authority: String {
        "127.0.0.1:\(port)"
    }

    /// The next connection.
    func accept() async throws -> HTTP2End {
        let timer = listener.eventLoop.scheduleTask(in: .seconds(20)) { [input] in input.finish() }
        defer { timer.cancel() }
        var iterator = connections.makeAsyncIterator()
        return try #require(await iterator.next())
    }

    func close() async {
        try? await listener.close()
    }
}

/// A proxy that opens TLS, with an origin and clients that trust the same CA.
struct HTTP2Setup {
    let proxy: TestProxy
    let contexts: ServerContexts
    private let trust: UpstreamTrust
    private let file: CAFile

    init(
        _ plan: Plan,
        recorded: ApplicationProtocol? = nil,
        configure: (inout ProxyConfiguration) throws -> Void = { _ in }
    ) async throws {
        let authority = try TestProxy.authority.get()
        file = try CAFile(authority)
        contexts = ServerContexts(authority: authority)
        let trust = try UpstreamTrust(additionalRoots: [file.path])
        self.trust = trust
        proxy = try await TestProxy(
            configure: {
                $0.trust = trust
                try configure(&$0)
            },
            recorded: recorded,
            plan: { _ in plan }
        )
    }

    /// Opens a tunnel and TLS in it. Returns the connection and the protocol that was agreed on; `speak` adds the handlers
    /// that are to take what comes in it.
    func tunnel(
        _ authority: String,
        offers: [String],
        speak: @escaping @Sendable (any Channel) throws -> Void = { _ in }
    ) async throws -> (RawConnection, String?) {
        let client = try await proxy.connect()
        try await client.write("CONNECT \(authority) HTTP/1.1\r\nHost: \(authority)\r\n\r\n")
        #expect(try await client.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 "))
        let channel = client.channel
        let trust = trust
        let promise = channel.eventLoop.makePromise(of: String?.self)
        try await channel.eventLoop.submit {
            let host = authority.split(separator: ":").first.map(String.init) ?? authority
            let handlers = try trust.handlers(host: host, port: 443, applicationProtocols: offers)
            let negotiated = Negotiated(promise, speak)
            try channel.pipeline.syncOperations.addHandlers(handlers + [negotiated], position: .first)
        }.get()
        return (client, try await promise.futureResult.get())
    }

    /// A client that speaks HTTP/2 with an origin, through the proxy.
    func client(_ authority: String, offers: [String] = ["h2", "http/1.1"]) async throws -> HTTP2End {
        let made = Mutex<HTTP2End?>(nil)
        let box = Box(made)
        let (_, negotiated) = try await tunnel(authority, offers: offers) { channel in
            let end = HTTP2End(channel)
            try HTTP2Setup.speak(end)
            box.value.withLock { $0 = end }
        }
        #expect(negotiated == "h2")
        return try #require(box.value.withLock { $0 })
    }

    /// Speaks HTTP/2 on a connection from now on; to be called on the event loop.
    private static func speak(_ end: HTTP2End) throws {
        let pipeline = end.channel.pipeline.syncOperations
        pipeline.removeHandler(
            context: try pipeline.context(handlerType: RawConnection.Receiver.self),
            promise: nil
        )
        try end.install(.client)
    }

    func stop() async {
        await proxy.stop()
        file.remove()
    }

    private final class Negotiated: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        private let promise: EventLoopPromise<String?>
        private let speak: @Sendable (any Channel) throws -> Void

        init(_ promise: EventLoopPromise<String?>, _ speak: @escaping @Sendable (any Channel) throws -> Void) {
            self.promise = promise
            self.speak = speak
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case .handshakeCompleted(let negotiated)? = event as? TLSUserEvent {
                let channel = context.channel
                promise.completeWith(
                    Result {
                        try speak(channel)
                        return negotiated
                    }
                )
            }
            context.fireUserInboundEventTriggered(event)
        }

        func channelInactive(context: ChannelHandlerContext) {
            promise.fail(ChannelError.eof)
            context.fireChannelInactive()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            promise.fail(error)
            context.fireErrorCaught(error)
        }
    }
}
