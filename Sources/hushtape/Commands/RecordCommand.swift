import ArgumentParser
import Audit
import Interception
import Proxy
import Recording
import Secrets

#if canImport(Glibc)
import Glibc
#endif

/// `hushtape record`
struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Start a proxy that records what passes through it into a redacted cassette."
    )

    @OptionGroup var listening: ListenOptions
    @OptionGroup var origin: OriginOptions
    @OptionGroup var secrets: SecretOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The cassette to write; one that exists is continued.", valueName: "file.har")
    )
    var output: String

    @Option(help: "What to record: all, or only exchanges in which a secret was found (tokens).")
    var scope = Recorder.Scope.all

    func run() async throws {
        // Whatever can fail comes before the cassette is made.
        let configuration = ProxyConfiguration(
            listen: try listening.address(),
            intercept: listening.scope,
            contexts: ServerContexts(authority: try listening.authority()),
            trust: try origin.trust(),
            resolve: try origin.overrides()
        )
        let finder = try secrets.finder()
        let known = try secrets.ledger()
        let audit = LiveAudit(of: output)
        let isNew = access(output, F_OK) != 0
        let recorder: Recorder
        do {
            recorder = try Recorder(path: output, scope: scope, finder: finder, ledger: known) {
                exchange,
                sightings,
                ledger in
                audit.observe(exchange, sightings, ledger)
            }
        } catch {
            throw CommandFailure(error)
        }
        for note in recorder.notes { Console.standardError.write("note: \(note)") }
        let sink = RecordingSink(recorder: recorder, audit: audit, quiet: listening.quiet)
        let failure: (any Error)?
        do {
            try await Listener.run(configuration, responder: UniformResponder(.capture(sink)), quiet: listening.quiet)
            failure = nil
        } catch {
            failure = error
        }
        do {
            let summary = try await recorder.finish()
            if let failure {
                if isNew, summary.entries == 0 { unlink(output) }
                throw failure
            }
            for fault in summary.faults { Console.standardError.write("warning: \(fault)") }
            if !listening.quiet {
                Console.standardError.write(summary.line(findings: audit.leakCount))
            }
        } catch {
            throw CommandFailure(error)
        }
    }
}
