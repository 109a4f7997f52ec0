/// One bit for each hash of an anchor: most positions of a text are dismissed by it. It grows with its load.
struct AnchorFilter: Sendable {
    private var words = [UInt64](repeating: 0, count: 1 << 8)
    private var shift: UInt64 = 64 - 14
    private var anchors: [UInt64] = []

    func mayHold(_ anchor: UInt64) -> Bool {
        let slot = Int((anchor &* 0x9E37_79B9_7F4A_7C15) >> shift)
        return words[slot >> 6] & (1 << UInt64(slot & 63)) != 0
    }

    mutating func insert(_ anchor: UInt64) {
        anchors.append(anchor)
        if anchors.count * 16 > words.count * 64 {
            shift -= 2
            words = [UInt64](repeating: 0, count: words.count * 4)
            for anchor in anchors { set(anchor) }
        } else {
            set(anchor)
        }
    }

    private mutating func set(_ anchor: UInt64) {
        let slot = Int((anchor &* 0x9E37_79B9_7F4A_7C15) >> shift)
        words[slot >> 6] |= 1 << UInt64(slot & 63)
    }
}
