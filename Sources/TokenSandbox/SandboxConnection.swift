import NIOCore
import NIOHTTP1

/// One connection to the sandbox: gathers a request, has it answered, writes the answer.
final class SandboxConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// The longest content that is taken, in bytes.
    private static let contentLimit = 1 << 20

    private let scheme: String
    private let respond: SandboxServer.Responder
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(scheme: String, respond: @escaping SandboxServer.Responder) {
        self.scheme = scheme
        self.respond = respond
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
            if head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }) {
                let go = HTTPResponseHead(version: .http1_1, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(go)), promise: nil)
            }
        case .body(let buffer):
            // Beyond the limit one byte more is enough to know.
            body += buffer.readableBytesView.prefix(Self.contentLimit + 1 - body.count)
        case .end:
            guard let head else { return }
            self.head = nil
            answer(head, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let request = SandboxRequest(
            method: head.method.rawValue,
            target: head.uri,
            fields: head.headers.map { SandboxField($0.name, $0.value) },
            body: body,
            scheme: scheme
        )
        let isTooLong = body.count > Self.contentLimit
        let response = isTooLong ? SandboxResponse(status: 413) : respond(request)
        write(response, to: head, closing: isTooLong || !head.isKeepAlive, context)
    }

    private func write(
        _ response: SandboxResponse,
        to request: HTTPRequestHead,
        closing: Bool,
        _ context: ChannelHandlerContext
    ) {
        for interim in response.interim {
            context.write(wrapOutboundOut(.head(head(of: interim))), promise: nil)
        }
        var head = head(of: response)
        let hasContent = request.method != .HEAD && head.status.mayHaveResponseBody
        // Chunks need HTTP/1.1 on the other side (RFC 9112 §7.1).
        let endsWithConnection: Bool
        var trailers: HTTPHeaders?
        var chunkSize = max(response.body.count, 1)
        switch response.framing {
        case .length:
            endsWithConnection = false
            if head.status.mayHaveResponseBody {
                head.headers.add(name: "Content-Length", value: String(response.body.count))
            }
        case .chunked(let size, let fields) where request.version == .http1_1:
            endsWithConnection = false
            if hasContent {
                head.headers.add(name: "Transfer-Encoding", value: "chunked")
                trailers = HTTPHeaders(fields.map { ($0.name, $0.value) })
                chunkSize = size
            }
        case .chunked, .untilClose:
            endsWithConnection = hasContent
        }
        let closes = closing || endsWithConnection
        if closes { head.headers.add(name: "Connection", value: "close") }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if hasContent {
            for start in stride(from: 0, to: response.body.count, by: chunkSize) {
                let piece = response.body[start..<min(start + chunkSize, response.body.count)]
                let buffer = context.channel.allocator.buffer(bytes: piece)
                context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
            }
        }
        let written = context.writeAndFlush(wrapOutboundOut(.end(trailers)))
        if closes {
            let channel = context.channel
            written.whenComplete { _ in channel.close(promise: nil) }
        }
    }

    private func head(of response: SandboxResponse) -> HTTPResponseHead {
        HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: response.status),
            headers: HTTPHeaders(response.fields.map { ($0.name, $0.value) })
        )
    }
}
