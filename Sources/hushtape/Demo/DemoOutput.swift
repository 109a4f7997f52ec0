/// What the demo prints: numbered headings, and lines that fit a terminal of 80 columns.
struct DemoOutput: Sendable {
    private static let width = 80
    private let console = Console.standardOutput

    /// The heading of a step.
    func heading(_ text: String) {
        console.write("\n" + (console.usesColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text))
    }

    /// A text, indented and broken between words.
    func say(_ text: String, indent: Int = 3, hanging: Int = 0) {
        var line = String(repeating: " ", count: indent)
        var isEmpty = true
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if !isEmpty, line.count + 1 + word.count > Self.width {
                console.write(line)
                line = String(repeating: " ", count: indent + hanging)
                isEmpty = true
            }
            if isEmpty, word.isEmpty { continue }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        console.write(line)
    }

    /// A line as it is, cut where the terminal ends.
    func quote(_ text: String) {
        let room = Self.width - 5
        console.write("     " + (text.count <= room ? text : text.prefix(room - 1) + "…"))
    }

    /// Whether one of the demo's own checks held.
    func check(_ text: String, _ holds: Bool) {
        let mark = holds ? "ok" : "FAILED"
        let painted = console.usesColour ? "\u{1B}[1;\(holds ? 32 : 31)m\(mark)\u{1B}[0m" : mark
        say("\(painted) \(text)", hanging: mark.count + 1)
    }
}
