import NIOCore
import NIOTLS
import Wire

/// A client's connection: reads requests of HTTP/1, one at a time, and sees each through to the end of its response. When
/// HTTP/2 is agreed on, a ``ClientSession`` takes its place.
///
/// What the connection carries is decided by ``ClientConnectionMachine``, an exchange by ``ForwardedExchange`` or
/// ``PlayedExchange``; this handler moves the bytes between them and the channel.
final class ClientHandler: ChannelDuplexHandler, RemovableChannelHandler, ExchangeClient, ClientConnection {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What is under way.
    enum Work {
        /// Nothing: the next request may come.
        case none
        /// A `CONNECT` request, whose end is to come; `opens` when its tunnel is to be read.
        case connecting(HostPort, opens: Bool)
        /// A tunnel that is not looked into is being made.
        case dialling
        /// The first bytes in a tunnel are looked at.
        case sniffing(ByteBuffer)
        /// A client's offers are known; its origin is asked what it speaks.
        case mirroring(ByteBuffer)
        /// An exchange with an origin.
        case forwarding(ForwardedExchange)
        /// An exchange answered from here.
        case playing(PlayedExchange)
        /// Everything has been said; what the client still sends is dropped until it closes.
        case closing
        /// The bytes are passed through.
        case relaying
    }

    /// How long a client may take to close its side after the proxy has closed its own.
    static let lingerTime = TimeAmount.seconds(2)
    /// How much is read ahead of pipelined requests, in bytes.
    private static let readAheadLimit = 64 * 1024

    let services: ProxyServices
    let eventLoop: any EventLoop
    var work = Work.none
    var connection: ClientConnectionMachine
    var decoder: RequestDecoder
    let origins: Origins
    /// The responses to the present request as the client gets them.
    var response = ResponseRelay(clientVersion: .http11, isClientPersistent: true)
    var toClient = OutgoingBytes()
    /// Whether the proxy is stopping: each exchange is the last one of its connection.
    var isDraining = false
    /// The context that stands nearest to the socket, for closing without a word to the TLS layer.
    var outermost: ChannelHandlerContext?
    private(set) var context: ChannelHandlerContext?
    let watchdog: Watchdog

    /// Whether the client has closed its side.
    private(set) var isInputClosed = false
    /// Whether nothing has come yet.
    private var isAtStart = true
    private var isReadPending = false
    private var isProcessing = false
    private var hasUnflushed = false
    private var readAhead = 0

