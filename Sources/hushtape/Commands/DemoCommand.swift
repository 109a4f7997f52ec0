import ArgumentParser

/// `hushtape demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Record, replay and audit a token conversation with the built-in sandbox, in one go."
    )

    @Option(help: ArgumentHelp("The folder to leave the cassettes in.", valueName: "folder"))
    var output = "hushtape-demo"

    @Option(
        help: ArgumentHelp(
            "Where the values of all tokens come from.",
            discussion: "With another seed the cassettes are the same but for times."
        )
    )
    var seed: UInt64 = 1

    func run() async throws {
        do {
            try await Demo(folder: output, seed: seed).run()
        } catch {
            throw CommandFailure(error)
        }
    }
}
