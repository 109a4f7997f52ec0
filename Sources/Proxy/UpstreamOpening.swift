import Interception
import NIOCore
import NIOTLS
import Wire

/// Waits until a new connection to an origin can carry requests, says then which protocol was agreed on, and goes.
final class UpstreamOpening: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let route: Route
    private let connector: UpstreamConnector
    private let timeout: TimeAmount
    private var handshakeTimer: Scheduled<Void>?
    private var failure: (any Error)?
    /// Called once: with the protocol of ALPN (RFC 7301), if one was agreed on.
    private var completion: ((Result<String?, Failure>) -> Void)?

    /// Why there is no connection.
    struct Failure: Error {
        let problem: Problem
        /// Whether the origin speaks nothing of what it was offered, but may speak something else.
        var isAboutProtocol = false
    }

    init(
        _ route: Route,
        connector: UpstreamConnector,
        timeout: TimeAmount,
        completion: @escaping (Result<String?, Failure>) -> Void
    ) {
        self.route = route
        self.connector = connector
        self.timeout = timeout
        self.completion = completion
    }

    private func fail(_ problem: Problem, isAboutProtocol: Bool = false) {
        complete(.failure(Failure(problem: problem, isAboutProtocol: isAboutProtocol)))
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        handshakeTimer?.cancel()
    }

    func channelActive(context: ChannelHandlerContext) {
        if connector.leadsBack(context.channel) {
            fail(Problem(508, "\(route.origin) is this proxy itself: a request to it would go round for ever."))
            context.close(promise: nil)
        } else if route.isSecure {
            let channel = context.channel
            handshakeTimer = context.eventLoop.assumeIsolated().scheduleTask(in: timeout) { [weak self] in
                self?.handshakeTimedOut()
                channel.close(promise: nil)
            }
        } else {
            open(context, nil)
        }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(let negotiated)? = event as? TLSUserEvent {
            open(context, negotiated)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(Problem(talkingTo: route.origin, failure ?? WireError(.missingResponse, from: .server)))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        failure = failure ?? error
        if let fault = error as? InterceptionError, fault.code != .truncated {
            fail(Problem(talkingTo: route.origin, error), isAboutProtocol: fault.code == .noSharedProtocol)
        }
        context.close(promise: nil)
    }

    private func handshakeTimedOut() {
        fail(
            Problem(
                504,
                "\(route.origin) did not complete the TLS handshake within \(timeout.nanoseconds / 1_000_000_000) s."
            )
        )
    }

    /// Whoever takes the connection adds its handlers behind this one.
    private func open(_ context: ChannelHandlerContext, _ negotiated: String?) {
        complete(.success(negotiated))
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    private func complete(_ result: Result<String?, Failure>) {
        handshakeTimer?.cancel()
        handshakeTimer = nil
        let completion = completion
        self.completion = nil
        completion?(result)
    }
}
