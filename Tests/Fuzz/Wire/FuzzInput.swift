import NIOCore
import Wire

/// The input of one run: its first bytes choose where to cut and what to expect, the rest is traffic.
struct FuzzInput {
    let choice: Int
    let traffic: ByteBuffer

    init?(_ start: UnsafePointer<UInt8>, _ count: Int) {
        guard count >= 2 else { return nil }
        let all = UnsafeBufferPointer(start: start, count: count)
        choice = Int(all[0]) << 8 | Int(all[1])
        traffic = ByteBuffer(bytes: all.dropFirst(2))
    }

    /// The traffic in two pieces.
    var pieces: [ByteBuffer] {
        cut(traffic, at: choice % (traffic.readableBytes + 1))
    }
}

/// Stops the run: libFuzzer keeps the input as a finding.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { fatalError(message()) }
}
