import Interception
import NIOCore
import Wire

// MARK: - Ends

extension ClientHandler {
    /// An exchange is over and its response is let go.
    func exchangeEnded(staysOpen: Bool) {
        guard staysOpen, !isDraining else {
            closeGently()
            return
        }
        work = .none
        decoder.resume()
        waitForRequest()
        process()
    }

    /// Nothing of a response was sent, and none comes.
    func exchangeFailed(_ problem: Problem, isRequestComplete: Bool) {
        guard isRequestComplete, !isDraining, !isInputClosed else {
            refuse(problem)
            return
        }
        write(problem)
        exchangeEnded(staysOpen: true)
    }

    /// Answers with a problem and closes the connection.
    func refuse(_ problem: Problem) {
        if case .forwarding(let exchange) = work {
            work = .closing
            exchange.clientFailed(problem.detail)
            guard !exchange.hasAnswered else { return breakConnection() }
        }
        write(problem, closing: true)
        closeGently()
    }

    private func write(_ problem: Problem, closing: Bool = false) {
        log("\(problem.status): \(problem.detail)")
        var bytes = OutgoingBytes()
        bytes.append(problem.response(closing: closing))
        write(bytes)
    }

    /// Closes the proxy's side once all is sent, and the rest when the client has closed its own: closing at once could
    /// destroy what the client has not read yet (RFC 9112 §9.6).
    func closeGently() {
        work = .closing
        closeKept()
        guard !isInputClosed, let context else {
            close()
            return
        }
        flush()
        context.close(mode: .output, promise: nil)
        watchdog.set(Self.lingerTime) { [weak self] in self?.close() }
        readIfPending()
    }

    /// Closes the connection in a way that the client cannot take for the end of a message.
    func breakConnection() {
        work = .closing
        closeKept()
        guard let outermost else { return }
        outermost.channel.resetOnClose()
        outermost.close(promise: nil)
    }

    /// Closes the connection now.
    func close() {
        work = .closing
        context?.close(promise: nil)
    }

    /// Closes the kept connections to origins.
    func closeKept() {
        for upstream in pool.removeAll() { upstream.close() }
    }

    /// Closes the connection when its exchange is over, or now if there is none.
    func drain() {
        isDraining = true
        switch work {
        case .none, .sniffing, .closing, .relaying, .connecting, .dialling: close()
        case .forwarding, .playing: break
        }
    }

}

// MARK: - Deadlines

extension ClientHandler {
    /// Starts the time that a kept connection may be idle.
    func waitForRequest() {
        watchdog.set(services.configuration.timeouts.idle) { [weak self] in self?.expired() }
    }

    /// Something happened: what is awaited now gets its time anew.
    func touch() {
        let timeouts = services.configuration.timeouts
        switch work {
        case .none: watchdog.move(timeouts.idle)
        case .forwarding(let exchange) where !exchange.awaitsRequest: watchdog.move(timeouts.response)
        case .forwarding, .playing, .connecting, .sniffing: watchdog.move(timeouts.request)
        case .dialling, .closing, .relaying: break
        }
    }

    private func expired() {
        switch work {
        case .forwarding(let exchange): exchange.expired()
        case .playing, .connecting: refuse(Problem(408, "The rest of the request did not come in time."))
        case .none, .sniffing, .dialling, .closing, .relaying: close()
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
