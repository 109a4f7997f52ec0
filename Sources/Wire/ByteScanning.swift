extension Span<UInt8> {
    /// The first LF at or after `start`.
    func firstLineFeed(from start: Int) -> Int? {
        var index = start
        while index + 8 <= count {
            let found = zeroBytes(in: word(at: index) ^ repeated(.lf))
            if found != 0 { return index + found.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < count {
            if self[index] == .lf { return index }
            index += 1
        }
        return nil
    }

    /// The first byte in `range` that may not stand in a field value.
    func firstControlByte(in range: Range<Int>) -> Int? {
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            let word = word(at: index)
            if bytesBelowSpace(in: word) | zeroBytes(in: word ^ repeated(0x7F)) != 0 {
                // Perhaps HTAB, which may.
                for index in index..<index + 8 where !self[index].isFieldByte {
                    return index
                }
            }
            index += 8
        }
        for index in index..<range.upperBound where !self[index].isFieldByte {
            return index
        }
        return nil
    }

    /// Eight bytes, the first one lowest.
    @inline(__always)
    private func word(at index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }
}

/// The byte in all eight places.
@inline(__always)
private func repeated(_ byte: UInt8) -> UInt64 {
    0x0101_0101_0101_0101 &* UInt64(byte)
}

/// Not zero when a byte of the word is; the lowest bit set is then the top bit of the first such byte.
@inline(__always)
private func zeroBytes(in word: UInt64) -> UInt64 {
    (word &- repeated(0x01)) & ~word & repeated(0x80)
}

/// Not zero when a byte of the word is below 0x20.
@inline(__always)
private func bytesBelowSpace(in word: UInt64) -> UInt64 {
    (word &- repeated(0x20)) & ~word & repeated(0x80)
}
