extension Sequence<UInt8> {
    /// The bytes as two lower-case hexadecimal digits each.
    func hexadecimal(separator: String = "") -> String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: separator)
    }
}
