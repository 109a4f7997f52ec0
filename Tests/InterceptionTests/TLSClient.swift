import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS

/// What a client saw of a connection that it made.
struct TLSClient {
    /// The protocol that was agreed on.
    let applicationProtocol: String?
    /// What the server sent before it closed.
    let received: String

    /// Connects to a loopback port, waits for the end, and throws the first error of the connection.
    static func connect(
        to port: Int,
        handlers: @escaping @Sendable () throws -> [any ChannelHandler]
    ) async throws -> TLSClient {
        let group = MultiThreadedEventLoopGroup.singleton
        let result = group.any().makePromise(of: TLSClient.self)
        do {
            _ = try await ClientBootstrap(group: group)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.addHandlers(handlers())
                        try pipeline.addHandler(Listener(result))
                    }
                }
                .connect(host: "127.0.0.1", port: port).get()
        } catch {
            result.fail(error)
        }
        return try await result.futureResult.get()
    }
}

private final class Listener: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let result: EventLoopPromise<TLSClient>
    private var applicationProtocol: String?
    private var received = ""

    init(_ result: EventLoopPromise<TLSClient>) {
        self.result = result
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted(let negotiated) = event { applicationProtocol = negotiated }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
    }

    func channelInactive(context: ChannelHandlerContext) {
        result.succeed(TLSClient(applicationProtocol: applicationProtocol, received: received))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        result.fail(error)
        context.close(promise: nil)
    }
}
