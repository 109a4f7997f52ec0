extension [UInt8] {
    /// Where these bytes begin first, from an offset on.
    func firstIndex(of wanted: [UInt8], from start: Int = 0) -> Int? {
        guard let first = wanted.first, start <= count - wanted.count else { return nil }
        return withUnsafeBufferPointer { bytes in
            wanted.withUnsafeBufferPointer { wanted in
                let last = bytes.count - wanted.count
                var position = start
                while position <= last {
                    if bytes[position] == first {
                        var length = 1
                        while length < wanted.count, bytes[position + length] == wanted[length] { length += 1 }
                        if length == wanted.count { return position }
                    }
                    position += 1
                }
                return nil
            }
        }
    }
}

extension String {
    /// Whether a part stands in this text, byte for byte: what `contains` says, many times as fast for short texts.
    func holds(_ part: String) -> Bool {
        Array(utf8).firstIndex(of: Array(part.utf8)) != nil
    }
}
