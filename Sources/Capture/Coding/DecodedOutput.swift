/// What a decompressor has made so far: never more than its limit, however small the input that it was made of.
struct DecodedOutput {
    /// The bytes.
    private(set) var bytes: [UInt8] = []
    /// The most bytes that are made.
    let limit: Int
    private var chunk = [UInt8](repeating: 0, count: 64 * 1024)

    /// What one call of a decompressor did.
    struct Step {
        var state: State
        var consumed: Int
        var produced: Int
    }

    /// Where a decompressor is after a call.
    enum State {
        case running
        case ended
        case failed
    }

    init(limit: Int) {
        self.limit = limit
    }

    /// Adds what `step` makes of the input from `start` on, call by call until it ends; the offset after its end.
    ///
    /// When it throws, what was made until then is kept.
    mutating func add(
        _ input: [UInt8],
        from start: Int,
        step: (UnsafeBufferPointer<UInt8>, UnsafeMutableBufferPointer<UInt8>) -> Step
    ) throws(ContentCodingError) -> Int {
        var position = start
        while true {
            let done = input.withUnsafeBufferPointer { input in
                chunk.withUnsafeMutableBufferPointer { step(UnsafeBufferPointer(rebasing: input[position...]), $0) }
            }
            position += done.consumed
            let room = limit - bytes.count
            bytes += chunk[..<min(done.produced, room)]
            guard done.produced <= room else { throw .tooLarge(limit: limit) }
            switch done.state {
            case .ended: return position
            case .failed: throw .malformed
            case .running: if done.consumed == 0, done.produced == 0 { throw .truncated }
            }
        }
    }

    /// Adds bytes that are in no coding.
    mutating func add(_ input: [UInt8]) throws(ContentCodingError) {
        bytes += input.prefix(limit - bytes.count)
        guard input.count <= limit else { throw .tooLarge(limit: limit) }
    }
}
