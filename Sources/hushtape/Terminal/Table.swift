/// Columns of text, as wide as their widest cell or as the terminal leaves them.
struct Table {
    /// Beyond this, a cell does not push the next column away on all other lines.
    private static let widest = 72
    /// What a column that can be narrower keeps at the least.
    private static let narrowest = 20
    /// The column that is shortened where the terminal is too narrow; the last one is broken between words.
    private let shortened: Int
    private var rows: [[String]]

    /// A table with these headings; the column of one of them may be shortened.
    init(_ headings: [String], shortening shortened: Int) {
        rows = [headings]
        self.shortened = shortened
    }

    /// Adds a row.
    mutating func add(_ cells: [String]) {
        rows.append(cells.map(Self.printable))
    }

    /// The rows, one a line; to fit a terminal of so many columns, but very narrow ones, a row may go on below.
    func text(width: Int? = nil) -> String {
        var widths = rows[0].indices.map { column in min(Self.widest, rows.map { $0[column].count }.max() ?? 0) }
        guard let width else { return rows.map { Self.line($0, widths) }.joined(separator: "\n") }
        let last = widths.count - 1
        let others = widths.indices.filter { $0 != shortened && $0 != last }.reduce(0) { $0 + widths[$1] }
        let room = max(2 * Self.narrowest, width - others - 2 * last)
        widths[shortened] = min(widths[shortened], max(room / 2, room - widths[last]))
        widths[last] = room - widths[shortened]
        return rows.flatMap { row in
            var cells = row
            cells[shortened] = Self.shortened(row[shortened], to: widths[shortened])
            let broken = Self.broken(row[last], to: widths[last])
            cells[last] = broken[0]
            let rest = broken.dropFirst().map { row.dropLast().map { _ in "" } + [$0] }
            return ([cells] + rest).map { Self.line($0, widths) }
        }.joined(separator: "\n")
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells, widths).map { cell, width in
            cell + String(repeating: " ", count: max(0, width - cell.count))
        }
        return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }

    /// A text without its middle: the ends tell the most of a URL.
    private static func shortened(_ text: String, to width: Int) -> String {
        guard text.count > width else { return text }
        return text.prefix(width / 2) + "…" + text.suffix(width - width / 2 - 1)
    }

    /// A text broken between words; at least one line.
    private static func broken(_ text: String, to width: Int) -> [String] {
        text.split(separator: " ").reduce(into: [""]) { lines, word in
            let line = lines[lines.count - 1]
            if line.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if line.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
    }

    /// Cells come from traffic: what could move the cursor becomes `?`.
    private static func printable(_ text: String) -> String {
        String(text.map { $0.isASCII && ($0.asciiValue ?? 0) < 0x20 || $0 == "\u{7F}" ? "?" : $0 })
    }
}
