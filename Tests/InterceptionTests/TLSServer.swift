import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS

/// A server on a free loopback port that greets after the handshake and closes.
final class TLSServer: Sendable {
    private let channel: any Channel

    static let greeting = "hello from the server\n"

    /// - Parameter handlers: What makes a connection a TLS one.
    init(handlers: @escaping @Sendable () throws -> [any ChannelHandler]) async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: (any Error).self)
        errors = stream
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandlers(handlers())
                    try pipeline.addHandler(Greeter(errors: continuation))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    /// A server with one TLS configuration for all connections.
    convenience init(configuration: TLSConfiguration) async throws {
        let context = try NIOSSLContext(configuration: configuration)
        try await self.init { [NIOSSLServerHandler(context: context)] }
    }

    /// Errors of all connections, in the order they happened.
    let errors: AsyncStream<any Error>

    var port: Int { channel.localAddress?.port ?? 0 }

    deinit {
        channel.close(promise: nil)
    }
}

private final class Greeter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let errors: AsyncStream<any Error>.Continuation

    init(errors: AsyncStream<any Error>.Continuation) {
        self.errors = errors
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event {
            let greeting = context.channel.allocator.buffer(string: TLSServer.greeting)
            context.writeAndFlush(wrapOutboundOut(greeting), promise: nil)
            context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        errors.yield(error)
        context.close(promise: nil)
    }
}
