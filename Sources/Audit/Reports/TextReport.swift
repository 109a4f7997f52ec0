/// The audit for people: one line for each finding, or, on a terminal, a block with every place and the fix.
///
/// Entries count from 1, as in `hushtape show`.
public struct TextReport: Sendable {
    /// How findings are laid out.
    public enum Layout: Hashable, Sendable {
        /// One line for each finding, for pipes: `FILE: entry N: error[RULE] ...`.
        case lines
        /// A block for each finding, for terminals.
        case blocks
    }

    /// How findings are laid out.
    public var layout: Layout
    /// Whether to use colours (ANSI escape sequences); the caller honours `NO_COLOR` and knows the terminal.
    public var usesColour: Bool
    /// Whether notes are shown, too.
    public var showsNotes: Bool

    /// How many places a block names.
    private static let shownPlaces = 5

    /// A report in this form.
    public init(layout: Layout = .lines, usesColour: Bool = false, showsNotes: Bool = false) {
        self.layout = layout
        self.usesColour = usesColour
        self.showsNotes = showsNotes
    }

    /// The whole report, each line ended with a line feed.
    public func text(of result: AuditResult) -> String {
        var text = ""
        var hiddenNotes = 0
        for (rule, outcome) in result.outcomes {
            guard case .finding(let findings) = outcome else { continue }
            for finding in findings {
                if finding.level == .note, !showsNotes {
                    hiddenNotes += 1
                } else {
                    text += self.text(of: finding, rule: rule)
                }
            }
        }
        for (rule, outcome) in result.outcomes {
            if case .notEvaluable(let reason) = outcome { text += "not evaluable: \(rule.id): \(reason)\n" }
        }
        if hiddenNotes > 0 { text += "\(count(hiddenNotes, "note")) not shown\n" }
        return text + result.coverageLine + "\n"
    }

    /// One finding in the report's layout.
    public func text(of finding: Finding, rule: Rule) -> String {
        switch layout {
        case .lines: line(of: finding) + "\n"
        case .blocks: block(finding, rule: rule)
        }
    }

    /// One finding on one line, without a line feed: `FILE: entry N: error[RULE] ...`.
    public func line(of finding: Finding) -> String {
        guard let first = finding.occurrences.first?.exchange else { return "" }
        let head = "\(finding.level.rawValue)[\(finding.identity.rule)]"
        let start = printable("\(first.file): entry \(first.number)")
        return "\(start): \(paint(head, finding.level)) \(printable(finding.sentence))"
    }

    private func block(_ finding: Finding, rule: Rule) -> String {
        let head = paint("\(finding.level.rawValue)[\(rule.id)]", finding.level)
        var lines = ["  \(finding.sentence)"]
        for occurrence in finding.occurrences.prefix(Self.shownPlaces) {
            let exchange = occurrence.exchange
            lines.append(
                "    \(exchange.file) entry \(exchange.number): \(exchange.method) \(exchange.host)\(exchange.path): "
                    + "\(occurrence.secret) in \(finding.identity.place) \(occurrence.name)"
            )
        }
        let more = finding.occurrences.count - Self.shownPlaces
        if more > 0 { lines.append("    and \(count(more, "more place", plural: "more places"))") }
        lines.append("  fix: \(rule.fix)")
        lines.append("  see: \(rule.references.joined(separator: ", "))")
        return "\(head) \(rule.title) (\(finding.severity), \(finding.confidence.rawValue))\n"
            + lines.map { printable($0) + "\n" }.joined() + "\n"
    }

    private func paint(_ text: String, _ level: Level) -> String {
        guard usesColour else { return text }
        let code =
            switch level {
            case .error: 31
            case .warning: 33
            case .note: 36
            }
        return "\u{1B}[1;\(code)m\(text)\u{1B}[0m"
    }

    /// Names come from traffic: what could move the cursor or break the line becomes `?`.
    private func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: "?"
                    default: scalar
                    }
                }
            )
        )
    }
}
