import NIOCore
import NIOHPACK
import NIOHTTP2
import Wire

/// Makes request events of the frames that come on one stream.
struct RequestFrames {
    private var body: StreamBody?
    private let limits: Limits

    init(limits: Limits) {
        self.limits = limits
    }

    /// The events of one frame.
    mutating func receive(_ payload: HTTP2Frame.FramePayload) throws(WireError) -> [RequestEvent] {
        switch payload {
        case .headers(let frame) where body == nil:
            let (head, framing) = try RequestHead.http2(
                FieldBlock(frame.headers),
                endsStream: frame.endStream,
                limits: limits
            )
            body = StreamBody(framing)
            return [.head(head, framing)] + (frame.endStream ? [.end(trailers: .empty)] : [])
        case .headers(let frame):
            let trailers = try FieldSection.http2Trailers(FieldBlock(frame.headers), limits: limits)
            return (body?.end() ?? []).map(RequestEvent.body) + [.end(trailers: trailers)]
        case .data(let frame):
            let pieces = body?.receive(frame) ?? []
            return pieces.map(RequestEvent.body) + (frame.endStream ? [.end(trailers: .empty)] : [])
        default:
            return []
        }
    }
}

/// Makes response events of the frames that come on one stream.
struct ResponseFrames {
    private var body: StreamBody?
    private let method: MethodKind
    private let limits: Limits

    /// `method` is that of the request.
    init(to method: MethodKind, limits: Limits) {
        self.method = method
        self.limits = limits
    }

    /// The events of one frame.
    mutating func receive(_ payload: HTTP2Frame.FramePayload) throws(WireError) -> [ResponseEvent] {
        switch payload {
        case .headers(let frame) where body == nil:
            let (head, framing) = try ResponseHead.http2(
                FieldBlock(frame.headers),
                endsStream: frame.endStream,
                to: method,
                limits: limits
            )
            if head.isInterim { return [.interim(head)] }
            body = StreamBody(framing)
            return [.head(head, framing)] + (frame.endStream ? [.end(trailers: .empty)] : [])
        case .headers(let frame):
            let trailers = try FieldSection.http2Trailers(FieldBlock(frame.headers), limits: limits)
            return (body?.end() ?? []).map(ResponseEvent.body) + [.end(trailers: trailers)]
        case .data(let frame):
            let pieces = body?.receive(frame) ?? []
            return pieces.map(ResponseEvent.body) + (frame.endStream ? [.end(trailers: .empty)] : [])
        default:
            return []
        }
    }
}

/// The content of one message on a stream.
///
/// The last bytes of an announced length are held back until the stream ends: whoever knows the length takes them for the
/// end, as in HTTP/1, where they are it.
private struct StreamBody {
    private var left: Int?
    private var last: ByteBuffer?

    init(_ framing: BodyFraming) {
        if case .length(let length) = framing { left = length }
    }

    /// What can be passed on of a frame's content.
    mutating func receive(_ frame: HTTP2Frame.FramePayload.Data) -> [ByteBuffer] {
        guard case .byteBuffer(let bytes) = frame.data else { return [] }
        var pieces = bytes.readableBytes > 0 ? [bytes] : []
        if let left {
            self.left = left - bytes.readableBytes
            if left == bytes.readableBytes, left > 0, !frame.endStream {
                last = bytes
                pieces = []
            }
        }
        return frame.endStream ? end() + pieces : pieces
    }

    /// What was held back.
    mutating func end() -> [ByteBuffer] {
        defer { last = nil }
        return last.map { [$0] } ?? []
    }
}

extension FieldBlock {
    /// The fields of a HEADERS frame.
    fileprivate init(_ headers: HPACKHeaders) {
        self.init(headers.map { Field($0.name, $0.value) })
    }
}
