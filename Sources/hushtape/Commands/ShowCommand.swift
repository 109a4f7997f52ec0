import ArgumentParser
import Capture
import Recording
import Secrets

/// `hushtape show`
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the conversation in a cassette as a table."
    )

    @Argument(help: "The cassette.")
    var cassette: String

    func run() throws {
        let read: Cassette
        do {
            read = try Cassette(path: cassette)
        } catch {
            throw CommandFailure(error)
        }
        for note in read.notes { Console.standardError.write("note: \(note)") }
        var table = Table(["#", "METHOD", "URL", "STATUS", "SECRETS"], shortening: 2)
        for (index, entry) in read.entries.enumerated() {
            let exchange = entry.exchange
            table.add([
                "\(index + 1)",
                exchange.request.method,
                exchange.request.url,
                exchange.response.map { "\($0.status)" } ?? "-",
                Self.placeholders(in: exchange).joined(separator: " "),
            ])
        }
        Console.standardOutput.write(table.text(width: Console.columns))
    }

    /// The secrets of an exchange, each once, as they stand in the cassette but for what all have in common.
    private static func placeholders(in exchange: Exchange) -> [String] {
        let readable = ReadableExchange(decoded: exchange)
        var seen = Set<Placeholder>()
        return readable.surfaces.flatMap { Placeholder.all(in: readable[$0]) }
            .map(\.placeholder)
            .filter { !$0.kind.isHarmless && seen.insert($0).inserted }
            .map { "\($0.kind.rawValue)_\($0.number)" }
    }
}
