import Interception
import NIOCore
import NIOHTTP2
import Wire

/// A connection of HTTP/2 to an origin: each exchange has a stream of it.
final class UpstreamSession: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame

    let route: Route
    let limits: Limits
    private let outermost: (any ChannelHandler)?
    private var http2: NIOHTTP2Handler?
    private var context: ChannelHandlerContext?
    /// Why the connection broke.
    private(set) var failure: (any Error)?
    /// The last stream that the origin works on, once it has said that it takes no more (RFC 9113 §6.8).
    private var lastStream: HTTP2StreamID?
    private var isClosing = false
    /// Whether it has waited for a request: the origin may have closed it meanwhile.
    var wasKept = false

    init(_ route: Route, limits: Limits, outermost: (any ChannelHandler)?) {
        self.route = route
        self.limits = limits
        self.outermost = outermost
    }

    /// Adds the handlers of HTTP/2 to the connection.
    func install(on channel: any Channel) throws {
        let http2 = NIOHTTP2Handler(
            mode: .client,
            eventLoop: channel.eventLoop,
            connectionConfiguration: .proxy(.client, limits),
            streamConfiguration: .proxy
        ) { pushed in
            pushed.close()
        }
        self.http2 = http2
        let watch = ConnectionErrorWatch()
        try channel.pipeline.syncOperations.addHandlers([watch, http2, self])
        watch.onError = { [weak self] in self?.close() }
    }

    // MARK: Streams

    /// Whether a stream can be made.
    var takesStreams: Bool {
        !isClosing && lastStream == nil && context?.channel.isActive ?? false
    }

    /// A new stream; `nil` when the origin takes no more.
    func makeStream() -> UpstreamStream? {
        guard takesStreams, let context else { return nil }
        guard let multiplexer = try? http2?.syncMultiplexer() else { return nil }
        let stream = UpstreamStream(self)
        let bound = NIOLoopBound(stream, eventLoop: context.eventLoop)
        multiplexer.createStreamChannel(promise: nil) { channel in
            channel.eventLoop.makeCompletedFuture {
                guard channel.parent?.isActive ?? false else {
                    bound.value.connectionEnded()
                    throw ChannelError.ioOnClosedChannel
                }
                try channel.pipeline.syncOperations.addHandler(bound.value)
            }
        }
        return stream
    }

    /// Whether the origin has said that it does not work on this stream.
    func leaves(_ stream: HTTP2StreamID) -> Bool {
        lastStream.map { stream > $0 } ?? false
    }

    /// Closes the connection. TLS says that it ends, and does not wait for the origin to say so too.
    func close() {
        isClosing = true
        guard let context else { return }
        context.close(promise: nil)
        guard let outermost else { return }
        try? context.pipeline.syncOperations.context(handler: outermost).close(promise: nil)
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        http2 = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .goAway(let lastStream, _, _) = unwrapInboundIn(data).payload {
            self.lastStream = lastStream
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        failure = failure ?? error
        // Those of HTTP/2 close the connection when they are about all of it.
        if !(error is any NIOHTTP2Error) { close() }
    }
}
