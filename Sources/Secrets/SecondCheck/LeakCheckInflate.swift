/// Undoes gzip, zlib and raw deflate (RFC 1950 to 1952) for the second check.
struct LeakCheckInflate {
    /// What bytes that begin as something compressed stand for; empty for all others. At most `limit` bytes.
    static func text(of bytes: [UInt8], limit: Int) -> [UInt8] {
        guard bytes.count >= 8, limit > 0 else { return [] }
        if bytes[0] == 0x1F, bytes[1] == 0x8B {
            guard let start = endOfHeader(bytes) else { return [] }
            return inflated(bytes, from: start, limit)
        }
        if bytes[0] & 0x0F == 8, (UInt32(bytes[0]) << 8 | UInt32(bytes[1])) % 31 == 0 {
            let text = inflated(bytes, from: 2, limit)
            if !text.isEmpty { return text }
        }
        // Raw deflate says nothing of itself; it is never all text, and gives text.
        guard bytes.count >= 40, bytes.prefix(64).contains(where: { $0 >= 0x80 || $0 < 0x09 }) else { return [] }
        let text = inflated(bytes, from: 0, limit)
        return text.count >= 8 && !text.prefix(64).contains { $0 < 0x09 } ? text : []
    }

    private static func endOfHeader(_ bytes: [UInt8]) -> Int? {
        guard bytes.count > 10 else { return nil }
        let flags = bytes[3]
        var position = 10
        if flags & 4 != 0, bytes.count > 12 { position += 2 + Int(bytes[10]) + Int(bytes[11]) << 8 }
        for flag in [UInt8(8), 16] where flags & flag != 0 {
            while position < bytes.count, bytes[position] != 0 { position += 1 }
            position += 1
        }
        if flags & 2 != 0 { position += 2 }
        return position < bytes.count ? position : nil
    }

    /// As much as can be made out.
    private static func inflated(_ bytes: [UInt8], from start: Int, _ limit: Int) -> [UInt8] {
        var inflate = LeakCheckInflate(bytes: bytes, position: start, limit: limit)
        while inflate.readBlock() {}
        return inflate.output
    }

    private let bytes: [UInt8]
    private var position: Int
    private let limit: Int
    private var bitBuffer: UInt32 = 0
    private var bitCount: UInt32 = 0
    private var output: [UInt8] = []

    private init(bytes: [UInt8], position: Int, limit: Int) {
        self.bytes = bytes
        self.position = position
        self.limit = limit
    }

    private mutating func bits(_ count: UInt32) -> Int? {
        while bitCount < count {
            guard position < bytes.count else { return nil }
            bitBuffer |= UInt32(bytes[position]) << bitCount
            position += 1
            bitCount += 8
        }
        defer {
            bitBuffer >>= count
            bitCount -= count
        }
        return Int(bitBuffer & (1 << count - 1))
    }

    /// Reads a block; `false` when it was the last one or is broken.
    private mutating func readBlock() -> Bool {
        guard let isLast = bits(1), let kind = bits(2) else { return false }
        let isRead: Bool
        switch kind {
        case 0: isRead = readStored()
        case 1: isRead = readCodes(Self.fixedLengths, Self.fixedDistances)
        case 2:
            guard let (lengths, distances) = readTables() else { return false }
            isRead = readCodes(lengths, distances)
        default: return false
        }
        return isRead && isLast == 0
    }

    private mutating func readStored() -> Bool {
        bitBuffer = 0
        bitCount = 0
        guard position + 4 <= bytes.count else { return false }
        let length = Int(bytes[position]) | Int(bytes[position + 1]) << 8
        guard length ^ 0xFFFF == Int(bytes[position + 2]) | Int(bytes[position + 3]) << 8 else { return false }
        position += 4
        guard position + length <= bytes.count, output.count + length <= limit else { return false }
        output += bytes[position..<(position + length)]
        position += length
        return true
    }

    /// A Huffman code: how many codes have each length, and their symbols in order.
    private struct Code {
        var counts = [Int](repeating: 0, count: 16)
        var symbols: [Int] = []

        init(_ lengths: some Collection<Int>) {
            for length in lengths { counts[length] += 1 }
            counts[0] = 0
            for length in 1...15 {
                for (symbol, own) in lengths.enumerated() where own == length { symbols.append(symbol) }
            }
        }
    }

    private static let fixedLengths = Code((0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
    private static let fixedDistances = Code([Int](repeating: 5, count: 30))

    private mutating func symbol(_ code: Code) -> Int? {
        var value = 0
        var first = 0
        var index = 0
        for length in 1...15 {
            guard let bit = bits(1) else { return nil }
            value |= bit
            let count = code.counts[length]
            if value - count < first { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        return nil
    }

    private mutating func readTables() -> (Code, Code)? {
        guard let literals = bits(5).map({ $0 + 257 }), let distances = bits(5).map({ $0 + 1 }),
            let count = bits(4).map({ $0 + 4 }), literals <= 286, distances <= 30
        else { return nil }
        var lengths = [Int](repeating: 0, count: 19)
        for place in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15].prefix(count) {
            guard let length = bits(3) else { return nil }
            lengths[place] = length
        }
        let code = Code(lengths)
        var all: [Int] = []
        while all.count < literals + distances {
            guard let symbol = symbol(code) else { return nil }
            switch symbol {
            case 16:
                guard let last = all.last, let more = bits(2) else { return nil }
                all += repeatElement(last, count: more + 3)
            case 17:
                guard let more = bits(3) else { return nil }
                all += repeatElement(0, count: more + 3)
            case 18:
                guard let more = bits(7) else { return nil }
                all += repeatElement(0, count: more + 11)
            default: all.append(symbol)
            }
        }
        guard all.count == literals + distances else { return nil }
        return (Code(all[..<literals]), Code(all[literals...]))
    }

    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits: [UInt32] = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145,
        8193, 12289, 16385, 24577,
    ]

    private mutating func readCodes(_ lengths: Code, _ distances: Code) -> Bool {
        while let symbol = symbol(lengths) {
            if symbol == 256 { return true }
            if symbol < 256 {
                guard output.count < limit else { return false }
                output.append(UInt8(symbol))
                continue
            }
            let place = symbol - 257
            guard place < Self.lengthBases.count, let more = bits(Self.lengthBits[place]),
                let code = self.symbol(distances), code < Self.distanceBases.count,
                let far = bits(UInt32(max(0, code / 2 - 1)))
            else { return false }
            let distance = Self.distanceBases[code] + far
            let length = Self.lengthBases[place] + more
            guard distance <= output.count, output.count + length <= limit else { return false }
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
        return false
    }
}
