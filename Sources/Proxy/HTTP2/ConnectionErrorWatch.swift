import NIOCore

/// Stands between TLS and HTTP/2 and says when HTTP/2 gives the connection up.
///
/// The library reports errors of a stream and of the connection in the same way. Only for those of the connection it sends a
/// GOAWAY with an error code, and then leaves closing to others (RFC 9113 §5.4.1).
final class ConnectionErrorWatch: ChannelOutboundHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    /// Called when all that was to be said has been written.
    var onError: (() -> Void)?
    private var scanner = GoAwayScanner()

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .byteBuffer(let bytes) = unwrapOutboundIn(data) { scanner.scan(bytes) }
        context.write(data, promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        guard scanner.hasFoundError, let onError else { return }
        self.onError = nil
        // Not from inside the library's own work.
        context.eventLoop.assumeIsolated().execute(onError)
    }
}

/// Finds a GOAWAY frame with an error code in what is written to a connection (RFC 9113 §4.1, §6.8).
struct GoAwayScanner {
    private static let headerLength = 9
    private static let goAway: UInt8 = 7

    private(set) var hasFoundError = false
    /// What is left of the preface (RFC 9113 §3.4) or of a frame, in bytes.
    private var left = 0

    /// Looks at the next bytes that are written. Frames start with a buffer; the library writes no part of a frame's header.
    mutating func scan(_ bytes: ByteBuffer) {
        var rest = bytes
        while rest.readableBytes > 0 {
            if left > 0 {
                let skipped = min(left, rest.readableBytes)
                rest.moveReaderIndex(forwardBy: skipped)
                left -= skipped
            } else if rest.readableBytesView.starts(with: "PRI * ".utf8) {
                left = 24
            } else {
                guard let header = rest.readBytes(length: Self.headerLength) else { return }
                left = Int(header[0]) << 16 | Int(header[1]) << 8 | Int(header[2])
                let code: UInt32? = rest.getInteger(at: rest.readerIndex + 4)
                if header[3] == Self.goAway, code != 0 { hasFoundError = true }
            }
        }
    }
}
