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
            case .forward: start(head, framing, preview, route, sink: nil)
            case .capture(let sink): start(head, framing, preview, route, sink: sink)
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
    private func start(
        _ head: RequestHead,
        _ framing: BodyFraming,
        _ preview: RequestPreview,
        _ route: Route,
        sink: (any ExchangeSink)?
    ) {
        response = ResponseRelay(clientVersion: head.version, isClientPersistent: head.isPersistent)
        let exchange = forward(head, framing, preview, route, sink: sink)
        work = .forwarding(exchange)
        exchange.start()
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
        exchangeEnded(staysOpen: staysOpen, isRequestComplete: true)
    }
}
