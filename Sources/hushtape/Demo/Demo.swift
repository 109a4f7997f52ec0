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
    private let output = DemoOutput()

    init(folder: String, seed: UInt64) {
        self.folder = folder
        self.seed = seed
    }

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
            output.say("\(path(of: conversation)): \(conversation.title)")
            takes.append(try await studio.record(conversation, into: path(of: conversation)))
        }

        output.heading("2  What a cassette has instead of secrets")
        try showMasked()
        for take in takes {
            let bytes = try HARDocument.bytes(path: take.path)
            let left = SecretSearch(take.secrets).firstKind(in: bytes)
            let name = "\(take.conversation.name).har"
            check(left.map { "\(name) holds a secret: \($0.rawValue)" } ?? Self.text(of: take, name), left == nil)
            for fault in take.summary.faults { check(fault, false) }
        }

        output.heading("3  Replay: the sandbox has stopped; another shop asks the same of the cassettes")
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
        let count = take.summary.secrets.filter { !$0.key.isHarmless }.values.reduce(0, +)
        return "\(name): \(take.summary.entries) exchanges; none of \(count) secrets is in it, in no encoding"
    }

    /// Some lines of the entry in which a shopper logs in.
    private func showMasked() throws {
        let text = String(decoding: try HARDocument.bytes(path: path(of: .login)), as: UTF8.self)
        let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
        let wanted = [
            "\"name\": \"Authorization\", \"value\": \"Basic", "\"name\": \"Cookie\"", "\"text\": \"grant_type=",
            "\"text\": \"{\\\"access_token",
        ]
        for start in wanted {
            if let line = lines.first(where: { $0.contains(start) }) { output.quote(String(line)) }
        }
    }

    /// Whether the replay was like the recording, and nothing in it was recorded.
    private func compare(_ take: Take, _ replayed: Replayed, _ check: (String, Bool) -> Void) throws {
        let alike = zip(take.answers, replayed.answers).count { $0.shape == $1.shape }
        let isAlike = alike == take.answers.count && replayed.answers.count == alike && replayed.summary.isComplete
        // What the client itself sends is not the recording's: the shopper has the same name in every sandbox.
        let recorded = SecretSearch(take.secrets.filter { $0.value != replayed.shop.username })
        let leaked = replayed.answers.contains { answer in
            let fields = answer.fields.map { Array("\($0.name): ".utf8) + $0.value + [UInt8(ascii: "\n")] }
            return recorded.firstKind(in: fields.flatMap { $0 } + answer.body) != nil
        }
        check(
            "\(take.conversation.name): \(alike) of \(take.answers.count) answers alike in status and shape, "
                + (leaked ? "RECORDED SECRETS IN THEM" : "no recorded secret in any"),
            isAlike && !leaked
        )
    }

    /// Whether the audit finds what the conversation does wrong, and no more.
    private func audit(_ take: Take, _ check: (String, Bool) -> Void) throws {
        let document = try HARDocument(path: take.path)
        let file = CaptureFile(take.path, isCassette: true)
        var auditor = Auditor()
        for entry in document.entries { try auditor.learn(entry, in: file) }
        for entry in document.entries { try auditor.sight(entry, in: file) }
        let result = auditor.result
        let errors = result.findings.filter { $0.level == .error }
        let rules = Set(errors.map(\.identity.rule))
        let isExpected = rules == take.conversation.errors
        if take.conversation.isLeaky {
            output.heading("   What `hushtape audit \(take.path)` says:")
            Console.standardOutput.write(TextReport(usesColour: Console.standardOutput.usesColour).text(of: result))
            check("leaky: \(errors.count) leaks found, by \(rules.count) rules: \(rules.sorted())", isExpected)
        } else {
            check(
                "\(take.conversation.name): \(errors.count) errors, which the provider's documents ask for: "
                    + rules.sorted().joined(separator: ", "),
                isExpected
            )
        }
    }

    private func showNext() {
        output.say("The cassettes are in \(folder). Try:")
        for command in [
            "hushtape show \(path(of: .login))", "hushtape audit \(folder)",
            "hushtape replay \(path(of: .leaky)) --listen 127.0.0.1:8080",
            "curl -x http://127.0.0.1:8080 'http://store.sandbox.test/store/sandbox/SessionToken?apiKey=x&format=json'",
        ] { Console.standardOutput.write("     " + command) }
    }
}
