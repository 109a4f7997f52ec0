import Interception
import NIOCore
import Wire

// MARK: - Tunnels

extension ClientHandler {
    /// A `CONNECT` request is complete: opens a tunnel to read, or makes one that is not looked into.
    func connect(to target: HostPort, opens: Bool) {
        guard opens else {
            tunnel(to: target, confirms: true, first: decoder.takeRemaining())
            return
        }
        confirmTunnel()
        connection.opened(target)
        sniff(decoder.takeRemaining())
    }

    /// Looks at the first bytes in a tunnel.
    func sniff(_ first: ByteBuffer) {
        work = .sniffing(first)
        guard first.readableBytes > 0 else { return }
        switch connection.sniff(first) {
        case .needMore: break
        case .tls(let route, let offers): mirror(route, offers, first)
        case .http: startHTTP(first)
        case .http2:
            guard let context else { return }
            origins.offers = .http2PriorKnowledge
            startHTTP2(context, first)
        case .opaque(let target): tunnel(to: target, confirms: false, first: first)
        }
    }

    /// The answer to `CONNECT` has no framing fields: what follows is the tunnel (RFC 9110 §9.3.6).
    private func confirmTunnel() {
        var bytes = OutgoingBytes()
        bytes.append(ByteBuffer(staticString: "HTTP/1.1 200 Connection Established\r\n\r\n"))
        write(bytes)
    }

    private func startHTTP(_ first: ByteBuffer) {
        work = .none
        decoder = RequestDecoder(limits: services.configuration.limits)
        decoder.receive(first)
        process()
    }

    /// Finds out what the origin speaks before the client is told, so that both can speak the same.
    private func mirror(_ route: Route, _ names: [String], _ first: ByteBuffer) {
        origins.offers = ProtocolOffers(names)
        guard origins.offers.includesHTTP2 else { return startTLS(route.serverName, .http1, first) }
        let known = services.responder.knownProtocol(of: route.origin)
        guard known == nil, services.configuration.dialsOut else {
            return startTLS(route.serverName, ProtocolOffers(names, origin: known), first)
        }
        work = .mirroring(first)
        origins.prepare(route) { [self] spoken in
            guard case .mirroring(let first) = work else { return }
            startTLS(route.serverName, ProtocolOffers(names, origin: spoken), first)
        }
    }

    /// Puts TLS between the socket and this handler and hands it the bytes that were looked at.
    private func startTLS(_ serverName: String, _ offers: ProtocolOffers, _ first: ByteBuffer) {
        guard let context else { return }
        let pipeline = context.pipeline
        do {
            let handlers = try services.configuration.contexts.handlers(
                host: serverName,
                applicationProtocols: offers.names
            )
            try pipeline.syncOperations.addHandlers(handlers, position: .first)
            outermost = try handlers.first.map { try pipeline.syncOperations.context(handler: $0) } ?? context
        } catch {
            report(error)
            breakConnection()
            return
        }
        work = .none
        decoder = RequestDecoder(limits: services.configuration.limits)
        watchdog.move(services.configuration.timeouts.request)
        pipeline.syncOperations.fireChannelRead(NIOAny(first))
        pipeline.fireChannelReadComplete()
    }

    /// Hands the connection over to HTTP/2, which was agreed on or begins with these bytes.
    func startHTTP2(_ context: ChannelHandlerContext, _ first: ByteBuffer = ByteBuffer()) {
        let session = ClientSession(
            services: services,
            eventLoop: eventLoop,
            connection: connection,
            origins: origins,
            outermost: outermost
        )
        do {
            try session.install(after: self, context.pipeline.syncOperations)
        } catch {
            report(error)
            breakConnection()
            return
        }
        work = .relaying
        if first.readableBytes > 0 {
            context.fireChannelRead(wrapInboundOut(first))
            context.fireChannelReadComplete()
        }
        readIfPending()
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    /// Makes a tunnel that is not looked into.
    private func tunnel(to target: HostPort, confirms: Bool, first: ByteBuffer) {
        work = .dialling
        let connector = services.connector
        connector.connect(to: target, on: eventLoop) { _ in }
            .assumeIsolated()
            .whenComplete { [self] result in
                do {
                    let channel = try result.get()
                    guard !connector.leadsBack(channel) else {
                        channel.close(promise: nil)
                        throw Problem(508, "\(target) is this proxy itself: a tunnel to it would go round for ever.")
                    }
                    try join(channel, confirms: confirms, first: first)
                } catch {
                    guard confirms else { return breakConnection() }
                    refuse(Problem(reaching: target, error))
                }
            }
    }

    private func join(_ channel: any Channel, confirms: Bool, first: ByteBuffer) throws {
        guard context != nil else { return channel.close(promise: nil) }
        let (near, far) = RelayHandler.pair(eventLoop: eventLoop, idle: services.configuration.timeouts.idle)
        try channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: true)
        try channel.pipeline.syncOperations.addHandler(far)
        if confirms { confirmTunnel() }
        try relay(through: near)
        var first = first
        first.writeImmutableBuffer(decoder.takeRemaining())
        passOn(first)
    }

    /// Both connections carry another protocol from now on.
    func relay(with upstream: UpstreamHandler) {
        guard upstream.isActive else { return breakConnection() }
        let (near, far) = RelayHandler.pair(eventLoop: eventLoop, idle: services.configuration.timeouts.idle)
        do {
            try relay(through: near)
            try upstream.relay(through: far)
        } catch {
            breakConnection()
            return
        }
        passOn(decoder.takeRemaining())
    }

    /// Hands the connection over to a relay, which stands behind this handler from now on.
    private func relay(through relay: RelayHandler) throws {
        connection.relays()
        work = .relaying
        watchdog.cancel()
        try context?.pipeline.syncOperations.addHandler(relay, position: .after(self))
    }

    /// Gives the relay what came before it, and goes on reading.
    private func passOn(_ first: ByteBuffer) {
        guard let context else { return }
        if first.readableBytes > 0 {
            context.fireChannelRead(wrapInboundOut(first))
            context.fireChannelReadComplete()
        }
        if isInputClosed { context.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
        readIfPending()
    }
}
