extension [UInt8] {
    /// Where these bytes stand first, from an offset on.
    func firstRange(of wanted: [UInt8], from start: Int) -> Int? {
        guard let first = wanted.first else { return nil }
        var position = start
        while position < count, let next = self[position...].firstIndex(of: first) {
            if self[next...].starts(with: wanted) { return next }
            position = next + 1
        }
        return nil
    }
}
