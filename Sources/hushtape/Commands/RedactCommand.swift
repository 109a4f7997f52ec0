import ArgumentParser
import Capture
import Recording
import Secrets

/// `hushtape redact`
struct RedactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redact",
        abstract: "Make a redacted cassette of any capture, or check that cassettes hold no secret.",
        usage: """
            hushtape redact <capture> --output <cassette> [--force] [--quiet]
            hushtape redact --check <cassette> ...
            """,
        discussion: """
            A capture is a HAR file of any producer, or flows that mitmproxy saved, also compressed with gzip or zlib. It \
            is only read. A cassette is masked by today's rules, and stays as it is where nothing is found. Exits with 1 \
            when an entry still holds a secret that could not be masked, and names it.

            With --check nothing is written: each secret that today's rules find in the cassettes is a line, without its \
            value. Exits with 0 when none is left, 1 when one is, 2 when a file could not be read or written.
            """
    )

    @Argument(help: "The capture, - for standard input; with --check the cassettes, and folders of them.")
    var files: [String]

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The cassette to write, - for standard output.", valueName: "cassette")
    )
    var output: String?

    @OptionGroup var secrets: SecretOptions

    @Flag(help: "Check cassettes for secrets that are left.")
    var check = false

    @Flag(help: "Replace the cassette if it exists.")
    var force = false

    @Flag(name: .shortAndLong, help: "Say nothing but what is wrong.")
    var quiet = false

    func validate() throws {
        if check {
            guard output == nil, !force else {
                throw ValidationError("--check writes nothing; leave out --output and --force")
            }
            return
        }
        guard output != nil else { throw ValidationError("Name the cassette to write with --output, or give --check") }
        guard files.count == 1 else { throw ValidationError("One capture makes one cassette; name one") }
    }

    func run() throws {
        do {
            if check {
                try CassetteChecking(
                    files,
                    finder: secrets.finder(),
                    known: secrets.ledger(readsPlaceholders: true),
                    quiet: quiet
                ).run()
            } else if let output {
                try redact(files[0], to: output)
            }
        } catch let error as CassetteFileError {
            throw CommandFailure(error)
        } catch let error as CaptureError {
            throw CommandFailure(error)
        }
    }

    private func redact(_ path: String, to output: String) throws {
        let name = path == "-" ? "standard input" : path
        let bytes = path == "-" ? try StandardInput.bytes() : try CaptureDocument.bytes(path: path)
        let document = try CaptureDocument(bytes, file: name)
        for problem in document.problems { Console.standardError.write("note: \(name): \(problem)") }
        // An empty cassette would take the place of one that is not.
        guard !document.entries.isEmpty || document.isComplete && document.problems.isEmpty else {
            throw CommandFailure("\(name): no entry of it could be read; nothing was written")
        }
        let redactor = Redactor(finder: try secrets.finder(), ledger: try secrets.ledger())
        let redacted = try RedactedCapture(document, file: name, with: redactor)
        let isStream = output == "-"
        if isStream {
            Console.standardOutput.write(redacted.text)
        } else {
            try redacted.write(to: output, replacing: force)
        }
        for fault in redacted.faults { Console.standardError.write("warning: \(fault)") }
        let place = isStream ? "standard output" : output
        if !quiet { Console.standardError.write(redacted.line(path: place)) }
        guard document.isComplete else {
            throw CommandFailure("\(name): not all of it could be read; what was read is in \(place)")
        }
        // The warnings name the entries.
        if !redacted.left.isEmpty { throw ExitCode(1) }
    }
}
