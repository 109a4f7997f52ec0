/// Where one field line stands (RFC 9110 §5.2): byte ranges into the section it came in.
public struct FieldLine: Hashable, Sendable {
    private let nameStart: UInt32
    private let nameEnd: UInt32
    private let valueStart: UInt32
    private let valueEnd: UInt32

    /// The field name.
    public var name: Range<Int> {
        Int(nameStart)..<Int(nameEnd)
    }

    /// The field value without the whitespace around it.
    public var value: Range<Int> {
        Int(valueStart)..<Int(valueEnd)
    }

    /// The offsets must be in order and below 2^32; a head is limited to less (``Limits/headBytes``).
    init(name: Range<Int>, value: Range<Int>) {
        nameStart = UInt32(truncatingIfNeeded: name.lowerBound)
        nameEnd = UInt32(truncatingIfNeeded: name.upperBound)
        valueStart = UInt32(truncatingIfNeeded: value.lowerBound)
        valueEnd = UInt32(truncatingIfNeeded: value.upperBound)
    }
}
