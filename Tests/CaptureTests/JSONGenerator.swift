import Capture

/// Generates JSON values, and texts that are almost JSON.
struct JSONGenerator {
    var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(random.once(in: 2))
        case 2: return .number(Int.random(in: -1000...1000, using: &random))
        case 3: return .number(Double.random(in: -1e6...1e6, using: &random))
        case 4, 5: return .string(random.text(0...12))
        case 6: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth - 1) })
        default:
            return .object(
                (0..<Int.random(in: 0...4, using: &random)).map { index in
                    JSONValue.Member("\(index)" + random.text(0...6), value(depth: depth - 1))
                }
            )
        }
    }

    /// The text of a value with a few bytes taken out, put in or changed.
    mutating func almostJSON() -> [UInt8] {
        var bytes = value(depth: 3).bytes()
        for _ in 0..<Int.random(in: 0...2, using: &random) where !bytes.isEmpty {
            let index = bytes.indices.randomElement(using: &random) ?? 0
            let byte = random.pick(Array("{}[]\",:\\0-+.eEtu/ ".utf8) + [0x80, 0xC3, 0x1F])
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes.remove(at: index)
            case 1: bytes.insert(byte, at: index)
            default: bytes[index] = byte
            }
        }
        return bytes
    }
}
