import Capture
import Interception
import NIOCore
import NIOPosix
import Proxy
import Wire

/// A client's connection to a proxy, for one request after the other.
struct ProxyConnection {
    private static let patience = TimeAmount.seconds(30)
    private let channel: any Channel
    private let reader: NIOLoopBound<AnswerReader>

    /// Connects to the proxy.
    init(to proxy: HostPort) async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        (channel, reader) = try await ClientBootstrap(group: eventLoop)
            .connect(host: proxy.host, port: proxy.port)
            .flatMapThrowing { channel in
                let reader = AnswerReader()
                try channel.pipeline.syncOperations.addHandler(reader)
                return (channel, NIOLoopBound(reader, eventLoop: channel.eventLoop))
            }
            .get()
    }

    /// Connects to the proxy, and through it to an origin that speaks TLS (RFC 9110 §9.3.6).
    init(to proxy: HostPort, tunnelTo authority: String, trust: UpstreamTrust) async throws {
        try await self.init(to: proxy)
        let origin = HostPort(host: authority, port: HostPort.defaultPort(scheme: "https"))
        let answer = try await send("CONNECT \(origin) HTTP/1.1\r\nHost: \(origin)\r\n\r\n", expecting: .connect)
        guard answer.status == 200 else {
            throw CommandFailure("the proxy answered CONNECT \(origin) with \(answer.status)")
        }
        let (channel, reader) = (channel, reader)
        try await channel.eventLoop.submit {
            reader.value.startOver()
            let handlers = try trust.handlers(host: origin.host, port: origin.port)
            try channel.pipeline.syncOperations.addHandlers(handlers, position: .first)
        }.get()
    }

    /// Sends a request and returns its answer.
    func send(_ request: String, expecting kind: MethodKind = .other) async throws -> Answer {
        try await channel.eventLoop.flatSubmit {
            let promise = channel.eventLoop.makePromise(of: Answer.self)
            reader.value.expect(kind, promise)
            channel.writeAndFlush(ByteBuffer(string: request), promise: nil)
            let timer = channel.eventLoop.scheduleTask(in: Self.patience) {
                promise.fail(CommandFailure("the proxy did not answer within 30 s"))
            }
            promise.futureResult.whenComplete { _ in timer.cancel() }
            return promise.futureResult
        }.get()
    }

    /// Closes the connection.
    func close() async {
        try? await channel.close()
    }
}

/// Gathers the answer to one request at a time.
private final class AnswerReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var decoder = ResponseDecoder()
    private var answer: Answer?
    private var promise: EventLoopPromise<Answer>?

    func expect(_ kind: MethodKind, _ promise: EventLoopPromise<Answer>) {
        decoder.expect(kind)
        self.promise = promise
    }

    /// What follows is another connection's: that with the origin.
    func startOver() {
        decoder = ResponseDecoder()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        decoder.receive(unwrapInboundIn(data))
        do {
            while let event = try decoder.next() { receive(event) }
        } catch {
            fail(error)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        do {
            if let event = try decoder.finish() { receive(event) }
            fail(ChannelError.eof)
        } catch {
            fail(error)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error)
        context.close(promise: nil)
    }

    private func receive(_ event: ResponseEvent) {
        switch event {
        case .head(let head, _):
            let fields = head.fields.lines.map { line in
                HeaderField(head.fields.name(of: line), head.fields.value(of: line))
            }
            answer = Answer(status: head.status, fields: fields)
        case .body(let content):
            answer?.body += Array(content.readableBytesView)
        case .end:
            if let answer { take()?.succeed(answer) }
            answer = nil
        case .interim, .chunk:
            break
        }
    }

    private func fail(_ error: any Error) {
        take()?.fail(error)
    }

    private func take() -> EventLoopPromise<Answer>? {
        defer { promise = nil }
        return promise
    }
}
