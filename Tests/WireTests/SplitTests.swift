import NIOCore
import Testing
import Wire

/// However the bytes are cut, the events are the same.
@Suite struct SplitTests {
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func requests(seed: UInt64) {
        var generator = MessageGenerator(seed: seed)
        let valid = generator.requests()
        let input = ByteBuffer(bytes: seed % 2 == 0 ? valid : generator.damaged(valid))
        let whole = Transcript.requests([input], atEnd: true)
        #expect(Transcript.requests(singly(input), atEnd: true) == whole)
        for index in 0...input.readableBytes {
            #expect(Transcript.requests(cut(input, at: index), atEnd: true) == whole, "cut at \(index)")
        }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func responses(seed: UInt64) {
        var generator = MessageGenerator(seed: seed)
        let valid = generator.responses(to: ["GET", "HEAD"])
        let input = ByteBuffer(bytes: seed % 2 == 0 ? valid : generator.damaged(valid))
        let whole = Transcript.responses([input], to: [.other, .head], atEnd: true)
        #expect(Transcript.responses(singly(input), to: [.other, .head], atEnd: true) == whole)
        for index in 0...input.readableBytes {
            let pieces = cut(input, at: index)
            #expect(Transcript.responses(pieces, to: [.other, .head], atEnd: true) == whole, "cut at \(index)")
        }
    }
}
