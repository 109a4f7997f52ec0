/// A text that is being searched for shapes. It remembers where runs end, so that no run is measured twice.
struct ScannedText {
    /// The bytes.
    let bytes: UnsafeBufferPointer<UInt8>
    private var runs = [Range<Int>](repeating: 0..<0, count: TokenAlphabet.allCases.count)

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// Where the longest run of an alphabet that begins at an offset ends.
    mutating func end(of alphabet: TokenAlphabet, from start: Int) -> Int {
        let run = runs[alphabet.number]
        if run.lowerBound <= start, start < run.upperBound { return run.upperBound }
        var end = start
        while end < bytes.count, alphabet.contains(bytes[end]) { end += 1 }
        runs[alphabet.number] = start..<end
        return end
    }

    /// Whether a literal stands at an offset.
    func holds(_ literal: [UInt8], at offset: Int) -> Bool {
        guard offset >= 0, offset + literal.count <= bytes.count else { return false }
        for index in literal.indices where bytes[offset + index] != literal[index] { return false }
        return true
    }

    /// Where a literal stands first, from an offset on.
    func firstRange(of literal: [UInt8], from start: Int) -> Range<Int>? {
        var position = start
        while position + literal.count <= bytes.count {
            if holds(literal, at: position) { return position..<(position + literal.count) }
            position += 1
        }
        return nil
    }

    /// Whether no token goes on across an offset: one of the bytes at its sides is none of a token.
    func isBoundary(_ offset: Int) -> Bool {
        offset <= 0 || offset >= bytes.count
            || !(TokenAlphabet.base64url.contains(bytes[offset - 1]) && TokenAlphabet.base64url.contains(bytes[offset]))
    }
}
