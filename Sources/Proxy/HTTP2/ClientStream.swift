import NIOCore
import NIOHPACK
import NIOHTTP2
import Wire

/// A stream of a client's HTTP/2 connection: one request and its response.
final class ClientStream: ChannelDuplexHandler, ExchangeClient {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    /// What is under way.
    enum Work {
        /// The request's head is to come.
        case none
        case forwarding(ForwardedExchange)
        case playing(PlayedExchange)
        /// Everything has been said.
        case done
    }

    let session: ClientSession
    var context: ChannelHandlerContext?
    var work = Work.none
    private var request: RequestFrames
    var toClient = OutgoingFrames()
    private var isReadPending = false
    var isRequestComplete = false
    private var reset = StreamReset.cancel
    let watchdog: Watchdog

    init(_ session: ClientSession) {
        self.session = session
        request = RequestFrames(limits: session.services.configuration.limits)
        watchdog = Watchdog(eventLoop: session.eventLoop)
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let id = try? context.channel.syncOptions?.getOption(HTTP2StreamChannelOptions.streamID)
        session.insert(self, id ?? .rootStream)
        watchdog.onExpiry = { [weak self] in self?.expired() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        watchdog.cancel()
        session.remove(self)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let payload = unwrapInboundIn(data)
        if case .rstStream(let code) = payload {
            reset = StreamReset(rawValue: UInt32(code.networkCode))
            return
        }
        isRequestComplete = isRequestComplete || payload.endsStream
        if case .done = work { return }
        do {
            for event in try request.receive(payload) { try receive(event) }
        } catch let error as WireError {
            refuse(Problem(error.status, error.description))
        } catch let problem as Problem {
            refuse(problem)
        } catch {
            refuse(Problem(500, "The request could not be dealt with."))
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if case .forwarding(let exchange) = work { exchange.sendGathered() }
        touch()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let closed = error as? NIOHTTP2Errors.StreamClosed {
            reset = StreamReset(rawValue: UInt32(closed.errorCode.networkCode))
        } else {
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        watchdog.cancel()
        if case .forwarding(let exchange) = work {
            work = .done
            exchange.clientFailed("The client gave the request up before the response was complete.", reset)
        }
        work = .done
        context.fireChannelInactive()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, case .forwarding(let exchange) = work { exchange.clientBecameWritable() }
        context.fireChannelWritabilityChanged()
    }

    func read(context: ChannelHandlerContext) {
        if takesBytes {
            context.read()
        } else {
            isReadPending = true
        }
    }

    // MARK: The request

    /// Whether more of the request can be taken; what is not read is not sent (RFC 9113 §5.2).
    private var takesBytes: Bool {
        guard case .forwarding(let exchange) = work, exchange.awaitsRequest else { return true }
        return exchange.takesRequest
    }

    func takeMoreRequest() {
        guard isReadPending, takesBytes, let context else { return }
        isReadPending = false
        context.read()
    }

    private func receive(_ event: RequestEvent) throws {
        switch (event, work) {
        case (.head(let head, let framing), .none): start(head, framing)
        case (_, .forwarding(let exchange)): exchange.receive(event)
        case (_, .playing(let exchange)):
            try exchange.receive(event)
            if case .end = event { try play(exchange) }
        default: break
        }
    }

    private func start(_ head: RequestHead, _ framing: BodyFraming) {
        switch session.connection.receive(head) {
        case .exchange(let route, let origin, let target):
            let preview = RequestPreview(
                method: head.method,
                scheme: route.scheme,
                origin: origin,
                target: target,
                session: session.connection.session
            )
            switch services.responder.plan(for: preview) {
            case .forward: start(forward(head, framing, preview, route, sink: nil))
            case .capture(let sink): start(forward(head, framing, preview, route, sink: sink))
            case .play(let player):
                let limit = services.configuration.captureLimit
                let exchange = PlayedExchange(head, framing, preview: preview, player: player, limit: limit)
                work = .playing(exchange)
                if exchange.awaitsContinue { write([.headers(.init(headers: [":status": "100"]))]) }
            }
        case .refuse(let problem): refuse(problem)
        case .open, .tunnel, .describe: refuse(Problem(501, "Only exchanges are supported over HTTP/2."))
        }
    }

    private func start(_ exchange: ForwardedExchange) {
        work = .forwarding(exchange)
        exchange.start()
    }

    private func play(_ exchange: PlayedExchange) throws {
        let response = exchange.answer()
        if let problem = response.problem { throw problem }
        work = .done
        write(response.frames)
    }
}

extension HTTP2Frame.FramePayload {
    /// Whether the message ends with this frame.
    fileprivate var endsStream: Bool {
        switch self {
        case .headers(let frame): frame.endStream
        case .data(let frame): frame.endStream
        default: false
        }
    }
}
