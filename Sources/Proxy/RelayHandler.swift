import NIOCore

/// One end of a tunnel: passes bytes to its partner as they come, with backpressure, and each direction's end by itself.
///
/// Both ends are on the same event loop.
final class RelayHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    private var partner: RelayHandler?
    private var context: ChannelHandlerContext?
    private var isReadPending = false
    private let watchdog: Watchdog
    private let idle: TimeAmount

    private init(_ watchdog: Watchdog, idle: TimeAmount) {
        self.watchdog = watchdog
        self.idle = idle
    }

    /// Two ends that belong together. When no byte has passed for `idle`, both are closed.
    static func pair(eventLoop: any EventLoop, idle: TimeAmount) -> (RelayHandler, RelayHandler) {
        let watchdog = Watchdog(eventLoop: eventLoop)
        let left = RelayHandler(watchdog, idle: idle)
        let right = RelayHandler(watchdog, idle: idle)
        left.partner = right
        right.partner = left
        watchdog.onExpiry = { [weak left, weak right] in
            left?.context?.close(promise: nil)
            right?.context?.close(promise: nil)
        }
        watchdog.move(idle)
        return (left, right)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { partner?.resumeReading() } else { end() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        watchdog.move(idle)
        partner?.context?.write(data, promise: nil)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        partner?.context?.flush()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent {
            partner?.context?.close(mode: .output, promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { partner?.resumeReading() }
        context.fireChannelWritabilityChanged()
    }

    func read(context: ChannelHandlerContext) {
        if partner?.context?.channel.isWritable ?? false {
            context.read()
        } else {
            isReadPending = true
        }
    }

    /// Reads on if a read was held back while the partner could not take more.
    private func resumeReading() {
        guard isReadPending, let context else { return }
        isReadPending = false
        context.read()
    }

    private func end() {
        context = nil
        watchdog.cancel()
        guard let partner else { return }
        self.partner = nil
        partner.partnerEnded()
    }

    private func partnerEnded() {
        partner = nil
        context?.close(promise: nil)
    }
}
