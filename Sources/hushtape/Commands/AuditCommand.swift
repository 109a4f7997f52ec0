import ArgumentParser
import Audit
import Capture
import FoundationEssentials
import Secrets

/// `hushtape audit`
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Report tokens that leaked into cookies, URLs, pages and elsewhere, in cassettes and HAR files.",
        discussion: "Exits with 0 when nothing was found, 1 when something was, 2 when the input could not be read."
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Argument(help: "Cassettes, HAR files, and folders of them.")
    var files: [String]

    @Option(help: "How to report.")
    var format = Format.text

    @Option(help: ArgumentHelp("The lowest level that makes the exit status 1.", valueName: "level"))
    var failOn = Level.error

    @Flag(help: "Show notes too.")
    var notes = false

    func run() throws {
        var auditor = Auditor()
        let documents = try files.flatMap(Self.captures).map(Self.read)
        do {
            // Two passes over the whole set: what one file teaches counts in all others.
            for (file, document) in documents { for entry in document.entries { try auditor.learn(entry, in: file) } }
            for (file, document) in documents { for entry in document.entries { try auditor.sight(entry, in: file) } }
        } catch {
            throw CommandFailure(error)
        }
        let result = auditor.result
        let output = Console.standardOutput
        switch format {
        case .text:
            let layout: TextReport.Layout = output.isTerminal ? .blocks : .lines
            output.write(TextReport(layout: layout, usesColour: output.usesColour, showsNotes: notes).text(of: result))
        case .json:
            output.write(JSONReport(threshold: failOn).json(of: result).text)
        }
        let problems = documents.flatMap { file, document in document.problems.map { "\(file.name): \($0)" } }
        for problem in problems { Console.standardError.write("hushtape: \(problem)") }
        if documents.contains(where: { !$0.document.isComplete }) {
            throw CommandFailure("not all of the input could be read; what was read is reported above")
        }
        if result.fails(on: failOn) { throw ExitCode(1) }
    }

    /// A file itself; of a folder, the HAR files anywhere in it, in the order of their names.
    private static func captures(_ path: String) throws -> [String] {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder else { return [path] }
        let files = try FileManager.default.subpathsOfDirectory(atPath: path).filter { $0.hasSuffix(".har") }.sorted()
        guard !files.isEmpty else { throw CommandFailure("\(path): no file in this folder ends in .har") }
        return files.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
    }

    private static func read(_ path: String) throws -> (file: CaptureFile, document: HARDocument) {
        do {
            let document = try HARDocument(path: path)
            return (CaptureFile(path, isCassette: document.hushtape != nil), document)
        } catch {
            throw CommandFailure(error)
        }
    }
}
