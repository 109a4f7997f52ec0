import Capture
import Interception
import NIOCore
import Synchronization
import Wire

@testable import Proxy

/// Where nobody listens: a port that only the system may use, and does not. A port just closed could be another test's.
let closedAuthority = "127.0.0.1:1"

/// A proxy on a free port, with what a test needs around it.
struct TestProxy {
    /// Made once: a key takes time.
    static let authority = Result { try CertificateAuthority.inMemory() }

    let server: ProxyServer
    let port: Int
    let log: TestLog

    init(_ plan: Plan, configure: (inout ProxyConfiguration) throws -> Void = { _ in }) async throws {
        try await self.init(configure: configure) { _ in plan }
    }

    init(
        configure: (inout ProxyConfiguration) throws -> Void = { _ in },
        recorded: ApplicationProtocol? = nil,
        plan: @escaping @Sendable (RequestPreview) -> Plan
    ) async throws {
        var configuration = ProxyConfiguration(
            contexts: ServerContexts(authority: try Self.authority.get()),
            trust: try UpstreamTrust()
        )
        try configure(&configuration)
        let log = TestLog()
        self.log = log
        server = ProxyServer(configuration: configuration, responder: TestResponder(plan: plan, recorded: recorded)) {
            log.append($0)
        }
        port = try await server.start().port
    }

    func connect(receiveBuffer: Int? = nil) async throws -> RawConnection {
        try await RawConnection.connect(to: port, receiveBuffer: receiveBuffer)
    }

    func stop() async {
        await server.stop(grace: .seconds(5))
    }
}

struct TestResponder: Responder {
    let plan: @Sendable (RequestPreview) -> Plan
    let recorded: ApplicationProtocol?

    func knownProtocol(of origin: HostPort) -> ApplicationProtocol? {
        recorded
    }

    func plan(for request: RequestPreview) -> Plan {
        plan(request)
    }
}

final class TestLog: Sendable {
    private let stored = Mutex<[String]>([])

    var lines: [String] {
        stored.withLock { $0 }
    }

    func append(_ line: String) {
        stored.withLock { $0.append(line) }
    }
}

/// A sink that remembers what it was given.
final class TestSink: ExchangeSink {
    typealias Done = @Sendable (Result<Void, any Error>) -> Void
    struct Refused: Error {}

    private let settles: Bool
    private let accepted: AsyncStream<(Exchange, Done)>
    private let acceptedInput: AsyncStream<(Exchange, Done)>.Continuation
    private let abandoned: AsyncStream<Exchange>
    private let abandonedInput: AsyncStream<Exchange>.Continuation

    /// `settles`: says at once that it is done; else the test does.
    init(settles: Bool = true) {
        self.settles = settles
        (accepted, acceptedInput) = AsyncStream.makeStream()
        (abandoned, abandonedInput) = AsyncStream.makeStream()
    }

    func accept(_ exchange: Exchange, done: @escaping Done) {
        acceptedInput.yield((exchange, done))
        if settles { done(.success(())) }
    }

    func abandon(_ exchange: Exchange) {
        abandonedInput.yield(exchange)
    }

    /// The next exchange that was handed over whole.
    func nextAccepted() async -> Exchange? {
        await nextHeld()?.0
    }

    /// The next exchange that was handed over whole, and the way to say that it is kept.
    func nextHeld() async -> (Exchange, Done)? {
        var iterator = accepted.makeAsyncIterator()
        return await iterator.next()
    }

    /// The next exchange that was given up.
    func nextAbandoned() async -> Exchange? {
        var iterator = abandoned.makeAsyncIterator()
        return await iterator.next()
    }
}

/// A player that answers with what a closure says.
struct TestPlayer: Player {
    let response: @Sendable (Request, String?) -> Response

    func answer(_ request: Request, session: String?) -> Response {
        response(request, session)
    }
}
