import Audit
import Capture
import FoundationEssentials
import Recording
import Replay
import Secrets
import TokenSandbox

/// The tour: sandbox, recording proxy, a client that goes through every flow, replay without the sandbox, audit.
///
/// It checks what it shows, and fails when one of the checks does.
struct Demo {
    /// The folder for the cassettes.
    let folder: String
    /// Where the values of tokens come from.
    let seed: UInt64
    /// Where it prints.
    var output = DemoOutput.standard

    func run() async throws {
        Termination.ignoreBrokenPipes()
        try prepareFolder()
        let studio = try Studio(seed: seed, output: output)
        defer { studio.close() }
        var failures = 0
        func check(_ text: String, _ holds: Bool) {
            output.check(text, holds)
            if !holds { failures += 1 }
        }

        output.heading("1  Record: a web shop talks to a token service, through the proxy")
        var takes: [Take] = []
        for conversation in Conversation.all {
            output.say("\(conversation.name).har: \(conversation.title)")
            takes.append(try await studio.record(conversation, into: path(of: conversation)))
        }

        output.heading("2  What a cassette has instead of secrets")
        try showMasked()
        for take in takes {
            let bytes = try CaptureDocument.bytes(path: take.path)
            let left = SecretSearch(take.secrets).firstKind(in: bytes)
            let name = "\(take.conversation.name).har"
            check(left.map { "\(name) holds a secret: \($0.rawValue)" } ?? Self.text(of: take, name), left == nil)
            for fault in take.summary.faults { check(fault, false) }
        }

        output.heading("3  Replay: the sandbox is gone; another shop asks the same of the cassettes")
        for take in takes {
            let replayed = try await studio.replay(take) { [output] miss in output.say(miss.text) }
            try compare(take, replayed, check)
        }

        output.heading("4  Audit: where did tokens go that they should not?")
        for take in takes { try audit(take, check) }

        output.heading("5  Next")
        showNext()
        if failures > 0 {
            throw CommandFailure("\(failures) of the demo's checks failed; they are marked above", status: 1)
        }
    }

    private func path(of conversation: Conversation) -> String {
        (folder.hasSuffix("/") ? folder : folder + "/") + conversation.name + ".har"
    }
}

// MARK: - The folder

extension Demo {
    /// Creates the folder, and takes away the cassettes of an earlier run, but nothing else.
    private func prepareFolder() throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure("\(folder): cannot be created; name another folder with --output")
        }
        let paths = Conversation.all.map(path).filter { FileManager.default.fileExists(atPath: $0) }
        for path in paths where !isOwn(path) {
            throw CommandFailure("\(path): was not recorded by the demo; name another folder with --output")
        }
        for path in paths {
            do {
                try FileManager.default.removeItem(atPath: path)
            } catch {
                throw CommandFailure("\(path): cannot be replaced; name another folder with --output")
            }
        }
    }

    private func isOwn(_ path: String) -> Bool {
        guard let cassette = try? Cassette(path: path), cassette.format != nil else { return false }
        return cassette.entries.allSatisfy { Conversation.hosts.contains($0.exchange.request.authority) }
    }
}

// MARK: - Steps

extension Demo {
    private static func text(of take: Take, _ name: String) -> String {
        let secrets = take.summary.secrets.filter { !$0.key.isHarmless }
        let kinds = secrets.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
            .map { "\($0.value) \($0.key)" }
        return "\(name): no secret is left, in no encoding; masked: \(kinds.joined(separator: ", "))"
    }

    /// Some lines of the entries in which a shopper logs in.
    private func showMasked() throws {
        let text = String(decoding: try CaptureDocument.bytes(path: path(of: .login)), as: UTF8.self)
        let lines = text.split(separator: "\n")
        let samples = [
            #""value": "Basic "#, #"{ "name": "Cookie""#, #"{ "name": "password""#, #""text": "{\"access_token"#,
            #""encoding": "#,
        ]
        for sample in samples {
            guard let line = lines.first(where: { $0.contains(sample) }) else { continue }
            output.quote(String(line.drop { $0 == " " }))
        }
    }

    /// Whether the replay was like the recording, and nothing in it was recorded.
    private func compare(_ take: Take, _ replayed: Replayed, _ check: (String, Bool) -> Void) throws {
        let expected = take.answers.map { $0.shape(for: take.shop) }
        let shapes = replayed.answers.map { $0.shape(for: replayed.shop) }
        let different = expected.indices.filter { $0 >= shapes.count || shapes[$0] != expected[$0] }
        let unlike = different.isEmpty ? "" : " (not \(different.map { "\($0 + 1)" }.joined(separator: ", ")))"
        // What the client itself sends is not the recording's: the shopper has the same name in every sandbox.
        let recorded = SecretSearch(take.secrets.filter { $0.value != replayed.shop.username })
        let leaked = replayed.answers.contains { answer in
            let fields = answer.fields.map { Array("\($0.name): ".utf8) + $0.value + [UInt8(ascii: "\n")] }
            return recorded.firstKind(in: fields.flatMap { $0 } + answer.body) != nil
        }
        check(
            "\(take.conversation.name).har: \(expected.count - different.count) of \(expected.count) answers alike"
                + "\(unlike), \(leaked ? "RECORDED SECRETS IN THEM" : "no recorded secret in any")",
            different.isEmpty && replayed.summary.isComplete && !leaked
        )
        check(
            "\(take.conversation.name).har: recording the replay gives the same cassette, times aside",
            replayed.givesCassetteBack
        )
    }

    /// Whether the audit finds what the conversation does wrong, and no more.
    private func audit(_ take: Take, _ check: (String, Bool) -> Void) throws {
        let capture = try AuditedCapture(path: take.path, name: "\(take.conversation.name).har")
        var auditor = Auditor()
        capture.teach(&auditor)
        capture.judge(with: &auditor)
        let result = auditor.result
        let errors = result.findings.filter { $0.level == .error }
        let rules = Set(errors.map(\.identity.rule))
        let isExpected = rules == take.conversation.errors
        let verdict = "\(take.conversation.name).har: \(errors.count) errors"
        guard take.conversation.isLeaky else {
            let names = rules.sorted().joined(separator: ", ")
            return check("\(verdict), by what the provider's documents ask for: \(names)", isExpected)
        }
        check("\(verdict) by \(rules.count) rules: its leaks, each found", isExpected)
        let report = TextReport(usesColour: output.usesColour).text(of: result)
        for line in report.split(separator: "\n") { output.say(String(line), indent: 5, hanging: 2) }
    }

    private func showNext() {
        output.say("The cassettes are in \(folder). Try:")
        for line in [
            "hushtape show \(path(of: .login))", "hushtape audit \(folder)",
            "hushtape replay \(path(of: .leaky))", "curl -x 127.0.0.1:8080 \\",
            "'http://\(Conversation.storeHost)/store/sandbox/SessionToken?apiKey=any&format=json'",
        ] { output.write("   " + line) }
    }
}
