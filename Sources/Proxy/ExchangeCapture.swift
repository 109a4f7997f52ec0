import Capture
import NIOCore
import Wire

/// Gathers one exchange as it crosses the proxy.
struct ExchangeCapture {
    private var request: Request
    private var requestBody: BodyCapture
    private var response: Response?
    private var responseBody: BodyCapture?
    private var interim: [Response] = []
    private let limit: Int

    private let started: Instant
    private let requestStarted: NIODeadline
    private var requestEnded: NIODeadline?
    private var responseStarted: NIODeadline?

    /// Starts with the head of a request. `started` is the wall clock, `now` the monotonic one.
    init(_ request: Request, _ framing: BodyFraming, limit: Int, started: Instant, now: NIODeadline) {
        self.request = request
        self.limit = limit
        self.started = started
        requestStarted = now
        requestBody = BodyCapture(framing, limit: limit)
    }

    /// Takes the next part of the request.
    mutating func receive(_ event: RequestEvent, now: NIODeadline) {
        switch event {
        case .head: break
        case .chunk(let size): requestBody.chunk(size: size)
        case .body(let bytes): requestBody.append(bytes)
        case .end(let trailers):
            request.trailers = trailers.headerFields
            requestEnded = now
        }
    }

    /// Takes the next part of the response.
    mutating func receive(_ event: ResponseEvent, now: NIODeadline) {
        switch event {
        case .interim(let head):
            interim.append(Response(head))
        case .head(let head, let framing):
            responseStarted = now
            response = Response(head)
            responseBody = BodyCapture(framing, limit: limit)
        case .chunk(let size): responseBody?.chunk(size: size)
        case .body(let bytes): responseBody?.append(bytes)
        case .end(let trailers): response?.trailers = trailers.headerFields
        }
    }

    /// The exchange as far as it came. `failure` says why there is no whole response; a request that is not whole, though
    /// it has its response, has no content.
    func exchange(failure: String? = nil, isRequestWhole: Bool = true, now: NIODeadline) -> Exchange {
        var request = request
        request.body = isRequestWhole ? requestBody.body : requestBody.cutOff
        var response = response
        response?.body = responseBody?.body ?? .none
        response?.interim = interim
        let sent = requestEnded ?? responseStarted ?? now
        let answered = responseStarted ?? now
        let timings = Timings(
            send: milliseconds(from: requestStarted, to: sent),
            wait: milliseconds(from: sent, to: answered),
            receive: responseStarted == nil ? 0 : milliseconds(from: answered, to: now)
        )
        return Exchange(request: request, response: response, failure: failure, started: started, timings: timings)
    }

    /// Never negative: an origin may answer before the request is complete.
    private func milliseconds(from start: NIODeadline, to end: NIODeadline) -> Double {
        // Microseconds are what the clock is good for.
        Double(max(0, (end - start).nanoseconds) / 1_000) / 1_000
    }
}
