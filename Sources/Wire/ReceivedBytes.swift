import NIOCore

extension ByteBuffer {
    /// Adds bytes that arrived; without a copy when everything before them has been read.
    mutating func append(_ bytes: ByteBuffer) {
        guard readableBytes > 0 else {
            self = bytes
            return
        }
        if readerIndex > 0 { discardReadBytes() }
        writeImmutableBuffer(bytes)
    }

    /// Takes the readable bytes, but no more than `limit`, as a slice; `nil` when there are none.
    mutating func readSlice(upTo limit: Int) -> ByteBuffer? {
        readableBytes == 0 ? nil : readSlice(length: min(limit, readableBytes))
    }

    /// The readable byte at this offset, if it has arrived.
    func byte(_ offset: Int) -> UInt8? {
        offset < readableBytes ? getInteger(at: readerIndex + offset) : nil
    }

    /// Whether there is nothing but CR and LF, or nothing at all.
    var hasOnlyLineEnds: Bool {
        readableBytesView.allSatisfy { $0 == .cr || $0 == .lf }
    }
}
