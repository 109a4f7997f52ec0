import NIOCore
import NIOHPACK
import NIOHTTP2
import Synchronization
import Testing

/// One end of a stream of HTTP/2: frames in and out as they are.
final class StreamEnd: Sendable {
    /// What came on a stream.
    enum Event: Sendable {
        case headers(HPACKHeaders, endStream: Bool)
        case data(ByteBuffer, endStream: Bool)
        case reset(HTTP2ErrorCode)
        case closed
    }

    struct Ended: Error, CustomStringConvertible {
        let description: String
    }

    let channel: any Channel
    private let events: AsyncStream<Event>
    private let input: AsyncStream<Event>.Continuation

    init(_ channel: any Channel) {
        self.channel = channel
        (events, input) = AsyncStream.makeStream()
    }

    /// The handler that takes the frames.
    var receiver: any ChannelHandler & Sendable {
        Receiver(input)
    }

    // MARK: Writing

    func send(_ headers: HPACKHeaders, end: Bool = false) async throws {
        try await write(.headers(.init(headers: headers, endStream: end)))
    }

    func send(_ text: String, end: Bool = false) async throws {
        try await send(ByteBuffer(string: text), end: end)
    }

    func send(_ bytes: ByteBuffer, end: Bool = false) async throws {
        try await write(.data(.init(data: .byteBuffer(bytes), endStream: end)))
    }

    func reset(_ code: HTTP2ErrorCode) async throws {
        try await write(.rstStream(code))
    }

    func write(_ payload: HTTP2Frame.FramePayload) async throws {
        try await channel.writeAndFlush(payload)
    }

    // MARK: Reading

    /// What comes next.
    func next() async throws -> Event {
        let timer = channel.eventLoop.scheduleTask(in: .seconds(20)) { [input] in input.finish() }
        defer { timer.cancel() }
        var iterator = events.makeAsyncIterator()
        guard let event = await iterator.next() else { throw Ended(description: "nothing came in 20 s") }
        return event
    }

    /// The next frame, which is to be a HEADERS frame.
    func headers() async throws -> (fields: HPACKHeaders, endStream: Bool) {
        let event = try await next()
        guard case .headers(let headers, let endStream) = event else { throw Ended(description: "came: \(event)") }
        return (headers, endStream)
    }

    /// The content and the trailers, until the stream ends.
    func body() async throws -> (bytes: ByteBuffer, trailers: HPACKHeaders) {
        var bytes = ByteBuffer()
        while true {
            switch try await next() {
            case .data(let more, let endStream):
                bytes.writeImmutableBuffer(more)
                if endStream { return (bytes, [:]) }
            case .headers(let trailers, endStream: true):
                return (bytes, trailers)
            case let event:
                throw Ended(description: "in the middle of a body: \(event)")
            }
        }
    }

    /// As much content as this, which is all that there is to come for now.
    func content(_ count: Int) async throws -> String {
        var bytes = ByteBuffer()
        while bytes.readableBytes < count {
            let event = try await next()
            guard case .data(let more, _) = event else { throw Ended(description: "came: \(event)") }
            bytes.writeImmutableBuffer(more)
        }
        return String(buffer: bytes)
    }

    /// The code with which the peer resets the stream, whatever else comes before.
    func resetCode() async throws -> HTTP2ErrorCode {
        while true {
            switch try await next() {
            case .reset(let code): return code
            case .closed: throw Ended(description: "the stream ended well")
            default: continue
            }
        }
    }

    private final class Receiver: ChannelInboundHandler, Sendable {
        typealias InboundIn = HTTP2Frame.FramePayload
        private let input: AsyncStream<Event>.Continuation

        init(_ input: AsyncStream<Event>.Continuation) {
            self.input = input
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .headers(let frame):
                input.yield(.headers(frame.headers, endStream: frame.endStream))
            case .data(let frame):
                guard case .byteBuffer(let bytes) = frame.data else { return }
                input.yield(.data(bytes, endStream: frame.endStream))
            default: break
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            if let closed = error as? NIOHTTP2Errors.StreamClosed { input.yield(.reset(closed.errorCode)) }
        }

        func channelInactive(context: ChannelHandlerContext) {
            input.yield(.closed)
        }
    }
}
