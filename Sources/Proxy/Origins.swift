import NIOCore

/// The connections to origins that one client's connection uses.
///
/// It shares them with no other: what one client does to a connection reaches nobody else, and what it resets or sends too
/// fast counts against nobody else.
final class Origins {
    typealias Completion = (Result<any ExchangeOrigin, Problem>) -> Void

    /// A connection that can carry requests.
    enum Connection {
        case http1(UpstreamHandler)
        case http2(UpstreamSession)

        func close() {
            switch self {
            case .http1(let upstream): upstream.close()
            case .http2(let session): session.close()
            }
        }
    }

    private let services: ProxyServices
    private let eventLoop: any EventLoop
    /// What the client speaks, and so what origins are asked to speak.
    var offers = ProtocolOffers.http1

    private var idle = UpstreamPool<UpstreamHandler>()
    private var sessions: [Route: UpstreamSession] = [:]
    /// Who waits for the connection that is being made to find out whether all of them can share it.
    private var waiting: [Route: [Completion]] = [:]
    /// The routes whose origin does not speak HTTP/2: each exchange has its own connection.
    private var unshared: Set<Route> = []
    /// The routes whose origin speaks nothing but HTTP/2.
    private var onlyHTTP2: Set<Route> = []
    /// Why the connection failed that was made before a request asked for it.
    private var failures: [Route: Problem] = [:]
    private var isClosed = false

    init(services: ProxyServices, eventLoop: any EventLoop) {
        self.services = services
        self.eventLoop = eventLoop
    }

    // MARK: Asking for a connection

    /// A connection that stands and is free, or a new stream on one.
    func take(_ route: Route) -> (any ExchangeOrigin)? {
        if !sessions.isEmpty, let session = sessions[route] {
            if let stream = session.makeStream() { return stream }
            sessions[route] = nil
        }
        return idle.take(route)
    }

    /// Asks for a connection, or a stream on one. `fresh`: one that has carried nothing.
    func connect(_ route: Route, fresh: Bool, _ completion: @escaping Completion) {
        if !fresh, let origin = take(route) { return completion(.success(origin)) }
        if let problem = failures.removeValue(forKey: route) {
            eventLoop.assumeIsolated().execute { completion(.failure(problem)) }
            return
        }
        guard offers.includesHTTP2, !unshared.contains(route) else { return open(route, for: completion) }
        if waiting[route] != nil {
            waiting[route]?.append(completion)
        } else {
            waiting[route] = [completion]
            prepare(route) { _ in }
        }
    }

    /// Makes a connection before a request asks for it, and says which protocol it speaks; `nil` when it could not be made.
    func prepare(_ route: Route, _ completion: @escaping (ApplicationProtocol?) -> Void) {
        waiting[route] = waiting[route] ?? []
        open(route) { [self] result in
            let waiters = waiting.removeValue(forKey: route) ?? []
            switch result {
            case .success(.http2(let session)):
                session.wasKept = waiters.isEmpty
                sessions[route] = session
                completion(.http2)
                for waiter in waiters { serve(waiter, route) }
            case .success(.http1(let upstream)):
                unshared.insert(route)
                keep(upstream)
                completion(.http1)
                for waiter in waiters { serve(waiter, route) }
            case .failure(let problem):
                if waiters.isEmpty { failures[route] = problem }
                completion(nil)
                for waiter in waiters { waiter(.failure(problem)) }
            }
        }
    }

    private func serve(_ waiter: @escaping Completion, _ route: Route) {
        if let origin = take(route) {
            waiter(.success(origin))
        } else {
            open(route, for: waiter)
        }
    }

    private func open(_ route: Route, for completion: @escaping Completion) {
        open(route) { [self] result in
            switch result {
            case .success(.http1(let upstream)):
                completion(.success(upstream))
            case .success(.http2(let session)):
                sessions[route] = session
                guard let stream = session.makeStream() else {
                    return completion(.failure(Problem(502, "\(route.origin) closed the connection at once.")))
                }
                completion(.success(stream))
            case .failure(let problem):
                completion(.failure(problem))
            }
        }
    }

