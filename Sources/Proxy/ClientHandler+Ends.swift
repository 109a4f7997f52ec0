import Interception
import NIOCore
import Wire

// MARK: - Ends

extension ClientHandler {
    func exchangeEnded(staysOpen: Bool, isRequestComplete: Bool) {
        guard staysOpen, !isDraining else {
            closeGently(lingers: !isRequestComplete)
            return
        }
        work = .none
        decoder.resume()
        touch()
        process()
    }

    func exchangeFailed(_ failure: OriginFailure, toHead: Bool, isRequestComplete: Bool, isReported: Bool) {
        guard isRequestComplete, response.isClientPersistent, !isDraining else {
            refuse(failure.problem, toHead: toHead, isReported: isReported)
            return
        }
        answer(failure.problem, closing: false, toHead: toHead, isReported: isReported)
        exchangeEnded(staysOpen: true, isRequestComplete: true)
    }

    func refuse(_ problem: Problem) {
        refuse(problem, toHead: false)
    }

    /// Answers with a problem and closes the connection.
    func refuse(_ problem: Problem, toHead: Bool, isReported: Bool = false) {
        if case .forwarding(let exchange) = work {
            work = .closing
            exchange.clientFailed(problem.detail)
            guard !exchange.hasAnswered else { return breakConnection() }
        }
        dropGathered()
        answer(problem, closing: true, toHead: toHead, isReported: isReported)
        closeGently(lingers: true)
    }

    private func answer(_ problem: Problem, closing: Bool, toHead: Bool, isReported: Bool) {
        if !isReported { log("\(problem.status): \(problem.detail)") }
        var bytes = OutgoingBytes()
        bytes.append(problem.response(closing: closing, bodyless: toHead))
        write(bytes)
    }

    /// Closes the connection once all is sent. `lingers`: the client may be sending still, so its side is given time to
    /// end; closing at once could destroy what it has not read yet (RFC 9112 §9.6).
    func closeGently(lingers: Bool = false) {
        work = .closing
        origins.close()
        guard let context else { return }
        context.flush()
        watchdog.move(services.configuration.timeouts.response)
        let sent = eventLoop.makePromise(of: Void.self)
        context.close(mode: .output, promise: sent)
        sent.futureResult.assumeIsolated().whenComplete { [weak self] _ in
            guard let self else { return }
            guard lingers, !isInputClosed else { return close() }
            watchdog.move(Self.lingerTime)
            readIfPending()
        }
    }

    func abort(_ failure: OriginFailure) {
        breakConnection()
    }

    func breakConnection() {
        if case .forwarding(let exchange) = work {
            work = .closing
            exchange.clientFailed("The proxy broke the client's connection.")
        }
        work = .closing
        origins.close()
        guard let outermost else { return }
        outermost.channel.resetOnClose()
        outermost.close(promise: nil)
    }

    /// Closes the connection now. TLS says that it ends, and does not wait for the client to say so too.
    func close() {
        work = .closing
        context?.close(promise: nil)
        outermost?.close(promise: nil)
    }

    func drain() {
        isDraining = true
        switch work {
        case .none: closeGently()
        case .sniffing, .mirroring, .relaying, .connecting, .dialling: close()
        case .forwarding, .playing, .closing: break
        }
    }
}

// MARK: - Deadlines

extension ClientHandler {
    func touch() {
        let timeouts = services.configuration.timeouts
        switch work {
        case .none: watchdog.move(isInsideHead ? timeouts.request : timeouts.idle)
        case .forwarding(let exchange) where !exchange.awaitsRequest: watchdog.move(timeouts.response)
        case .forwarding, .playing, .connecting, .sniffing: watchdog.move(timeouts.request)
        case .dialling, .mirroring, .closing, .relaying: break
        }
    }

    /// What was awaited has not come in time.
    func expired() {
        switch work {
        case .forwarding(let exchange): exchange.expired()
        case .none where isInsideHead: refuse(Problem(408, "The rest of the request did not come in time."))
        case .playing, .connecting: refuse(Problem(408, "The rest of the request did not come in time."))
        case .none, .sniffing, .mirroring, .dialling, .closing, .relaying: close()
        }
    }

    /// Says in the log why a connection broke. Resets and closes by the client are its own affair.
    func report(_ error: any Error) {
        switch error {
        case let error as InterceptionError where error.code != .truncated: log(error.description)
        case let problem as Problem: log(problem.detail)
        default: break
        }
    }
}
