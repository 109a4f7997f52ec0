import NIOCore
import NIOHPACK
import NIOHTTP2

/// The frames of one message on their way to a stream; the last one says that it is.
struct OutgoingFrames {
    private(set) var payloads: [HTTP2Frame.FramePayload] = []

    var isEmpty: Bool {
        payloads.isEmpty
    }

    /// Adds a head.
    mutating func append(_ head: HPACKHeaders) {
        payloads.append(.headers(.init(headers: head)))
    }

    /// Adds content.
    mutating func append(_ bytes: ByteBuffer) {
        payloads.append(.data(.init(data: .byteBuffer(bytes))))
    }

    /// Ends the message, with the last frame there is or one more.
    mutating func end(trailers: HPACKHeaders) {
        guard trailers.isEmpty else {
            payloads.append(.headers(.init(headers: trailers, endStream: true)))
            return
        }
        switch payloads.popLast() {
        case .headers(var head)?:
            head.endStream = true
            payloads.append(.headers(head))
        case .data(var data)?:
            data.endStream = true
            payloads.append(.data(data))
        default:
            payloads.append(.data(.init(data: .byteBuffer(ByteBuffer()), endStream: true)))
        }
    }

    /// Takes everything out.
    mutating func take() -> [HTTP2Frame.FramePayload] {
        defer { payloads = [] }
        return payloads
    }
}
