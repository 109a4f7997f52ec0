/// Counts lines forwards, so that each byte is looked at once.
struct LineCounter: Sendable {
    private let bytes: [UInt8]
    private var offset = 0
    private var count = 1

    /// A counter at the beginning of these bytes.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The line, from 1, of an offset that is not before the last one asked for.
    mutating func line(of position: Int) -> Int {
        let end = min(max(position, offset), bytes.count)
        count += Self.newlines(bytes, offset..<end)
        offset = end
        return count
    }

    /// Eight bytes at a time: the high bit of a byte of `others` is set where it is no line feed.
    private static func newlines(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        let lows: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        return bytes.withUnsafeBytes { buffer in
            var newlines = 0
            var position = range.lowerBound
            while position + 8 <= range.upperBound {
                let word = buffer.loadUnaligned(fromByteOffset: position, as: UInt64.self) ^ 0x0A0A_0A0A_0A0A_0A0A
                let others = (((word & lows) &+ lows) | word) & ~lows
                newlines += 8 - others.nonzeroBitCount
                position += 8
            }
            return newlines + buffer[position..<range.upperBound].count { $0 == 0x0A }
        }
    }
}
