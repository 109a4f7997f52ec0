import Capture
import Testing

@Suite struct ContentCodingTests {
    private static let text = Array("{\"access_token\":\"obviously-fake\"}".utf8)
    private static let big = [UInt8](repeating: 0x61, count: 1_000_000)

    @Test(arguments: [ContentCoding.identity, .gzip, .deflate], 1...5 as ClosedRange<UInt64>)
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

    @Test(arguments: [ContentCoding.gzip, .deflate])
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

    @Test(arguments: [ContentCoding.gzip, .deflate])
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
            HeaderField("Content-Encoding", "x-gzip, br"),
        ]
        #expect(ContentCoding.codings(of: fields) == [.gzip, .deflate, .gzip, .unknown("br")])
        let stack: [ContentCoding] = [.gzip, .deflate]
        let encoded = try ContentCoding.encode(Self.text, codings: stack)
        #expect(ContentCoding.deflate.begins(encoded))
        #expect(try ContentCoding.decode(encoded, codings: stack, limit: 1000) == Self.text)
    }

    @Test func unknownAndEndlessStacksAreRefused() {
        #expect(throws: ContentCodingError.unknown("br")) {
            try ContentCoding.decode([1], codings: [.unknown("br")], limit: 10)
        }
        #expect(throws: ContentCodingError.tooMany(5)) {
            try ContentCoding.decode([1], codings: Array(repeating: .identity, count: 5), limit: 10)
        }
    }
}