    // MARK: Keeping connections

    /// Keeps a connection for the requests to come.
    func keep(_ upstream: UpstreamHandler) {
        guard !isClosed else { return upstream.close() }
        upstream.wait { [weak self, weak upstream] in
            self?.idle.remove { $0 === upstream }
        }
        idle.keep(upstream, to: upstream.route)?.close()
    }

    /// Closes all connections; new ones are closed as they come.
    func close() {
        isClosed = true
        for upstream in idle.removeAll() { upstream.close() }
        for session in sessions.values { session.close() }
        sessions = [:]
    }

    // MARK: Making connections

    private func open(_ route: Route, _ completion: @escaping (Result<Connection, Problem>) -> Void) {
        let names = onlyHTTP2.contains(route) ? [ApplicationProtocol.http2.rawValue] : offers.names
        open(route, names) { [self] result in
            switch result {
            case .success(let connection) where isClosed:
                connection.close()
                completion(.failure(Problem(502, "The client has closed the connection that this one was for.")))
            case .success(let connection):
                completion(.success(connection))
            case .failure(let failure) where failure.isAboutProtocol && !offers.includesHTTP2:
                // The client speaks HTTP/1.1 alone, and the origin HTTP/2 alone.
                guard onlyHTTP2.insert(route).inserted else { return completion(.failure(failure.problem)) }
                open(route, completion)
            case .failure(let failure):
                completion(.failure(failure.problem))
            }
        }
    }

    private func open(
        _ route: Route,
        _ names: [String],
        _ completion: @escaping (Result<Connection, UpstreamOpening.Failure>) -> Void
    ) {
        let connector = services.connector
        let timeout = services.configuration.timeouts.connect
        var done: ((Result<Connection, UpstreamOpening.Failure>) -> Void)? = completion
        /// The first outcome counts.
        func complete(_ result: Result<Connection, UpstreamOpening.Failure>) {
            let completion = done
            done = nil
            completion?(result)
        }
        connector.connect(to: route.origin, on: eventLoop) { [self] channel in
            let pipeline = channel.pipeline.syncOperations
            var outermost: (any ChannelHandler)?
            if route.isSecure {
                let handlers = try connector.tlsHandlers(for: route, applicationProtocols: names)
                outermost = handlers.first
                try pipeline.addHandlers(handlers)
            }
            let opening = UpstreamOpening(route, connector: connector, timeout: timeout) { [self] result in
                complete(
                    result.flatMap { negotiated in
                        do {
                            return .success(try take(over: channel, route, negotiated, outermost))
                        } catch {
                            return .failure(.init(problem: Problem(talkingTo: route.origin, error)))
                        }
                    }
                )
            }
            try pipeline.addHandler(opening)
        }
        .assumeIsolated()
        .whenFailure { error in
            // Some failures are known at once, before the request has been read to its end.
            self.eventLoop.assumeIsolated().execute {
                complete(.failure(.init(problem: Problem(reaching: route.origin, error))))
            }
        }
    }

    /// Adds the handlers of the protocol that was agreed on.
    private func take(
        over channel: any Channel,
        _ route: Route,
        _ negotiated: String?,
        _ outermost: (any ChannelHandler)?
    ) throws -> Connection {
        let limits = services.configuration.limits
        if negotiated == ApplicationProtocol.http2.rawValue || (!route.isSecure && offers == .http2PriorKnowledge) {
            let session = UpstreamSession(route, limits: limits, outermost: outermost)
            try session.install(on: channel)
            return .http2(session)
        }
        let upstream = UpstreamHandler(route, limits: limits, outermost: outermost, origins: self)
        try channel.pipeline.syncOperations.addHandler(upstream)
        return .http1(upstream)
    }
}
