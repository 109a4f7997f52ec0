import Capture
import FoundationEssentials
import NIOCore
import Wire

/// The client's side of an exchange: a connection of HTTP/1, or a stream of HTTP/2.
///
/// What comes of a response is gathered in the client's form until the exchange lets it go.
protocol ExchangeClient: AnyObject {
    var eventLoop: any EventLoop { get }
    var services: ProxyServices { get }
    /// Where its requests go.
    var origins: Origins { get }

    // MARK: Response

    /// Whether more can be written without gathering in memory.
    var isWritable: Bool { get }
    /// Whether the client can send its next request where it sent this one, after a response with this head.
    func staysOpen(after head: ResponseHead, _ framing: BodyFraming) -> Bool
    /// Gathers the head of the final response, which says whether the connection stays open.
    func start(_ head: ResponseHead, _ framing: BodyFraming, staysOpen: Bool)
    /// Gathers the next part of the response: an interim one, or what follows the head of the final one.
    func gather(_ event: ResponseEvent)
    /// Whether something has gathered that was not let go.
    var hasGathered: Bool { get }
    /// Sends what has gathered.
    func letGo()
    /// Forgets what has gathered.
    func dropGathered()

    // MARK: Request

    /// The exchange can take more of its request.
    func takeMoreRequest()

    // MARK: Ends

    /// Something happened: what is awaited now gets its time anew.
    func touch()
    /// An exchange is over and its response is let go. `isRequestComplete`: the client has sent all of its request.
    func exchangeEnded(staysOpen: Bool, isRequestComplete: Bool)
    /// Nothing of a response was sent, and none comes. `isReported`: a sink has been told, and the log need not say it again.
    func exchangeFailed(_ failure: OriginFailure, toHead: Bool, isRequestComplete: Bool, isReported: Bool)
    /// Answers with a problem and takes no more of the request.
    func refuse(_ problem: Problem)
    /// Breaks the response off in a way that the client cannot take for its end.
    func abort(_ failure: OriginFailure)
    /// Both connections carry another protocol from now on; HTTP/1 only.
    func relay(with upstream: UpstreamHandler)
}

extension ExchangeClient {
    func log(_ line: String) {
        services.log(line)
    }

    /// Starts an exchange with an origin.
    func forward(
        _ head: RequestHead,
        _ framing: BodyFraming,
        _ preview: RequestPreview,
        _ route: Route,
        sink: (any ExchangeSink)?
    ) -> ForwardedExchange {
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
        return ForwardedExchange(head, framing, preview, route, client: self, capture: capture)
    }
}
