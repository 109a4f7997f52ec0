import Capture
import FoundationEssentials
import NIOCore
import Wire

// MARK: - Requests

extension ClientHandler {
    /// Takes the head of a request and starts what it asks for.
    func receive(_ head: RequestHead, _ framing: BodyFraming) {
        switch connection.receive(head) {
        case .exchange(let route, let origin, let target):
            let preview = RequestPreview(
                method: head.method,
                scheme: route.scheme,
                origin: origin,
                target: target,
                session: connection.session
            )
            switch services.responder.plan(for: preview) {
            case .forward: forward(head, framing, preview, route, sink: nil)
            case .capture(let sink): forward(head, framing, preview, route, sink: sink)
            case .play(let player): play(head, framing, preview, player)
            }
        case .open(let target): work = .connecting(target, opens: true)
        case .tunnel(let target): work = .connecting(target, opens: false)
        case .describe: describe(isHead: head.methodKind == .head)
        case .refuse(let problem): refuse(problem)
        }
    }

    /// A page about the proxy itself: for people who open its address in a browser.
    private func describe(isHead: Bool) {
        let text = """
            This is Hushtape, a proxy for HTTP and HTTPS.
            Set its address as the HTTP proxy of your client, for example: curl --proxy http://HOST:PORT http://example.com/

            """
        var page = ByteBuffer()
        page.writeString("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n")
        page.writeString("Content-Length: \(text.utf8.count)\r\nConnection: close\r\n\r\n")
        if !isHead { page.writeString(text) }
        writeLater(page)
        closeGently()
    }
}

// MARK: - Exchanges with origins

extension ClientHandler {
    private func forward(
        _ head: RequestHead,
        _ framing: BodyFraming,
        _ preview: RequestPreview,
        _ route: Route,
        sink: (any ExchangeSink)?
    ) {
        let capture = sink.map { sink in
            let started = Instant(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000))
            let limit = services.configuration.captureLimit
            let capture = ExchangeCapture(
                Request(head, preview),
                framing,
                limit: limit,
                started: started,
                now: .now()
            )
            return (exchange: capture, sink: sink)
        }
        let exchange = ForwardedExchange(
            route,
            upstream: pool.take(route) ?? dial(route),
            client: self,
            request: RequestRelay(head, framing, preview: preview),
            response: ResponseRelay(clientVersion: head.version, isClientPersistent: head.isPersistent),
            capture: capture,
            isIdempotent: head.isIdempotent
        )
        work = .forwarding(exchange)
        exchange.start()
    }

    /// Opens a connection to an origin. Whether it stands is told to the exchange that it carries.
    func dial(_ route: Route) -> UpstreamHandler {
        let connector = services.connector
        let configuration = services.configuration
        let upstream = UpstreamHandler(route, connector: connector, configuration: configuration)
        connector.connect(to: route.origin, on: eventLoop) { channel in
            let pipeline = channel.pipeline.syncOperations
            if route.isSecure {
                let handlers = try connector.tlsHandlers(for: route)
                upstream.outermost = handlers.first
                try pipeline.addHandlers(handlers)
            }
            try pipeline.addHandler(upstream)
        }
        .assumeIsolated()
        .whenFailure { error in
            // Some failures are known at once, before the connection has its exchange.
            self.eventLoop.assumeIsolated().execute { upstream.fail(Problem(reaching: route.origin, error)) }
        }
        return upstream
    }

    /// Keeps a connection to an origin for the requests to come.
    func keep(_ upstream: UpstreamHandler) {
        upstream.onIdleClose = { [weak self, weak upstream] in
            self?.pool.remove { $0 === upstream }
        }
        pool.keep(upstream, to: upstream.route)?.close()
    }
}

extension RequestHead {
    /// Whether sending the request twice does what sending it once does (RFC 9110 §9.2.2).
    fileprivate var isIdempotent: Bool {
        isMethod("GET") || isMethod("HEAD") || isMethod("OPTIONS") || isMethod("TRACE") || isMethod("PUT")
            || isMethod("DELETE")
    }
}

// MARK: - Exchanges answered from here

extension ClientHandler {
    private func play(
        _ head: RequestHead,
        _ framing: BodyFraming,
        _ preview: RequestPreview,
        _ player: any Player
    ) {
        let limit = services.configuration.captureLimit
        let exchange = PlayedExchange(head, framing, preview: preview, player: player, limit: limit)
        work = .playing(exchange)
        if exchange.awaitsContinue { writeLater(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n")) }
    }

    /// Takes the next part of a request that is answered from here.
    func receive(_ event: RequestEvent, for exchange: PlayedExchange) {
        do {
            try exchange.receive(event)
        } catch {
            refuse(error)
            return
        }
        guard case .end = event else { return }
        let response = exchange.answer()
        if let problem = response.problem {
            refuse(problem)
            return
        }
        let staysOpen = response.staysOpen && !isDraining
        var bytes = ByteBuffer()
        response.write(staysOpen: staysOpen, into: &bytes)
        writeLater(bytes)
        exchangeEnded(staysOpen: staysOpen)
    }
}
