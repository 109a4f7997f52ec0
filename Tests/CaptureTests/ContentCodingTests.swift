import Capture
import Testing

@Suite struct ContentCodingTests {
    private static let text = Array("{\"access_token\":\"obviously-fake\"}".utf8)
    private static let big = [UInt8](repeating: 0x61, count: 1_000_000)
    private static let compressing: [ContentCoding] = [.gzip, .deflate, .brotli, .zstandard]

    @Test(arguments: [.identity] + compressing, 1...5 as ClosedRange<UInt64>)
    func decodingUndoesEncoding(coding: ContentCoding, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for bytes in [[], Self.text, Self.big, random.bytes(100_000...100_000), random.bytes(1...50)] {
            let encoded = try coding.encode(bytes)
            #expect(try coding.decode(encoded, limit: 1_000_000) == bytes)
            #expect(try coding.encode(bytes) == encoded)
            #expect(coding.begins(encoded))
        }
    }

    @Test func gzipHasNoTime() throws {
        #expect(try ContentCoding.gzip.encode(Self.text)[4..<8] == [0, 0, 0, 0])
    }

    @Test func allMembersOfGzipAreRead() throws {
        let gzip = ContentCoding.gzip
        let two = try gzip.encode(Array("ab".utf8)) + gzip.encode([]) + gzip.encode(Array("cd".utf8))
        #expect(try gzip.decode(two, limit: 100) == Array("abcd".utf8))
        #expect(try gzip.decode(two + [0, 0, 0x1F], limit: 100) == Array("abcd".utf8))
        #expect(throws: ContentCodingError.tooLarge(limit: 3)) { try gzip.decode(two, limit: 3) }
    }

    @Test func rawDeflateIsRead() throws {
        // RFC 1951 §3.2.4: one stored block.
        #expect(try ContentCoding.deflate.decode([1, 2, 0, 0xFD, 0xFF, 0x68, 0x69], limit: 10) == Array("hi".utf8))
        let wrapped = try ContentCoding.deflate.encode(Self.text)
        #expect(try ContentCoding.deflate.decode(Array(wrapped[2..<wrapped.count - 4]), limit: 100) == Self.text)
    }

