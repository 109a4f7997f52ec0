import Capture
import NIOCore
import Wire

/// One exchange that is passed on to an origin: moves its parts as its ``ExchangeMachine`` says.
///
/// What form they have on the way, HTTP/1 or HTTP/2, is the affair of the two sides.
final class ForwardedExchange {
    /// How much of a request is kept to send it again, or until there is a connection to send it on, in bytes.
    private static let keptLimit = 64 * 1024
    /// How often a request is sent again: an origin that refuses each of them must not be asked for ever.
    private static let repeatLimit = 3

    let route: Route
    private let head: RequestHead
    private let framing: BodyFraming
    private let preview: RequestPreview
    private let client: any ExchangeClient
    private var origin: (any ExchangeOrigin)?
    private var machine: ExchangeMachine
    private var capture: ExchangeCapture?
    private let sink: (any ExchangeSink)?

    /// What has come of the request behind its head, as long as it may have to be sent, or sent again.
    private var kept: [RequestEvent]?
    private var keptBytes = 0
    /// How often the request was sent again.
    private var repeats = 0
    private var isResponseComplete = false
    /// Runs while the rest of the request is awaited after the response.
    private var restOfRequest: Watchdog?
    /// Whether the client waits for leave to send the content of its request (RFC 9110 §10.1.1).
    private var awaitsLeave: Bool

    init(
        _ head: RequestHead,
        _ framing: BodyFraming,
        _ preview: RequestPreview,
        _ route: Route,
        client: any ExchangeClient,
        capture: (exchange: ExchangeCapture, sink: any ExchangeSink)?
    ) {
        self.head = head
        self.framing = framing
        self.preview = preview
        self.route = route
        self.client = client
        self.capture = capture?.exchange
        sink = capture?.sink
        machine = ExchangeMachine(captures: capture != nil)
        awaitsLeave = head.fields.hasElement("100-continue", in: "expect")
    }

    // MARK: Request half

    /// Sends the head of the request, on a kept connection or a new one.
    func start() {
        if let origin = client.origins.take(route) {
            if origin.mayMissRequests { kept = [] }
            attach(origin)
        } else {
            kept = []
            connect(fresh: true)
        }
    }

    /// Whether more of the request can be taken from the client now.
    var takesRequest: Bool {
        guard machine.awaitsRequest else { return false }
        return origin?.isWritable ?? (keptBytes < Self.keptLimit)
    }

    /// Whether request bytes are still to come from the client.
    var awaitsRequest: Bool {
        machine.awaitsRequest
    }

    /// Takes the next part of the request.
    func receive(_ event: RequestEvent) {
        capture?.receive(event, now: .now())
        pass(event)
        awaitsLeave = false
        if case .end = event {
            // The exchange may be over with it, and the connection carry another one.
            if machine.awaitsRest { sendGathered() }
            perform(machine.requestEnded())
        } else if machine.awaitsRest {
            restOfRequest?.move(patience)
        }
    }

    /// Sends what has gathered of the request, if the connection stands.
    func sendGathered() {
        origin?.flush()
    }

    private func pass(_ event: RequestEvent) {
        origin?.send(event)
        guard kept != nil else { return }
        kept?.append(event)
        if case .body(let bytes) = event { keptBytes += bytes.readableBytes }
        if origin != nil && keptBytes > Self.keptLimit { forgetRequest() }
    }

    private func forgetRequest() {
        kept = nil
        machine.isReplayable = false
    }

    // MARK: The connection to the origin

    /// Asks for a connection. `fresh`: for one that is not a kept one.
    private func connect(fresh: Bool) {
        client.origins.connect(route, fresh: fresh) { [self] result in
            switch result {
            case .success(let origin): connected(origin)
            case .failure(let problem): originFailed(OriginFailure(problem: problem))
            }
        }
    }

    private func connected(_ origin: any ExchangeOrigin) {
        guard !machine.isOver else { return origin.release(keeps: true) }
        attach(origin)
        for event in kept ?? [] { origin.send(event) }
        if !origin.mayMissRequests || keptBytes > Self.keptLimit { forgetRequest() }
        origin.flush()
        client.takeMoreRequest()
    }

    private func attach(_ origin: any ExchangeOrigin) {
        self.origin = origin
        machine.isReplayable = origin.mayMissRequests
        origin.attach(self, head, framing, preview)
        origin.send(.head(head, framing))
    }

    // MARK: Response half

    /// Whether the client can take more of the response.
    var takesResponse: Bool {
        client.isWritable
    }

    /// The origin can take more of the request.
    func originBecameWritable() {
        client.takeMoreRequest()
    }

    /// The client can take more of the response.
    func clientBecameWritable() {
        origin?.resumeReading()
    }