    init(services: ProxyServices, eventLoop: any EventLoop) {
        self.services = services
        self.eventLoop = eventLoop
        connection = ClientConnectionMachine(scope: services.configuration.intercept)
        decoder = RequestDecoder(limits: services.configuration.limits)
        origins = Origins(services: services, eventLoop: eventLoop)
        watchdog = Watchdog(eventLoop: eventLoop)
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        outermost = context
        services.connections(on: eventLoop)?.insert(self)
        watchdog.onExpiry = { [weak self] in self?.expired() }
        touch()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        outermost = nil
        watchdog.cancel()
        services.connections(on: eventLoop)?.remove(self)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        switch work {
        case .closing:
            break
        case .relaying:
            context.fireChannelRead(data)
        case .sniffing(var first):
            first.writeImmutableBuffer(bytes)
            sniff(first)
        case .mirroring(var first):
            first.writeImmutableBuffer(bytes)
            work = .mirroring(first)
        default:
            if isAtStart {
                isAtStart = false
                // The first bytes of a connection come together, whoever they are from.
                if bytes.startsHTTP2 { return startHTTP2(context, bytes) }
            }
            readAhead += bytes.readableBytes
            decoder.receive(bytes)
            process()
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        flush()
        if case .relaying = work { context.fireChannelReadComplete() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { inputEnded() }
        if case .handshakeCompleted(let negotiated)? = event as? TLSUserEvent {
            guard negotiated != ApplicationProtocol.http2.rawValue else { return startHTTP2(context) }
            touch()
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if case .forwarding(let exchange) = work {
            work = .closing
            exchange.clientFailed("The client closed the connection before the response was complete.")
        }
        work = .closing
        origins.close()
        watchdog.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        report(error)
        context.close(promise: nil)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            if case .forwarding(let exchange) = work { exchange.clientBecameWritable() }
            process()
            flush()
        }
        context.fireChannelWritabilityChanged()
    }

    func read(context: ChannelHandlerContext) {
        if takesBytes {
            context.read()
        } else {
            isReadPending = true
        }
    }

    // MARK: Reading

    /// Whether reading goes on. While a response is awaited it does too, so that the end of the connection is seen.
    private var takesBytes: Bool {
        switch work {
        case .forwarding(let exchange) where exchange.awaitsRequest: exchange.takesRequest
        case .none, .playing: isWritable
        case .forwarding, .dialling, .connecting: readAhead < Self.readAheadLimit
        case .sniffing, .mirroring, .closing, .relaying: true
        }
    }

    /// Whether the head of a request has come in part.
    var isInsideHead: Bool {
        readAhead > 0
    }

    /// Passes on a read that was held back.
    func readIfPending() {
        guard isReadPending, takesBytes, let context else { return }
        isReadPending = false
        context.read()
    }

    /// Whether the next event of the decoder can be dealt with now.
    private var takesEvents: Bool {
        switch work {
        case .none: isWritable
        case .forwarding(let exchange): exchange.takesRequest
        case .connecting, .playing: true
        case .dialling, .sniffing, .mirroring, .closing, .relaying: false
        }
    }

    /// Deals with what has arrived, as far as it can be now.
    func process() {
        guard !isProcessing else { return }
        isProcessing = true
        do {
            while takesEvents, let event = try decoder.next() { receive(event) }
            isProcessing = false
        } catch {
            isProcessing = false
            refuse(Problem(error.status, error.description))
            return
        }
        touch()
        if case .forwarding(let exchange) = work { exchange.sendGathered() }
        if case .none = work, isInputClosed { inputEnded() }
        readIfPending()
    }

    private func receive(_ event: RequestEvent) {
        switch (event, work) {
        case (.head(let head, let framing), .none): receive(head, framing)
        case (_, .forwarding(let exchange)): exchange.receive(event)
        case (_, .playing(let exchange)): receive(event, for: exchange)
        case (.end, .connecting(let target, let opens)): connect(to: target, opens: opens)
        default: break
        }
        if case .end = event { readAhead = 0 }
    }

    /// The client has closed its side; it may still read.
    private func inputEnded() {
        isInputClosed = true
        switch work {
        case .none: closeGently()
        case .sniffing, .mirroring, .connecting, .playing: close()
        case .forwarding(let exchange) where exchange.awaitsRequest:
            work = .closing
            exchange.clientFailed("The client closed the connection in the middle of its request.")
            close()
        case .forwarding, .dialling, .closing, .relaying: break
        }
    }

    func takeMoreRequest() {
        process()
    }

    // MARK: Writing

    var isWritable: Bool {
        context?.channel.isWritable ?? false
    }

    /// Writes and lets go.
    func write(_ bytes: OutgoingBytes) {
        guard let context else { return }
        for buffer in bytes.buffers { context.write(wrapOutboundOut(buffer), promise: nil) }
        context.flush()
    }

    /// Writes; the bytes are let go when all that has arrived was dealt with, which is one system call for many answers.
    func writeLater(_ bytes: ByteBuffer) {
        context?.write(wrapOutboundOut(bytes), promise: nil)
        hasUnflushed = true
    }

    /// Lets go what ``writeLater(_:)`` has gathered.
    func flush() {
        guard hasUnflushed else { return }
        hasUnflushed = false
        context?.flush()
    }
}

// MARK: - Responses

extension ClientHandler {
    func staysOpen(after head: ResponseHead, _ framing: BodyFraming) -> Bool {
        !isDraining && response.staysOpen(after: head, framing)
    }

    func start(_ head: ResponseHead, _ framing: BodyFraming, staysOpen: Bool) {
        response.start(head, framing, staysOpen: staysOpen, into: &toClient)
    }

    func gather(_ event: ResponseEvent) {
        if case .interim(let head) = event {
            response.interim(head, into: &toClient)
        } else {
            response.receive(event, into: &toClient)
        }
    }

    var hasGathered: Bool {
        !toClient.isEmpty
    }

    func letGo() {
        write(toClient.take())
    }

    func dropGathered() {
        _ = toClient.take()
    }
}
