import Capture
import Recording
import Secrets

/// What the demo prints: numbered headings, and lines that fit a terminal of 80 columns.
struct DemoOutput: Sendable {
    private static let width = 80
    /// Whether to use colours (ANSI escape sequences).
    let usesColour: Bool
    /// Takes one line, without its end.
    let write: @Sendable (String) -> Void

    /// Output to standard output.
    static let standard = DemoOutput(usesColour: Console.standardOutput.usesColour) {
        Console.standardOutput.write($0)
    }

    /// The heading of a step.
    func heading(_ text: String) {
        write("\n" + (usesColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text))
    }

    /// A text, indented and broken between words.
    func say(_ text: String, indent: Int = 3, hanging: Int = 0) {
        var line = String(repeating: " ", count: indent)
        var isEmpty = true
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if !isEmpty, Self.columns(line) + 1 + Self.columns(word) > Self.width {
                write(line)
                line = String(repeating: " ", count: indent + hanging)
                isEmpty = true
            }
            if isEmpty, word.isEmpty { continue }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        write(line)
    }

    /// What was recorded, where, and how many secrets were masked in it.
    func exchange(_ recorded: Recorded) {
        let exchange = recorded.redacted.exchange
        let readable = ReadableExchange(decoded: exchange)
        let placeholders = readable.surfaces.flatMap { Placeholder.all(in: readable[$0]).map(\.placeholder) }
        let masked = Set(placeholders.filter { !$0.kind.isHarmless }).count
        let title = recorded.title.split(separator: " ", maxSplits: 1)
        let line = [
            Self.cell(title.first ?? "", width: 7),
            Self.cell(title.last ?? "", width: 52),
            exchange.response.map { "\($0.status)" } ?? "-  ",
            "\(masked) masked",
        ].joined(separator: " ")
        write("     " + line)
    }

    private static func cell(_ text: some StringProtocol, width: Int) -> String {
        let room = width - text.count
        return room < 0 ? text.prefix(width - 1) + "…" : text + String(repeating: " ", count: room)
    }

    /// A line as it is, cut where the terminal ends.
    func quote(_ text: String) {
        let room = Self.width - 5
        write("     " + (text.count <= room ? text : text.prefix(room - 1) + "…"))
    }

    /// The width of a text without the escape sequences for colours.
    private static func columns(_ text: some StringProtocol) -> Int {
        let parts = text.split(separator: "\u{1B}", omittingEmptySubsequences: false)
        return (parts.first?.count ?? 0)
            + parts.dropFirst().reduce(0) { $0 + $1.drop { $0 != "m" }.dropFirst().count }
    }

    /// Whether one of the demo's own checks held.
    func check(_ text: String, _ holds: Bool) {
        let mark = holds ? "ok" : "FAILED"
        let painted = usesColour ? "\u{1B}[1;\(holds ? 32 : 31)m\(mark)\u{1B}[0m" : mark
        say("\(painted) \(text)", hanging: mark.count + 1)
    }
}
