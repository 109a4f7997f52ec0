/// SplitMix64: the same seed gives the same values on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Whether something that happens once in `count` times happens now.
    mutating func once(in count: Int) -> Bool {
        Int.random(in: 0..<count, using: &self) == 0
    }

    mutating func bytes(_ count: ClosedRange<Int>, from range: ClosedRange<UInt8> = 0...255) -> [UInt8] {
        (0..<Int.random(in: count, using: &self)).map { _ in UInt8.random(in: range, using: &self) }
    }

    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &self)]
    }

    /// Text with everything that JSON, forms and cookies have to escape, now and then beyond the basic plane.
    mutating func text(_ count: ClosedRange<Int>) -> String {
        let alphabet = Array("abcXYZ019 \"\\/{}[]:,;=&%+#?<>\t\n\u{1}\u{7F}äß€\u{FEFF}\u{2028}😀")
        return String((0..<Int.random(in: count, using: &self)).map { _ in pick(alphabet) })
    }

    mutating func token() -> String {
        String(decoding: bytes(1...12, from: UInt8(ascii: "a")...UInt8(ascii: "z")), as: UTF8.self)
    }
}
