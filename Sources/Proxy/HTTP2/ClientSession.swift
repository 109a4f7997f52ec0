import Interception
import NIOCore
import NIOHTTP2
import Wire

/// A client's connection of HTTP/2: each of its exchanges has a stream, a ``ClientStream``.
final class ClientSession: ChannelInboundHandler, ClientConnection {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    let services: ProxyServices
    let eventLoop: any EventLoop
    let origins: Origins
    /// What the connection carries.
    var connection: ClientConnectionMachine
    /// The handler nearest to the socket, for closing without a word to the TLS layer.
    private let outermost: ChannelHandlerContext?
    private var context: ChannelHandlerContext?
    private let watchdog: Watchdog
    private var streams: [ObjectIdentifier: ClientStream] = [:]
    private var lastStream = HTTP2StreamID.rootStream
    private var isDraining = false
    private var isClosing = false

    init(
        services: ProxyServices,
        eventLoop: any EventLoop,
        connection: ClientConnectionMachine,
        origins: Origins,
        outermost: ChannelHandlerContext?
    ) {
        self.services = services
        self.eventLoop = eventLoop
        self.connection = connection
        self.origins = origins
        self.outermost = outermost
        watchdog = Watchdog(eventLoop: eventLoop)
    }

    /// Adds the handlers of HTTP/2 behind the one that has read the connection so far.
    func install(after handler: any ChannelHandler, _ pipeline: ChannelPipeline.SynchronousOperations) throws {
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        let http2 = NIOHTTP2Handler(
            mode: .server,
            eventLoop: eventLoop,
            connectionConfiguration: .proxy(.server, services.configuration.limits),
            streamConfiguration: .proxy
        ) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(ClientStream(bound.value))
            }
        }
        let watch = ConnectionErrorWatch()
        watch.onError = { [weak self] in self?.close() }
        try pipeline.addHandlers([watch, http2, self], position: .after(handler))
    }

    // MARK: Streams

    func insert(_ stream: ClientStream, _ id: HTTP2StreamID) {
        streams[ObjectIdentifier(stream)] = stream
        lastStream = max(lastStream, id)
        watchdog.move(services.configuration.timeouts.idle)
    }

    func remove(_ stream: ClientStream) {
        streams[ObjectIdentifier(stream)] = nil
        watchdog.move(services.configuration.timeouts.idle)
        if isDraining && streams.isEmpty { end() }
    }

    // MARK: Ends

    /// Says that no more requests are taken (RFC 9113 §6.8), and closes when those there are have been answered.
    func drain() {
        guard !isDraining else { return }
        isDraining = true
        goAway(.maxID)
        if streams.isEmpty { end() }
    }

    /// Says which streams were the last ones, so that whatever crossed this on the way can be sent again, and closes.
    private func end() {
        goAway(lastStream)
        close()
    }

    private func goAway(_ last: HTTP2StreamID) {
        guard let context, !isClosing else { return }
        let payload = HTTP2Frame.FramePayload.goAway(lastStreamID: last, errorCode: .noError, opaqueData: nil)
        context.writeAndFlush(wrapOutboundOut(HTTP2Frame(streamID: .rootStream, payload: payload)), promise: nil)
    }

    func breakConnection() {
        outermost?.channel.resetOnClose()
        outermost?.close(promise: nil)
        context?.close(promise: nil)
    }

    /// Closes the connection once all is sent. TLS says that it ends, and does not wait for the client to say so too.
    private func close() {
        guard let context, !isClosing else { return }
        isClosing = true
        let sent = eventLoop.makePromise(of: Void.self)
        context.close(mode: .output, promise: sent)
        sent.futureResult.assumeIsolated().whenComplete { [self] _ in
            self.context?.close(promise: nil)
            outermost?.close(promise: nil)
        }
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        services.connections(on: eventLoop)?.insert(self)
        watchdog.onExpiry = { [weak self] in self?.expired() }
        watchdog.move(services.configuration.timeouts.idle)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        watchdog.cancel()
        services.connections(on: eventLoop)?.remove(self)
    }

    func channelInactive(context: ChannelHandlerContext) {
        origins.close()
        watchdog.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case is NIOHTTP2Errors.StreamClosed, is NIOHTTP2Errors.IOOnClosedConnection:
            break
        case is any NIOHTTP2Error:
            // Those that are about the whole connection close it (``ConnectionErrorWatch``).
            services.log("the client broke a rule of HTTP/2: \(type(of: error))")
        case let error as InterceptionError where error.code != .truncated:
            services.log(error.description)
            close()
        default:
            close()
        }
    }

    private func expired() {
        if streams.isEmpty {
            drain()
        } else {
            watchdog.move(services.configuration.timeouts.idle)
        }
    }
}
