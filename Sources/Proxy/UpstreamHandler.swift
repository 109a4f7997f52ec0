import Interception
import NIOCore
import NIOTLS
import Wire

/// A connection to an origin: bytes in, response events out to the exchange that it carries.
final class UpstreamHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let route: Route
    private let connector: UpstreamConnector
    private let timeout: TimeAmount
    private var decoder: ResponseDecoder
    private var context: ChannelHandlerContext?
    private var isReadPending = false
    private var failure: (any Error)?
    private var handshakeTimer: Scheduled<Void>?

    /// The exchange that it carries.
    private var exchange: ForwardedExchange?
    /// The handler nearest to the socket: the TLS one, if there is one.
    var outermost: (any ChannelHandler)?
    /// Called when the connection closes while it carries none.
    var onIdleClose: (() -> Void)?

    /// Whether requests can be sent: connected, and TLS is agreed on.
    private(set) var isReady = false
    /// Whether it has carried an exchange before the present one.
    private(set) var isReused = false
    /// Whether a byte came since the present request was sent.
    private(set) var hasReceived = false
    /// Whether nothing has come that should not.
    private(set) var isClean = true

    init(_ route: Route, connector: UpstreamConnector, configuration: ProxyConfiguration) {
        self.route = route
        self.connector = connector
        timeout = configuration.timeouts.connect
        decoder = ResponseDecoder(limits: configuration.limits)
    }

    /// Whether more can be written without gathering in memory.
    var isWritable: Bool {
        context?.channel.isWritable ?? false
    }

    // MARK: Exchanges

    /// Takes on an exchange.
    func attach(_ exchange: ForwardedExchange, _ request: RequestRelay) {
        self.exchange = exchange
        hasReceived = false
        decoder.expect(request.methodKind, upgrade: request.offersUpgrade)
    }

    /// Lets go of the exchange, which is over.
    func detach() {
        exchange = nil
        isReused = true
        resumeReading()
    }

    func write(_ bytes: OutgoingBytes) {
        guard let context else { return }
        for buffer in bytes.buffers { context.write(wrapOutboundOut(buffer), promise: nil) }
        context.flush()
    }

    /// Closes the connection; nobody is told.
    func close() {
        exchange = nil
        onIdleClose = nil
        closeNow()
    }

    /// Closes the connection. TLS says that it ends, and does not wait for the origin to say so too.
    private func closeNow() {
        guard let context else { return }
        context.close(promise: nil)
        guard let outermost else { return }
        try? context.pipeline.syncOperations.context(handler: outermost).close(promise: nil)
    }

    /// The exchange's client can take more, so reading may go on.
    func resumeReading() {
        guard isReadPending, let context else { return }
        isReadPending = false
        context.read()
    }

    /// Hands the connection over to a tunnel: the handler takes this one's place and gets the bytes not yet read.
    func relay(through relay: RelayHandler) throws {
        guard let context else { return }
        exchange = nil
        onIdleClose = nil
        let rest = decoder.takeRemaining()
        try context.pipeline.syncOperations.addHandler(relay, position: .after(self))
        if rest.readableBytes > 0 {
            context.fireChannelRead(wrapInboundOut(rest))
            context.fireChannelReadComplete()
        }
        resumeReading()
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    /// The connection could not be made or broke.
    func fail(_ problem: Problem) {
        let exchange = exchange
        self.exchange = nil
        closeNow()
        exchange?.originFailed(problem, afterReuse: isReused && !hasReceived)
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        handshakeTimer?.cancel()
    }

    func channelActive(context: ChannelHandlerContext) {
        if connector.leadsBack(context.channel) {
            fail(Problem(508, "\(route.origin) is this proxy itself: a request to it would go round for ever."))
        } else if route.isSecure {
            handshakeTimer = context.eventLoop.assumeIsolated().scheduleTask(in: timeout) { [weak self] in
                self?.handshakeTimedOut()
            }
        } else {
            becomeReady()
        }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent { becomeReady() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        hasReceived = true
        decoder.receive(unwrapInboundIn(data))
        do {
            while let event = try decoder.next() {
                exchange?.receive(event)
                if case .end = event { isClean = (try? decoder.next()) == .some(nil) }
            }
            exchange?.responseGathered()
        } catch {
            guard exchange != nil else {
                isClean = false
                context.close(promise: nil)
                return
            }
            exchange?.responseGathered()
            fail(Problem(talkingTo: route.origin, error))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        isReady = false
        isClean = false
        let idleClose = onIdleClose
        onIdleClose = nil
        if exchange == nil {
            idleClose?()
        } else {
            connectionEnded()
        }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        failure = failure ?? error
        if let fault = error as? InterceptionError, fault.code != .truncated {
            fail(Problem(talkingTo: route.origin, error))
        }
        context.close(promise: nil)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { exchange?.originBecameWritable() }
        context.fireChannelWritabilityChanged()
    }

    func read(context: ChannelHandlerContext) {
        if exchange?.takesResponse ?? true {
            context.read()
        } else {
            isReadPending = true
        }
    }

    private func handshakeTimedOut() {
        fail(
            Problem(
                504,
                "\(route.origin) did not complete the TLS handshake within \(timeout.nanoseconds / 1_000_000_000) s."
            )
        )
    }

    private func becomeReady() {
        handshakeTimer?.cancel()
        handshakeTimer = nil
        isReady = true
        exchange?.originBecameReady()
    }

    /// The end of the connection ends a body well, unless the connection broke.
    private func connectionEnded() {
        do {
            if let failure { throw failure }
            if let event = try decoder.finish() {
                exchange?.receive(event)
                exchange?.responseGathered()
            }
            if exchange != nil { fail(Problem(talkingTo: route.origin, WireError(.missingResponse, from: .server))) }
        } catch {
            fail(Problem(talkingTo: route.origin, error))
        }
    }
}
