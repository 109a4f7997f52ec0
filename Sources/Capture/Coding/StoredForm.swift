import CZlib

extension ContentCoding {
    /// Content of exactly `length` bytes in these codings, the last one outermost: what is inside of them is `byte` over
    /// and over. `nil` when the length is too small for the codings, or one of them is unknown.
    public static func filler(
        _ byte: UInt8,
        length: Int,
        codings: some BidirectionalCollection<ContentCoding>
    ) -> [UInt8]? {
        guard let outer = codings.last else { return [UInt8](repeating: byte, count: length) }
        guard let form = StoredForm(outer), let sizes = form.blocks(in: length) else { return nil }
        return filler(byte, length: sizes.reduce(0, +), codings: codings.dropLast()).map { form.write($0, sizes) }
    }
}

/// How a coding holds content that it does not compress, so that its length can be chosen.
private struct StoredForm {
    let coding: ContentCoding
    /// The bytes around all blocks, and before each.
    let around: Int
    let before: Int
    /// How many bytes a block may hold.
    let room: ClosedRange<Int>

    init?(_ coding: ContentCoding) {
        self.coding = coding
        switch coding {
        case .gzip: (around, before, room) = (18, 5, 0...65_535)
        case .deflate: (around, before, room) = (6, 5, 0...65_535)
        case .brotli: (around, before, room) = (1, 3, 1...65_536)
        case .zstandard: (around, before, room) = (6, 3, 0...131_072)
        case .identity, .unknown: return nil
        }
    }

    /// The sizes of blocks that make up this length; `nil` when none do.
    func blocks(in length: Int) -> [Int]? {
        let rest = length - around
        let largest = before + room.upperBound
        let count = max(1, (rest + largest - 1) / largest)
        let payload = rest - count * before
        guard payload >= count * room.lowerBound else { return nil }
        return (0..<count).map { payload / count + ($0 < payload % count ? 1 : 0) }
    }

    func write(_ content: [UInt8], _ sizes: [Int]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(content.count + around + before * sizes.count)
        switch coding {
        case .gzip: output += [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
        case .deflate: output += [0x78, 0x01]
        // Magic number, no content size, a window of 128 KiB (RFC 8878 §3.1.1.1).
        case .zstandard: output += [0x28, 0xB5, 0x2F, 0xFD, 0, 7 << 3]
        case .brotli, .identity, .unknown: break
        }
        var position = 0
        for (index, size) in sizes.enumerated() {
            output += head(size, isFirst: index == 0, isLast: index == sizes.count - 1)
            output += content[position..<(position + size)]
            position += size
        }
        switch coding {
        case .gzip:
            let sum = CZlib.crc32(0, content, UInt32(content.count))
            output += Self.bytes(Int(sum), 4) + Self.bytes(content.count, 4)
        case .deflate:
            output += Self.bytes(Int(CZlib.adler32(1, content, UInt32(content.count))), 4).reversed()
        // An empty last meta-block (RFC 7932 §9.2).
        case .brotli: output.append(3)
        case .zstandard, .identity, .unknown: break
        }
        return output
    }

    /// What stands before the bytes of a block.
    private func head(_ size: Int, isFirst: Bool, isLast: Bool) -> [UInt8] {
        switch coding {
        // RFC 1951 §3.2.4: the length, and its complement.
        case .gzip, .deflate: [isLast ? 1 : 0] + Self.bytes(size, 2) + Self.bytes(~size, 2)
        // RFC 7932 §9.2: not last, four nibbles of length less one, uncompressed; in the first one behind a window of 64 KiB.
        case .brotli: Self.bytes(((size - 1) << 3 | 1 << 19) << (isFirst ? 1 : 0), 3)
        // RFC 8878 §3.1.1.2: a raw block.
        case .zstandard: Self.bytes(size << 3 | (isLast ? 1 : 0), 3)
        case .identity, .unknown: []
        }
    }

    /// The low bytes of a number, the lowest first.
    private static func bytes(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
