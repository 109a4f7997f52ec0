import Capture

/// The values of rows below a row of their names (RFC 4180).
enum TableFields {
    /// Each value with the name of its column.
    static func scan(_ view: View, separator: UInt8) -> [Field] {
        let bytes = view.bytes
        var names: [String]?
        var fields: [Field] = []
        var row: [Range<Int>] = []
        var position = 0
        while position < bytes.count {
            let (cell, end) = cell(at: position, in: bytes, separator: separator)
            row.append(cell)
            position = end + 1
            let isLast = end >= bytes.count || bytes[end] != separator
            guard isLast else { continue }
            if end + 1 < bytes.count, bytes[end] == 0x0D, bytes[end + 1] == 0x0A { position += 1 }
            if let names {
                for (name, cell) in zip(names, row) where !cell.isEmpty {
                    fields.append(Field(label: name, value: view.slice(cell), context: .form))
                }
            } else {
                names = row.map { String(decoding: bytes[$0].prefix(128), as: UTF8.self) }
            }
            row = []
        }
        return fields
    }

    /// A cell without its quotes, and the offset of the separator or line end behind it.
    private static func cell(at start: Int, in bytes: [UInt8], separator: UInt8) -> (cell: Range<Int>, end: Int) {
        var end = start
        if bytes[start] == UInt8(ascii: "\"") {
            end += 1
            while end < bytes.count {
                if bytes[end] == UInt8(ascii: "\"") {
                    guard end + 1 < bytes.count, bytes[end + 1] == bytes[end] else { break }
                    end += 1
                }
                end += 1
            }
            let cell = (start + 1)..<max(start + 1, min(end, bytes.count))
            end = min(end + 1, bytes.count)
            while end < bytes.count, bytes[end] != separator, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
            return (cell, end)
        }
        while end < bytes.count, bytes[end] != separator, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
        return (start..<end, end)
    }
}
