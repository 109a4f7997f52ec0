import ArgumentParser
import Capture
import Interception
import Proxy
import Recording
import Replay

/// `hushtape replay`
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Start a proxy that answers from cassettes and never dials out."
    )

    @Argument(help: "The cassettes.")
    var cassettes: [String]

    @OptionGroup var listening: ListenOptions

    @Flag(help: "Exit with 1 if a request found no entry or an entry was never played.")
    var strict = false

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "The parts of a request that must be as recorded: method, host, path, query, body, credentials.",
            valueName: "parts"
        )
    )
    var match = [MatchedParts(MatchRules.Part.allCases)]

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Parameters and JSON members that are not compared.", valueName: "name")
    )
    var ignore: [String] = []

    private static func parts(_ text: String) throws -> [MatchRules.Part] {
        try text.split(separator: ",").map { name in
            guard let part = MatchRules.Part(rawValue: String(name)) else {
                let known = MatchRules.Part.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--match knows \(known); not every part given is one of them")
            }
            return part
        }
    }

    func run() async throws {
        let rules = MatchRules(parts: Set(match.flatMap(\.parts)), ignored: Set(ignore))
        var tapes: [Tape] = []
        for path in cassettes {
            do {
                let cassette = try Cassette(path: path)
                for note in cassette.notes { Console.standardError.write("note: \(note)") }
                tapes.append(Tape(cassette.entries, name: Self.name(of: path), rules: rules))
            } catch {
                throw CommandFailure(error)
            }
        }
        let quiet = listening.quiet
        let player = Replay.Player(tapes) { miss in
            if !quiet { Console.standardError.write(miss.text) }
        }
        let configuration = ProxyConfiguration(
            listen: try listening.address(),
            intercept: listening.scope,
            contexts: ServerContexts(authority: try listening.authority()),
            trust: try UpstreamTrust(),
            dialsOut: false
        )
        try await Listener.run(
            configuration,
            responder: PlayingResponder(player: player),
            quiet: quiet
        )
        try report(player.summary)
    }

    private func report(_ summary: PlaySummary) throws {
        guard strict, !summary.isComplete else { return }
        for entry in summary.unplayed {
            Console.standardError.write(
                "never played: \(entry.cassette) entry \(entry.number): \(entry.method) \(entry.url)"
            )
        }
        throw CommandFailure(
            "\(summary.missCount) requests found no entry, \(summary.unplayed.count) entries were never played",
            status: 1
        )
    }

    /// The name of a cassette in messages and sessions: its file name without the extension.
    private static func name(of path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.hasSuffix(".har") ? String(file.dropLast(4)) : file
    }
}

/// Has every request answered from cassettes, in the version of HTTP that was recorded.
struct PlayingResponder: Responder {
    let player: Replay.Player

    func plan(for request: RequestPreview) -> Plan {
        .play(CassettePlayer(player: player))
    }

    func knownProtocol(of origin: HostPort) -> ApplicationProtocol? {
        player.speaksHTTP2(with: origin.authority(scheme: "https")).map { $0 ? .http2 : .http1 }
    }
}

/// Answers the proxy's requests from cassettes.
struct CassettePlayer: Proxy.Player {
    let player: Replay.Player

    func answer(_ request: Request, session: String?) -> Response {
        player.answer(request, session: session)
    }
}
