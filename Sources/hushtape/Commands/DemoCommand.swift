import ArgumentParser

/// `hushtape demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Record, replay and audit a token conversation with the built-in sandbox, in one go."
    )

    @Option(help: ArgumentHelp("The folder to leave the cassettes in.", valueName: "folder"))
    var output = "hushtape-demo"

    func run() async throws {
        try await Demo(folder: output).run()
    }
}
