import Interception
import NIOCore
import Wire

/// A connection of HTTP/1 to an origin, which carries one exchange at a time.
final class UpstreamHandler: ChannelDuplexHandler, RemovableChannelHandler, ExchangeOrigin {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let route: Route
    private weak var origins: Origins?
    private var decoder: ResponseDecoder
    private var context: ChannelHandlerContext?
    private var isReadPending = false
    private var failure: (any Error)?

    /// The exchange that it carries.
    private var exchange: ForwardedExchange?
    private var request: RequestRelay?
    private var toOrigin = OutgoingBytes()
    /// The handler nearest to the socket: the TLS one, if there is one.
    private let outermost: (any ChannelHandler)?
    /// Called when the connection closes while it carries none.
    private var onIdleClose: (() -> Void)?

    /// Whether it has waited for a request: the origin may have closed it meanwhile.
    private var wasKept = false
    /// Whether a byte came since the present request was sent.
    private var hasReceived = false
    /// Whether nothing has come that should not.
    private var isClean = true

    init(_ route: Route, limits: Limits, outermost: (any ChannelHandler)?, origins: Origins) {
        self.route = route
        self.outermost = outermost
        self.origins = origins
        decoder = ResponseDecoder(limits: limits)
    }

    // MARK: Exchanges

    /// Whether more can be written without gathering in memory.
    var isWritable: Bool {
        context?.channel.isWritable ?? false
    }

    /// Whether bytes can cross it.
    var isActive: Bool {
        context?.channel.isActive ?? false
    }

    var mayMissRequests: Bool {
        wasKept
    }

    func attach(
        _ exchange: ForwardedExchange,
        _ head: RequestHead,
        _ framing: BodyFraming,
        _ preview: RequestPreview
    ) {
        let request = RequestRelay(head, framing, preview: preview)
        self.exchange = exchange
        self.request = request
        hasReceived = false
        decoder.expect(request.methodKind, upgrade: request.offersUpgrade)
    }

    func send(_ event: RequestEvent) {
        if case .head = event { request?.start(into: &toOrigin) }
        request?.receive(event, into: &toOrigin)
    }

    func flush() {
        if !toOrigin.isEmpty { write(toOrigin.take()) }
    }

    func staysOpen(after head: ResponseHead, _ framing: BodyFraming) -> Bool {
        head.isPersistent && framing != .untilClose && head.status != 101
    }

    func release(keeps: Bool) {
        exchange = nil
        resumeReading()
        if keeps && isClean, let origins {
            origins.keep(self)
        } else {
            close()
        }
    }

    func cancel(_ code: StreamReset) {
        close()
    }

    /// Waits for the next exchange.
    func wait(onClose: @escaping () -> Void) {
        wasKept = true
        onIdleClose = onClose
    }

    private func write(_ bytes: OutgoingBytes) {
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

    /// The connection broke.
    private func fail(_ problem: Problem) {
        let exchange = exchange
        self.exchange = nil
        closeNow()
        let repeating: OriginFailure.Repeating = wasKept && !hasReceived ? .ifIdempotent : .unsafe
        exchange?.originFailed(OriginFailure(problem: problem, repeating: repeating))
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
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
