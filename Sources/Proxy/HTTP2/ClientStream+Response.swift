import NIOCore
import NIOHPACK
import NIOHTTP2
import Wire

// MARK: - The response

extension ClientStream {
    var services: ProxyServices { session.services }
    var eventLoop: any EventLoop { session.eventLoop }
    var origins: Origins { session.origins }

    var isWritable: Bool {
        context?.channel.isWritable ?? false
    }

    func staysOpen(after head: ResponseHead, _ framing: BodyFraming) -> Bool {
        true
    }

    func start(_ head: ResponseHead, _ framing: BodyFraming, staysOpen: Bool) {
        toClient.append(HPACKHeaders(head))
    }

    func gather(_ event: ResponseEvent) {
        switch event {
        case .interim(let head): toClient.append(HPACKHeaders(head))
        case .head, .chunk: break
        case .body(let bytes): toClient.append(bytes)
        case .end(let trailers): toClient.end(trailers: HPACKHeaders(trailers))
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

    func write(_ payloads: [HTTP2Frame.FramePayload]) {
        guard let context, !payloads.isEmpty else { return }
        for payload in payloads { context.write(wrapOutboundOut(payload), promise: nil) }
        context.flush()
    }
}

// MARK: - Ends

extension ClientStream {
    func exchangeEnded(staysOpen: Bool, isRequestComplete: Bool) {
        work = .done
        watchdog.cancel()
        // The response is whole; the rest of the request is not wanted (RFC 9113 §8.1).
        if !isRequestComplete { write([.rstStream(.noError)]) }
    }

    func exchangeFailed(_ failure: OriginFailure, toHead: Bool, isRequestComplete: Bool, isReported: Bool) {
        if failure.reset != nil { return abort(failure) }
        answer(failure.problem, toHead: toHead, isReported: isReported)
        exchangeEnded(staysOpen: true, isRequestComplete: isRequestComplete)
    }

    func refuse(_ problem: Problem) {
        if case .forwarding(let exchange) = work {
            work = .done
            exchange.clientFailed(problem.detail)
            guard !exchange.hasAnswered else { return abort(OriginFailure(problem: problem)) }
        }
        dropGathered()
        answer(problem, toHead: false, isReported: false)
        exchangeEnded(staysOpen: true, isRequestComplete: isRequestComplete)
    }

    private func answer(_ problem: Problem, toHead: Bool, isReported: Bool) {
        if !isReported { log("\(problem.status): \(problem.detail)") }
        let document = problem.document
        var frames = OutgoingFrames()
        frames.append([
            ":status": String(problem.status), "content-type": Problem.mediaType,
            "content-length": String(document.utf8.count),
        ])
        if !toHead { frames.append(ByteBuffer(string: document)) }
        frames.end(trailers: [:])
        write(frames.take())
    }

    func abort(_ failure: OriginFailure) {
        work = .done
        watchdog.cancel()
        write([.rstStream(HTTP2ErrorCode(failure.reset ?? .internalError))])
    }

    func relay(with upstream: UpstreamHandler) {
        abort(OriginFailure(problem: Problem(502, "The origin switches to another protocol.")))
    }
}

// MARK: - Deadlines

extension ClientStream {
    /// What is awaited now gets its time anew. A stream whose response has begun may be silent for as long as a connection:
    /// both sides may speak on it when they like.
    func touch() {
        let timeouts = services.configuration.timeouts
        switch work {
        case .forwarding(let exchange) where !exchange.awaitsRequest: watchdog.move(timeouts.response)
        case .forwarding(let exchange) where !exchange.awaitsResponse: watchdog.move(timeouts.idle)
        case .none, .forwarding, .playing: watchdog.move(timeouts.request)
        case .done: watchdog.cancel()
        }
    }

    func expired() {
        switch work {
        case .forwarding(let exchange): exchange.expired()
        case .none, .playing: refuse(Problem(408, "The rest of the request did not come in time."))
        case .done: break
        }
    }
}
