import ArgumentParser
import Audit
import Capture

/// `hushtape audit`
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract:
            "Report tokens that leaked into cookies, URLs, pages and elsewhere, in cassettes, HAR files and mitmproxy flows.",
        discussion: "Exits with 0 when nothing was found, 1 when something was, 2 when the input could not be read."
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Argument(help: "Cassettes, HAR files, flows of mitmproxy, and folders of them.")
    var files: [String]

    @OptionGroup var secrets: SecretOptions

    @Option(help: "How to report.")
    var format = Format.text

    @Option(help: ArgumentHelp("The lowest level that makes the exit status 1.", valueName: "level"))
    var failOn = Level.error

    @Flag(help: "Show notes too.")
    var notes = false

    func run() throws {
        let captures = CaptureSet(files)
        let result = captures.audit(with: Auditor(finder: try secrets.finder(), known: try secrets.ledger()))
        if !captures.read.isEmpty { report(result) }
        for line in captures.problems { Console.standardError.write("hushtape: \(line)") }
        guard captures.isComplete else {
            guard !captures.read.isEmpty else { throw ExitCode(2) }
            throw CommandFailure("not all of the input could be read; what was read is reported above")
        }
        if result.fails(on: failOn) { throw ExitCode(1) }
    }

    private func report(_ result: AuditResult) {
        let output = Console.standardOutput
        switch format {
        case .text:
            let layout: TextReport.Layout = output.isTerminal ? .blocks : .lines
            output.write(TextReport(layout: layout, usesColour: output.usesColour, showsNotes: notes).text(of: result))
        case .json:
            output.write(JSONReport(threshold: failOn).json(of: result).text)
        }
    }
}
