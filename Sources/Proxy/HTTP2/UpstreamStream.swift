import NIOCore
import NIOHPACK
import NIOHTTP2
import Wire

/// A stream of HTTP/2 to an origin: frames in, response events out to the exchange that it carries.
final class UpstreamStream: ChannelDuplexHandler, ExchangeOrigin {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    private let session: UpstreamSession
    private var context: ChannelHandlerContext?
    private var exchange: ForwardedExchange?
    private var preview: RequestPreview?
    private var response = ResponseFrames(to: .other, limits: Limits())
    private var toOrigin = OutgoingFrames()
    private var isReadPending = false
    private var hasBegun = false
    private var hasSentAll = false
    private var hasReceived = false
    private var isCancelled = false

    init(_ session: UpstreamSession) {
        self.session = session
    }

    // MARK: Exchanges

    var isWritable: Bool {
        context?.channel.isWritable ?? false
    }

    var mayMissRequests: Bool {
        true
    }

    func attach(
        _ exchange: ForwardedExchange,
        _ head: RequestHead,
        _ framing: BodyFraming,
        _ preview: RequestPreview
    ) {
        self.exchange = exchange
        self.preview = preview
        response = ResponseFrames(to: head.methodKind, limits: session.limits)
    }

    func send(_ event: RequestEvent) {
        switch event {
        case .head(let head, _):
            guard let preview else { return }
            toOrigin.append(HPACKHeaders(head, preview))
        case .chunk: break
        case .body(let bytes): toOrigin.append(bytes)
        case .end(let trailers):
            toOrigin.end(trailers: HPACKHeaders(trailers))
            hasSentAll = true
        }
    }

    func flush() {
        guard !toOrigin.isEmpty, let context, context.channel.isActive else { return }
        for payload in toOrigin.take() {
            context.write(wrapOutboundOut(payload), promise: hasBegun ? nil : begin(context.eventLoop))
        }
        context.flush()
    }

    /// The first frame cannot be sent if the origin has meanwhile said that it takes no more streams.
    private func begin(_ eventLoop: any EventLoop) -> EventLoopPromise<Void> {
        hasBegun = true
        let promise = eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenFailure { [weak self] _ in self?.connectionEnded() }
        return promise
    }

    func staysOpen(after head: ResponseHead, _ framing: BodyFraming) -> Bool {
        true
    }

    func resumeReading() {
        guard isReadPending, let context else { return }
        isReadPending = false
        context.read()
    }

    /// A stream that has ended both ways is not reset: there is nothing left to reset. `keeps` is about connections.
    func release(keeps: Bool) {
        exchange = nil
        session.wasKept = true
        guard !hasSentAll else { return resumeReading() }
        reset(.noError)
    }

    func cancel(_ code: StreamReset) {
        exchange = nil
        reset(code)
    }

    private func reset(_ code: StreamReset) {
        isCancelled = true
        guard let context, context.channel.isActive else { return }
        if hasBegun {
            context.write(wrapOutboundOut(.rstStream(HTTP2ErrorCode(code))), promise: nil)
            context.flush()
            // A stream that waits for others to end is only taken off the library's queue by this, and not closed.
            context.eventLoop.assumeIsolated().execute { [weak self] in self?.context?.close(promise: nil) }
        } else {
            context.close(promise: nil)
        }
    }

    /// The origin takes no streams any more, and did not take this one.
    func connectionEnded() {
        let problem = Problem(talkingTo: session.route.origin, WireError(.missingResponse, from: .server))
        fail(problem, .safe)
    }

    private func fail(_ problem: Problem, _ repeating: OriginFailure.Repeating, _ reset: StreamReset? = nil) {
        let exchange = exchange
        self.exchange = nil
        exchange?.originFailed(OriginFailure(problem: problem, repeating: repeating, reset: reset))
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    /// The library makes a stream a little later than it is asked for it.
    func channelActive(context: ChannelHandlerContext) {
        guard !isCancelled else { return context.close(promise: nil) }
        guard session.takesStreams else {
            connectionEnded()
            return context.close(promise: nil)
        }
        flush()
        exchange?.originBecameWritable()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let exchange else { return }
        hasReceived = true
        do {
            for event in try response.receive(unwrapInboundIn(data)) { exchange.receive(event) }
        } catch {
            exchange.responseGathered()
            self.exchange = nil
            reset(.protocolError)
            exchange.originFailed(OriginFailure(problem: Problem(talkingTo: session.route.origin, error)))
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        exchange?.responseGathered()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let origin = session.route.origin
        if let closed = error as? NIOHTTP2Errors.StreamClosed {
            let isLeft = closed.errorCode == .refusedStream || session.leaves(closed.streamID)
            let reset = StreamReset(rawValue: UInt32(closed.errorCode.networkCode))
            let problem = Problem(502, "\(origin) broke its response off with \(reset) (RFC 9113 §7).")
            fail(problem, isLeft ? .safe : .unsafe, reset)
        } else {
            fail(Problem(talkingTo: origin, error), .unsafe)
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        let error = session.failure ?? WireError(hasReceived ? .truncatedBody : .missingResponse, from: .server)
        let problem = Problem(talkingTo: session.route.origin, error)
        fail(problem, session.wasKept && !hasReceived ? .ifIdempotent : .unsafe)
        context.fireChannelInactive()
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
}

extension HTTP2ErrorCode {
    init(_ code: StreamReset) {
        self.init(networkCode: Int(code.rawValue))
    }
}
