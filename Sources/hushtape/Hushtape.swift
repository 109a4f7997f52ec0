import ArgumentParser

/// The command line.
@main
struct Hushtape: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hushtape",
        abstract:
            "Record token exchanges into redacted cassettes, replay them in tests, and audit traffic for leaked tokens.",
        version: "0.1.0",
        subcommands: [
            RecordCommand.self, ReplayCommand.self, WatchCommand.self, AuditCommand.self, RedactCommand.self,
            ShowCommand.self, CACommand.self, DemoCommand.self,
        ]
    )

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            Console.standardError.write("hushtape: \(failure.message)")
            Console.flush()
            exit(withError: ExitCode(failure.status))
        } catch {
            // Wrong usage is bad input: 2, like every other, and not the parser's 64.
            let code = exitCode(for: error)
            let text = fullMessage(for: error)
            if !text.isEmpty { (code == .success ? Console.standardOutput : .standardError).write(text) }
            Console.flush()
            exit(withError: code == .validationFailure ? ExitCode(2) : code)
        }
        if let reason = Console.flush() {
            Console.standardError.write("hushtape: not everything could be written: \(reason)")
            Console.flush()
            exit(withError: ExitCode(2))
        }
    }
}

/// Why a command ends without having done its work: a line for the person who gave it, and the exit status.
struct CommandFailure: Error {
    /// One line: what happened, where, what to do next.
    let message: String
    /// 2: bad input or a failed operation; 1: an answer of "no".
    let status: Int32

    init(_ message: String, status: Int32 = 2) {
        self.message = message
        self.status = status
    }

    /// The failure that an error of one of the parts is.
    init(_ error: any Error) {
        self = error as? CommandFailure ?? CommandFailure("\(error)")
    }
}
