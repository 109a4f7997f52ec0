import Capture
import Testing

/// Content of a chosen length in a coding.
@Suite struct FillerTests {
    private static let codings: [[ContentCoding]] = [
        [.gzip], [.deflate], [.brotli], [.zstandard], [.gzip, .brotli], [.zstandard, .deflate, .gzip, .brotli],
    ]

    @Test(arguments: codings)
    func itHasTheLengthAndCanBeDecoded(codings: [ContentCoding]) throws {
        for length in Array(120...200) + [65_540, 65_560, 131_080, 131_200, 1_000_000] {
            let filler = try #require(ContentCoding.filler(0x30, length: length, codings: codings))
            #expect(filler.count == length)
            let content = try ContentCoding.decode(filler, codings: codings, limit: length)
            #expect(content.allSatisfy { $0 == 0x30 })
            #expect(content.count > length - 120 - length / 1000)
            let cut = Array(filler.dropLast())
            #expect(throws: ContentCodingError.truncated) {
                try ContentCoding.decode(cut, codings: codings, limit: length)
            }
        }
    }

    @Test(arguments: [ContentCoding.gzip, .deflate, .brotli, .zstandard])
    func itIsThereFromSomeLengthOn(coding: ContentCoding) throws {
        let lengths = (0...40).filter { ContentCoding.filler(0x30, length: $0, codings: [coding]) != nil }
        let shortest = try #require(lengths.first)
        #expect(shortest <= 23)
        #expect(lengths == Array(shortest...40))
    }

    @Test func inNoCodingItIsPlainAndInUnknownOnesThereIsNone() {
        #expect(ContentCoding.filler(0x30, length: 3, codings: []) == [0x30, 0x30, 0x30])
        #expect(ContentCoding.filler(0x30, length: 300, codings: [.gzip, .unknown("exi")]) == nil)
    }
}
