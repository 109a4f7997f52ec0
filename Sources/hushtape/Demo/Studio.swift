import Capture
import FoundationEssentials
import Interception
import Proxy
import Recording
import Replay
import TokenSandbox

/// Where the demo records and replays: sandbox, proxy and client in this process, on free ports of the loopback.
struct Studio {
    private let seed: UInt64
    private let output: DemoOutput
    /// The CA that the client trusts.
    private let authority: CertificateAuthority
    /// For certificates that are trusted, whose keys are in memory, and for what replays record.
    private let temporary: URL

    init(seed: UInt64, output: DemoOutput) throws {
        self.seed = seed
        self.output = output
        authority = try CertificateAuthority.inMemory(hosts: Conversation.hosts)
        temporary = FileManager.default.temporaryDirectory.appending(path: "hushtape-demo-\(UUID())")
        try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: false)
    }

    /// Removes the temporary files.
    func close() {
        try? FileManager.default.removeItem(at: temporary)
    }

    /// Records a conversation with a sandbox that ends with it.
    func record(_ conversation: Conversation, into path: String) async throws -> Take {
        let sandbox = try TokenSandbox(configuration: .init(seed: seed, leaky: conversation.isLeaky))
        let ports = try await sandbox.start()
        let recorder = try Recorder(path: path)
        let configuration = ProxyConfiguration(
            contexts: ServerContexts(authority: authority),
            trust: try trust(in: sandbox.certificateAuthorityPEM, as: conversation.name),
            resolve: Self.overrides(http: ports.http, https: ports.https)
        )
        let answers = try await converse(
            conversation,
            with: UniformResponder(.capture(DemoSink(recorder: recorder, output: output))),
            configuration,
            shop: sandbox.credentials,
            clock: sandbox.clock,
            scriptTime: 1_600_463_566_842
        )
        try await sandbox.stop()
        let summary = try await recorder.finish()
        return Take(
            conversation: conversation,
            path: path,
            answers: answers,
            shop: sandbox.credentials,
            secrets: sandbox.issuedSecrets,
            summary: summary
        )
    }

    /// Goes through a conversation again, against its cassette: another shop, another password, another day, no
    /// sandbox.
    func replay(_ take: Take, onMiss: @escaping @Sendable (Miss) -> Void) async throws -> Replayed {
        let tape = Tape(try Cassette(path: take.path).entries, name: take.conversation.name)
        let player = Replay.Player([tape], onMiss: onMiss)
        let configuration = ProxyConfiguration(
            contexts: ServerContexts(authority: authority),
            trust: try UpstreamTrust(),
            dialsOut: false
        )
        let shop = try TokenSandbox(configuration: .init(seed: seed &+ 1)).credentials
        let recorder = try Recorder(path: temporary.appending(path: take.conversation.name + ".har").path)
        let answers = try await converse(
            take.conversation,
            with: UniformResponder(.play(EchoRecorder(player: CassettePlayer(player: player), recorder: recorder))),
            configuration,
            shop: shop,
            clock: SandboxClock(),
            scriptTime: 1_767_225_600_017
        )
        _ = try await recorder.finish()
        let recorded = try CaptureDocument.bytes(path: take.path)
        let replayed = try CaptureDocument.bytes(path: recorder.path)
        let isSame = try Cassette.textWithoutTimes(recorded) == Cassette.textWithoutTimes(replayed)
        return Replayed(answers: answers, shop: shop, summary: player.summary, givesCassetteBack: isSame)
    }

    /// Has a conversation through a proxy and returns the answers.
    private func converse(
        _ conversation: Conversation,
        with responder: any Responder,
        _ configuration: ProxyConfiguration,
        shop: SandboxCredentials,
        clock: SandboxClock,
        scriptTime: Int
    ) async throws -> [Answer] {
        let proxy = ProxyServer(configuration: configuration, responder: responder)
        var visitor = Visitor(
            shop: shop,
            clock: clock,
            scriptTime: scriptTime,
            proxy: try await proxy.start(),
            trust: try trust(in: authority.certificatePEM, as: "proxy")
        )
        let failure: (any Error)?
        do {
            try await conversation.talk(&visitor)
            failure = nil
        } catch {
            failure = error
        }
        await visitor.leave()
        await proxy.stop()
        if let failure { throw CommandFailure("\(conversation.name): \(CommandFailure(failure).message)", status: 1) }
        return visitor.answers
    }

    private func trust(in certificate: String, as name: String) throws -> UpstreamTrust {
        let file = temporary.appending(path: name + ".pem")
        try Data(certificate.utf8).write(to: file)
        return try UpstreamTrust(additionalRoots: [file.path])
    }

    private static func overrides(http: Int, https: Int) -> [HostPort: HostPort] {
        var overrides: [HostPort: HostPort] = [:]
        for host in Conversation.hosts {
            overrides[HostPort(host: host, port: 80)] = HostPort(host: "127.0.0.1", port: http)
            overrides[HostPort(host: host, port: 443)] = HostPort(host: "127.0.0.1", port: https)
        }
        return overrides
    }
}

/// What a replay came to.
struct Replayed {
    let answers: [Answer]
    /// The credentials that its client sent.
    let shop: SandboxCredentials
    let summary: PlaySummary
    /// Whether recording the replay gave the same cassette, times aside.
    let givesCassetteBack: Bool
}
