import ArgumentParser
import Audit
import Interception
import Proxy

/// `hushtape watch`
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Start a proxy that keeps nothing and reports leaked tokens as they pass."
    )

    @OptionGroup var listening: ListenOptions
    @OptionGroup var origin: OriginOptions
    @OptionGroup var secrets: SecretOptions

    func run() async throws {
        let audit = LiveAudit(of: "live", from: .note)
        let sink = WatchingSink(
            audit: audit,
            finder: try secrets.finder(),
            known: try secrets.ledger(),
            quiet: listening.quiet
        )
        let configuration = ProxyConfiguration(
            listen: try listening.address(),
            intercept: listening.scope,
            contexts: ServerContexts(authority: try listening.authority()),
            trust: try origin.trust(),
            resolve: try origin.overrides()
        )
        try await Listener.run(configuration, responder: UniformResponder(.capture(sink)), quiet: listening.quiet)
        await sink.finish()
        if !listening.quiet { Console.standardError.write(audit.result.coverageLine) }
    }
}
