extension [UInt8] {
    /// Whether the bytes are UTF-8 without control characters other than white space.
    public var isText: Bool {
        !isEmpty && !contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D || $0 == 0x7F }
            && String(validating: self, as: UTF8.self) != nil
    }
}
