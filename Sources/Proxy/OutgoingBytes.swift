import NIOCore

/// Bytes on their way to a channel: small pieces are gathered in one buffer, large ones are passed on without a copy.
struct OutgoingBytes {
    /// Slices up to this length are copied, larger ones are kept: a copy is then dearer than a system call's vector.
    private static let copyLimit = 4096

    private(set) var buffers: [ByteBuffer] = []
    /// The length in bytes.
    private(set) var count = 0
    private var ownsLast = false

    var isEmpty: Bool {
        count == 0
    }

    /// Adds a slice of received bytes.
    mutating func append(_ slice: ByteBuffer) {
        guard slice.readableBytes > 0 else { return }
        if slice.readableBytes <= Self.copyLimit && ownsLast {
            write { $0.writeImmutableBuffer(slice) }
        } else {
            buffers.append(slice)
            ownsLast = false
            count += slice.readableBytes
        }
    }

    /// Adds what `body` writes.
    mutating func write(_ body: (inout ByteBuffer) -> Void) {
        if !ownsLast {
            buffers.append(ByteBuffer())
            ownsLast = true
        }
        let index = buffers.count - 1
        let before = buffers[index].readableBytes
        body(&buffers[index])
        count += buffers[index].readableBytes - before
    }

    /// Adds all of another.
    mutating func append(contentsOf other: OutgoingBytes) {
        for buffer in other.buffers { append(buffer) }
    }

    /// Takes everything out.
    mutating func take() -> OutgoingBytes {
        defer { self = OutgoingBytes() }
        return self
    }
}
