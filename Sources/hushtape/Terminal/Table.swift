/// Columns of text, as wide as their widest cell.
struct Table {
    private static let widest = 72
    private var rows: [[String]]

    /// A table with these headings.
    init(_ headings: [String]) {
        rows = [headings]
    }

    /// Adds a row.
    mutating func add(_ cells: [String]) {
        rows.append(cells.map(Self.printable))
    }

    /// The rows, one a line.
    var text: String {
        let widths = rows[0].indices.map { column in
            min(Self.widest, rows.map { $0[column].count }.max() ?? 0)
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                line += cell
                if column < row.count - 1 {
                    line += String(repeating: " ", count: max(0, widths[column] - cell.count) + 2)
                }
            }
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }

    /// Cells come from traffic: what could move the cursor becomes `?`, and long ones are cut.
    private static func printable(_ text: String) -> String {
        let clean = String(text.map { $0.isASCII && ($0.asciiValue ?? 0) < 0x20 || $0 == "\u{7F}" ? "?" : $0 })
        return clean.count <= widest ? clean : clean.prefix(widest - 1) + "…"
    }
}