    /// Takes the next part of the response.
    func receive(_ event: ResponseEvent) {
        capture?.receive(event, now: .now())
        switch event {
        case .head(let head, let framing):
            forgetRequest()
            let ending = ExchangeMachine.Ending(
                keepsClient: client.staysOpen(after: head, framing),
                keepsOrigin: origin?.staysOpen(after: head, framing) ?? false,
                switches: head.status == 101
            )
            machine.responseStarted(ending)
            client.start(head, framing, staysOpen: ending.keepsClient)
        case .interim(let head):
            if head.status == 100 { awaitsLeave = false }
            client.gather(event)
        case .chunk, .body:
            client.gather(event)
        case .end:
            client.gather(event)
            isResponseComplete = true
        }
    }

    /// A read of response bytes is over: decides about what has gathered.
    func responseGathered() {
        if isResponseComplete {
            isResponseComplete = false
            perform(machine.responseEnded())
        } else if client.hasGathered {
            perform(machine.responseGathered())
        }
        client.touch()
    }

    // MARK: Ends

    /// The origin cannot be reached, or its connection broke.
    func originFailed(_ failure: OriginFailure) {
        let mayRepeat =
            switch failure.repeating {
            case .unsafe: false
            case .ifIdempotent: head.isIdempotent
            case .safe: true
            }
        perform(machine.originFailed(mayRepeat: mayRepeat && repeats < Self.repeatLimit), failure)
        // What the client still sends is recorded, though there is nobody to send it to.
        if machine.awaitsRest {
            origin = nil
            keptBytes = 0
            client.takeMoreRequest()
        }
    }

    /// Whether the client has seen a part of the final response.
    var hasAnswered: Bool {
        machine.hasPassed
    }

    /// Whether a final response head is still to come.
    var awaitsResponse: Bool {
        machine.awaitsResponse
    }

    /// What is awaited has not come in time.
    func expired() {
        if machine.awaitsRequest {
            client.refuse(Problem(408, "The rest of the request did not come in time."))
        } else if !machine.awaitsSink {
            let what = machine.awaitsResponse ? "did not answer" : "stopped in the middle of its response"
            let problem = Problem(504, "\(route.origin) \(what) in time.")
            perform(machine.originFailed(), OriginFailure(problem: problem))
        }
    }

    /// The client is gone or sent what is no request; an origin that speaks HTTP/2 is told this code.
    func clientFailed(_ reason: String, _ code: StreamReset = .cancel) {
        let abandons = machine.clientFailed()
        origin?.cancel(code)
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
            perform(machine.settled(successfully: false), OriginFailure(problem: problem))
        }
    }

    private func perform(_ action: ExchangeMachine.Action, _ failure: OriginFailure? = nil) {
        switch action {
        case .wait: break
        case .pass: client.letGo()
        case .awaitRequest: awaitRest()
        case .submit: submit()
        case .finish(let ending): finish(ending)
        case .retry: retry(failure)
        case .refuse:
            let failure = failure ?? OriginFailure(problem: Problem(502, "The exchange failed."))
            end(failure)
            client.exchangeFailed(
                failure,
                toHead: head.methodKind == .head,
                isRequestComplete: machine.isRequestComplete,
                isReported: sink != nil
            )
        case .abort:
            let failure = failure ?? OriginFailure(problem: Problem(502, "The exchange failed."))
            end(failure)
            client.abort(failure)
        }
    }

    /// Waits for the rest of the request as long as more of it comes. A client that streams may not end before it has its
    /// answer.
    private func awaitRest() {
        guard !awaitsLeave, framing != .untilStreamEnd else { return perform(machine.requestGivenUp()) }
        let restOfRequest = Watchdog(eventLoop: client.eventLoop)
        restOfRequest.onExpiry = { [weak self] in
            guard let self else { return }
            self.perform(self.machine.requestGivenUp())
        }
        restOfRequest.move(patience)
        self.restOfRequest = restOfRequest
        client.takeMoreRequest()
    }

    private var patience: TimeAmount {
        client.services.configuration.timeouts.restOfRequest
    }

    private func end(_ failure: OriginFailure) {
        client.dropGathered()
        origin?.cancel(.cancel)
        abandon(failure.problem.detail)
    }

    /// Hands the exchange to its sink, once.
    private func submit() {
        guard let capture, let sink else { return }
        let exchange = capture.exchange(isRequestWhole: machine.isRequestComplete, now: .now())
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
        restOfRequest?.cancel()
        client.letGo()
        if ending.switches, let upstream = origin as? UpstreamHandler {
            client.relay(with: upstream)
            return
        }
        origin?.release(keeps: ending.keepsOrigin)
        client.exchangeEnded(staysOpen: ending.keepsClient, isRequestComplete: machine.isRequestComplete)
    }

    /// Sends what was sent again: on a new connection where the kept one was closed.
    private func retry(_ failure: OriginFailure?) {
        repeats += 1
        origin = nil
        connect(fresh: failure?.repeating == .ifIdempotent)
    }
}

extension RequestHead {
    /// Whether sending the request twice does what sending it once does (RFC 9110 §9.2.2).
    fileprivate var isIdempotent: Bool {
        isMethod("GET") || isMethod("HEAD") || isMethod("OPTIONS") || isMethod("TRACE") || isMethod("PUT")
            || isMethod("DELETE")
    }
}
