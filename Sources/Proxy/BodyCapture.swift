import Capture
import NIOCore
import Wire

/// Gathers the content of one body, up to a limit.
struct BodyCapture {
    /// Chunk sizes beyond this many are not kept: a body may have any number of chunks.
    private static let chunkLimit = 65_536

    private let framing: BodyFraming
    private let limit: Int
    private var bytes: [UInt8] = []
    private var chunks: [Int] = []
    /// The length so far in bytes, kept or not.
    private(set) var length = 0

    /// Whether the content is longer than what is kept, by its announced length or by what came.
    private(set) var isOverLimit = false

    init(_ framing: BodyFraming, limit: Int) {
        self.framing = framing
        self.limit = limit
        guard case .length(let expected) = framing else { return }
        isOverLimit = expected > limit
        if expected <= min(limit, 64 * 1024) { bytes.reserveCapacity(expected) }
    }

    /// A chunk of `size` bytes starts.
    mutating func chunk(size: Int) {
        if chunks.count < Self.chunkLimit { chunks.append(size) }
    }

    /// Content came.
    mutating func append(_ slice: ByteBuffer) {
        length += slice.readableBytes
        isOverLimit = isOverLimit || length > limit
        if isOverLimit {
            bytes = []
        } else {
            bytes.append(contentsOf: slice.readableBytesView)
        }
    }

    /// The body as far as it came.
    var body: Body {
        body(isOverLimit ? .withheld(length: length, reason: .overLimit) : .bytes(bytes))
    }

    /// A body of which the rest did not come; what a client streamed is what came.
    var cutOff: Body {
        guard framing != .untilStreamEnd else { return body }
        var announced = length
        if case .length(let expected) = framing { announced = expected }
        return body(.withheld(length: announced, reason: .cutOff))
    }

    private func body(_ content: Body.Content) -> Body {
        switch framing {
        case .none: return Body(content, framing: .none)
        case .length, .untilStreamEnd: return Body(content, framing: .length)
        case .chunked: return Body(content, framing: .chunked(chunks))
        case .untilClose: return Body(content, framing: .untilClose)
        }
    }
}
