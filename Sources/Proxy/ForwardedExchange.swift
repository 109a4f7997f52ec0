import Capture
import NIOCore
import Wire

/// One exchange that is passed on to an origin: moves the bytes as its ``ExchangeMachine`` says.
final class ForwardedExchange {
    /// How much of a request is kept to send it again, in bytes.
    private static let replayLimit = 64 * 1024
    /// How much of a request is gathered while the connection to the origin is made, in bytes.
    private static let backlogLimit = 64 * 1024

    let route: Route
    private let client: ClientHandler
    private var upstream: UpstreamHandler
    private var machine: ExchangeMachine
    private var request: RequestRelay
    private var response: ResponseRelay
    private var capture: ExchangeCapture?
    private let sink: (any ExchangeSink)?

    private var toOrigin = OutgoingBytes()
    private var sent: OutgoingBytes?
    private var toClient = OutgoingBytes()
    private var isResponseComplete = false

    init(
        _ route: Route,
        upstream: UpstreamHandler,
        client: ClientHandler,
        request: RequestRelay,
        response: ResponseRelay,
        capture: (exchange: ExchangeCapture, sink: any ExchangeSink)?,
        isIdempotent: Bool
    ) {
        self.route = route
        self.upstream = upstream
        self.client = client
        self.request = request
        self.response = response
        self.capture = capture?.exchange
        sink = capture?.sink
        machine = ExchangeMachine(captures: capture != nil)
        machine.isReplayable = isIdempotent && upstream.isReused
        sent = machine.isReplayable ? OutgoingBytes() : nil
    }

    // MARK: Request half

    /// Writes the head of the request.
    func start() {
        upstream.attach(self, request)
        request.start(into: &toOrigin)
    }

    /// Whether more of the request can be taken from the client now.
    var takesRequest: Bool {
        guard machine.awaitsRequest else { return false }
        return upstream.isReady ? upstream.isWritable : toOrigin.count < Self.backlogLimit
    }

    /// Whether request bytes are still to come from the client.
    var awaitsRequest: Bool {
        machine.awaitsRequest
    }

    /// Takes the next part of the request.
    func receive(_ event: RequestEvent) {
        capture?.receive(event, now: .now())
        request.receive(event, into: &toOrigin)
        if case .end = event { machine.requestEnded() }
    }

    /// Sends what has gathered of the request, if the connection stands.
    func sendGathered() {
        guard upstream.isReady, !toOrigin.isEmpty else { return }
        let bytes = toOrigin.take()
        keepForReplay(bytes)
        upstream.write(bytes)
    }

    private func keepForReplay(_ bytes: OutgoingBytes) {
        guard sent != nil else { return }
        sent?.append(contentsOf: bytes)
        if let sent, sent.count <= Self.replayLimit { return }
        sent = nil
        machine.isReplayable = false
    }

    // MARK: Response half

    /// Whether the client can take more of the response.
    var takesResponse: Bool {
        client.isWritable
    }

    /// The connection to the origin stands.
    func originBecameReady() {
        sendGathered()
        client.takeMoreRequest()
    }

    /// The origin can take more of the request.
    func originBecameWritable() {
        client.takeMoreRequest()
    }

    /// The client can take more of the response.
    func clientBecameWritable() {
        upstream.resumeReading()
    }

    /// Takes the next part of the response.
    func receive(_ event: ResponseEvent) {
        capture?.receive(event, now: .now())
        switch event {
        case .interim(let head):
            response.interim(head, into: &toClient)
        case .head(let head, let framing):
            sent = nil
            let staysOpen = machine.responseStarted(response.ending(head, framing)) && !client.isDraining
            response.start(head, framing, staysOpen: staysOpen, into: &toClient)
        case .chunk, .body:
            response.receive(event, into: &toClient)
        case .end:
            response.receive(event, into: &toClient)
            isResponseComplete = true
        }
    }

    /// A read of response bytes is over: decides about what has gathered.
    func responseGathered() {
        if isResponseComplete {
            isResponseComplete = false
            perform(machine.responseEnded())
        } else if !toClient.isEmpty {
            perform(machine.responseGathered())
        }
        client.touch()
    }

    // MARK: Ends

    /// The origin cannot be reached, or its connection broke.
    func originFailed(_ problem: Problem, afterReuse: Bool) {
        perform(machine.originFailed(afterReuse: afterReuse), problem)
    }

    /// Whether the client has seen a part of the final response.
    var hasAnswered: Bool {
        machine.hasPassed
    }

    /// What is awaited has not come in time.
    func expired() {
        if machine.awaitsRequest {
            client.refuse(Problem(408, "The rest of the request did not come in time."))
        } else if !machine.awaitsSink {
            let what = machine.awaitsResponse ? "did not answer" : "stopped in the middle of its response"
            perform(machine.originFailed(), Problem(504, "\(route.origin) \(what) in time."))
        }
    }

    /// The client is gone or sent what is no request.
    func clientFailed(_ reason: String) {
        let abandons = machine.clientFailed()
        upstream.close()
        if abandons { abandon(reason) }
    }

    private func settled(_ result: Result<Void, any Error>) {
        switch result {
        case .success:
            perform(machine.settled(successfully: true))
        case .failure:
            client.log("\(route.origin): the exchange was not kept, so its client does not get it")
            let problem = Problem(
                502,
                "The exchange could not be kept, so its response is not passed on. See the proxy's log."
            )
            perform(machine.settled(successfully: false), problem)
        }
    }

    private func perform(_ action: ExchangeMachine.Action, _ problem: Problem? = nil) {
        switch action {
        case .wait: break
        case .pass: client.write(toClient.take())
        case .submit: submit()
        case .finish(let ending): finish(ending)
        case .retry: retry()
        case .refuse:
            let problem = problem ?? Problem(502, "The exchange failed.")
            upstream.close()
            abandon(problem.detail)
            client.exchangeFailed(
                problem,
                toHead: request.methodKind == .head,
                staysOpen: machine.isRequestComplete && response.isClientPersistent,
                isReported: sink != nil
            )
        case .abort:
            upstream.close()
            abandon(problem?.detail ?? "The exchange failed.")
            client.breakConnection()
        }
    }

    /// Hands the exchange to its sink, once.
    private func submit() {
        guard let capture, let sink else { return }
        let exchange = capture.exchange(now: .now())
        self.capture = nil
        let eventLoop = client.eventLoop
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        sink.accept(exchange) { result in
            if eventLoop.inEventLoop {
                bound.value.settled(result)
            } else {
                eventLoop.execute { bound.value.settled(result) }
            }
        }
    }

    /// Tells the sink that there is no whole response, unless it has the exchange already.
    private func abandon(_ reason: String) {
        guard let capture, let sink else { return }
        self.capture = nil
        sink.abandon(capture.exchange(failure: reason, now: .now()))
    }

    private func finish(_ ending: ExchangeMachine.Ending) {
        client.write(toClient.take())
        if ending.switches {
            client.relay(with: upstream)
            return
        }
        upstream.detach()
        if ending.keepsOrigin && upstream.isClean {
            client.keep(upstream)
        } else {
            upstream.close()
        }
        client.exchangeEnded(staysOpen: ending.keepsClient, isRequestComplete: machine.isRequestComplete)
    }

    /// Sends what was sent on the kept connection again on a new one.
    private func retry() {
        var bytes = sent?.take() ?? OutgoingBytes()
        sent = nil
        bytes.append(contentsOf: toOrigin)
        toOrigin = bytes
        upstream = client.dial(route)
        upstream.attach(self, request)
    }
}
