/// The number grammar of RFC 8259 §6.
enum JSONNumber {
    /// The end of the longest number that begins at `start`; `nil` if none does.
    static func end(in bytes: [UInt8], from start: Int, to limit: Int) -> Int? {
        var position = start
        func digits() -> Bool {
            let first = position
            while position < limit, bytes[position].isASCIIDigit { position += 1 }
            return position > first
        }
        if position < limit, bytes[position] == UInt8(ascii: "-") { position += 1 }
        if position < limit, bytes[position] == UInt8(ascii: "0") {
            position += 1
        } else if !digits() {
            return nil
        }
        if position < limit, bytes[position] == UInt8(ascii: ".") {
            position += 1
            guard digits() else { return nil }
        }
        if position < limit, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < limit, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            guard digits() else { return nil }
        }
        return position
    }
}
