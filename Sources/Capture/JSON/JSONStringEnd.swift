/// Where a JSON string ends, found eight bytes at a time.
struct JSONStringEnd {
    /// The offset of the closing quote, or of the end of the input.
    private(set) var end: Int
    /// Whether there was a closing quote.
    private(set) var isClosed = false
    /// Whether there is a backslash in it.
    private(set) var hasEscapes = false
    /// Strict only: the first offset that RFC 8259 §7 does not allow.
    private(set) var invalidAt: Int?

    /// Looks for `quote` from `start`, the first byte inside the string, up to `limit`.
    init(in bytes: [UInt8], from start: Int, to limit: Int, quote: UInt8, isStrict: Bool) {
        end = start
        var hasHighBytes = false
        bytes.withUnsafeBytes { buffer in
            while end < limit {
                end = Self.skipPlain(buffer, from: end, to: limit, quote: quote, isStrict: isStrict)
                guard end < limit else { return }
                let byte = buffer[end]
                if byte == quote {
                    isClosed = true
                    return
                } else if byte == UInt8(ascii: "\\") {
                    hasEscapes = true
                    if isStrict, !Self.isEscape(buffer, at: end, to: limit) {
                        invalidAt = end
                        return
                    }
                    end = min(end + 2, limit)
                } else if isStrict, byte < 0x20 {
                    invalidAt = end
                    return
                } else {
                    hasHighBytes = hasHighBytes || byte >= 0x80
                    end += 1
                }
            }
        }
        if isStrict, isClosed, hasHighBytes, String(validating: bytes[start..<end], as: UTF8.self) == nil {
            invalidAt = start
        }
    }

    /// Skips whole words of eight bytes that hold nothing of interest, then up to the first byte that may.
    private static func skipPlain(
        _ buffer: UnsafeRawBufferPointer,
        from start: Int,
        to limit: Int,
        quote: UInt8,
        isStrict: Bool
    ) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let quotes = ones &* UInt64(quote)
        let backslashes = ones &* UInt64(UInt8(ascii: "\\"))
        var position = start
        while position + 8 <= limit {
            let word = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            let quoteDifference = word ^ quotes
            let backslashDifference = word ^ backslashes
            var hits = (quoteDifference &- ones) & ~quoteDifference
            hits |= (backslashDifference &- ones) & ~backslashDifference
            if isStrict { hits |= ((word &- ones &* 0x20) & ~word) | word }
            hits &= highs
            if hits != 0 { return position + hits.trailingZeroBitCount / 8 }
            position += 8
        }
        return position
    }

    /// Whether the backslash at this offset begins an escape of RFC 8259 §7.
    private static func isEscape(_ buffer: UnsafeRawBufferPointer, at position: Int, to limit: Int) -> Bool {
        guard position + 1 < limit else { return false }
        switch buffer[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return true
        case UInt8(ascii: "u"):
            return position + 6 <= limit
                && buffer[position + 2..<position + 6].allSatisfy { Hex.value(of: $0) != nil }
        default:
            return false
        }
    }
}