    /// What an encoder that is not ours makes of it.
    @Test func foreignContentIsRead() throws {
        let brotli: [UInt8] = [0x0B, 0x02, 0x80, 0x68, 0x65, 0x6C, 0x6C, 0x6F, 0x03]
        #expect(try ContentCoding.brotli.decode(brotli, limit: 5) == Array("hello".utf8))
        let zstandard: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x20, 5, 0x29, 0, 0, 0x68, 0x65, 0x6C, 0x6C, 0x6F]
        #expect(try ContentCoding.zstandard.decode(zstandard, limit: 5) == Array("hello".utf8))
    }

    @Test func allFramesOfZstandardAreRead() throws {
        let zstd = ContentCoding.zstandard
        let skipped: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
        let two =
            try skipped + zstd.encode(Array("ab".utf8)) + skipped + zstd.encode([]) + zstd.encode(Array("cd".utf8))
        #expect(try zstd.decode(two, limit: 100) == Array("abcd".utf8))
        #expect(try zstd.decode(two + [0x28, 0xB5, 0x2F], limit: 100) == Array("abcd".utf8))
        #expect(throws: ContentCodingError.truncated) { try zstd.decode(two + [0x28, 0xB5, 0x2F, 0xFD], limit: 100) }
        #expect(throws: ContentCodingError.tooLarge(limit: 3)) { try zstd.decode(two, limit: 3) }
    }

    /// RFC 9659 §3: a window of more than 8 MB is not for a content coding.
    @Test func zstandardMayNotAskForMuchMemory() {
        func frame(windowLog: UInt8) -> [UInt8] {
            [0x28, 0xB5, 0x2F, 0xFD, 0, (windowLog - 10) << 3, 0x11, 0, 0, 0x61, 0x62]
        }
        #expect(throws: Never.self) { try ContentCoding.zstandard.decode(frame(windowLog: 23), limit: 100) }
        #expect(throws: ContentCodingError.malformed) {
            try ContentCoding.zstandard.decode(frame(windowLog: 24), limit: 100)
        }
    }

    @Test func whatFollowsBrotliIsIgnored() throws {
        let encoded = try ContentCoding.brotli.encode(Self.text)
        #expect(try ContentCoding.brotli.decode(encoded + [1, 2, 3], limit: 100) == Self.text)
        #expect(ContentCoding.brotli.decodePrefix(encoded + [1, 2, 3], limit: 100).rest == 3)
    }

    @Test(arguments: compressing, 1...20 as ClosedRange<UInt64>)
    func damageNeverTraps(coding: ContentCoding, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var encoded = try coding.encode(Array(random.text(200...400).utf8))
        for _ in 0..<50 {
            encoded[Int.random(in: encoded.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            let prefix = coding.decodePrefix(encoded, limit: 10_000)
            #expect(prefix.bytes.count <= 10_000)
        }
    }

    @Test(arguments: compressing)
    func whatCanBeDecodedIsKept(coding: ContentCoding) throws {
        let encoded = try coding.encode(Self.big)
        let prefix = coding.decodePrefix(encoded, limit: 1_000)
        #expect(prefix.bytes == Array(Self.big[..<1_000]))
        #expect(prefix.error == .tooLarge(limit: 1_000))
        let cut = coding.decodePrefix(encoded.dropLast(), limit: 2_000_000)
        #expect(cut.error == .truncated)
        #expect(Self.big.starts(with: cut.bytes))
    }

    @Test(arguments: compressing)
    func everyTruncationIsAnError(coding: ContentCoding) throws {
        let encoded = try coding.encode(Self.text)
        for count in 1..<encoded.count {
            #expect(throws: ContentCodingError.self) {
                try coding.decode(Array(encoded[..<count]), limit: 1000)
            }
        }
        #expect(throws: ContentCodingError.truncated) { try coding.decode(encoded.dropLast(), limit: 1000) }
    }

    @Test func damageIsAnError() throws {
        var encoded = try ContentCoding.gzip.encode(Self.text)
        encoded[encoded.count - 6] ^= 0xFF
        #expect(throws: ContentCodingError.malformed) { try ContentCoding.gzip.decode(encoded, limit: 1000) }
        #expect(throws: ContentCodingError.malformed) { try ContentCoding.gzip.decode(Self.text, limit: 1000) }
    }

    @Test(arguments: compressing)
    func bombsStopAtTheLimit(coding: ContentCoding) throws {
        let bomb = try coding.encode([UInt8](repeating: 0, count: 20_000_000))
        #expect(bomb.count < 30_000)
        #expect(throws: ContentCodingError.tooLarge(limit: 100_000)) { try coding.decode(bomb, limit: 100_000) }
        let stacked = try coding.encode(bomb)
        #expect(throws: ContentCodingError.tooLarge(limit: 100_000)) {
            try ContentCoding.decode(stacked, codings: [coding, coding], limit: 100_000)
        }
    }

    @Test func theLimitItselfIsAllowed() throws {
        let encoded = try ContentCoding.gzip.encode(Self.big)
        #expect(try ContentCoding.gzip.decode(encoded, limit: Self.big.count) == Self.big)
        #expect(throws: ContentCodingError.self) { try ContentCoding.gzip.decode(encoded, limit: Self.big.count - 1) }
    }

    @Test func codingsComeInTheOrderOfTheFields() throws {
        let fields = [
            HeaderField("content-encoding", "GZIP , identity,, deflate"), HeaderField("Host", "a"),
            HeaderField("Content-Encoding", "x-gzip, BR, zstd, Compress"),
            HeaderField("Content-Encoding", "UTF-8, none"),
        ]
        #expect(
            ContentCoding.codings(of: fields) == [.gzip, .deflate, .gzip, .brotli, .zstandard, .unknown("compress")]
        )
        let stack: [ContentCoding] = [.gzip, .brotli, .zstandard, .deflate]
        let encoded = try ContentCoding.encode(Self.text, codings: stack)
        #expect(ContentCoding.deflate.begins(encoded))
        #expect(try ContentCoding.decode(encoded, codings: stack, limit: 1000) == Self.text)
    }

    @Test func unknownAndEndlessStacksAreRefused() {
        for name in ["compress", "x-compress", "exi", "aws-chunked", "dcb", "dcz"] {
            #expect(throws: ContentCodingError.unknown(name)) {
                try ContentCoding.decode([1], codings: [ContentCoding(name: name)], limit: 10)
            }
        }
        #expect(throws: ContentCodingError.tooMany(5)) {
            try ContentCoding.decode([1], codings: Array(repeating: .identity, count: 5), limit: 10)
        }
    }
}
