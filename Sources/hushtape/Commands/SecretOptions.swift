import ArgumentParser
import FoundationEssentials
import Secrets

/// What the user knows of secrets, for every command that looks for them.
struct SecretOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Environment variables whose values are secrets: masked wherever they appear.",
            valueName: "name"
        )
    )
    var secretEnv: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Files of secrets: each line is one; of a line NAME=value, the value is.",
            valueName: "file"
        )
    )
    var secretFile: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Profiles of providers in YAML: their endpoints, their fields, what is never secret. `personal` masks who people are.",
            valueName: "file"
        )
    )
    var profile: [String] = []

    /// What is found by name, with the profiles.
    func finder() throws -> SightingFinder {
        SightingFinder(profiles: try profile.map(Self.profile))
    }

    /// What is known before the first exchange.
    func ledger(readsPlaceholders: Bool = false) throws -> Ledger {
        var ledger = Ledger(readsPlaceholders: readsPlaceholders)
        for name in secretEnv {
            guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
                throw CommandFailure("--secret-env \(name): this environment variable is not set, or is empty")
            }
            try Self.learn(Array(value.utf8), from: "--secret-env \(name)", &ledger)
        }
        for path in secretFile {
            let secrets = SecretFile.secrets(in: try Self.bytes(of: path))
            guard !secrets.isEmpty else { throw CommandFailure("\(path): there is no secret in this file") }
            for secret in secrets { try Self.learn(secret, from: path, &ledger) }
        }
        return ledger
    }

    private static func learn(_ value: [UInt8], from source: String, _ ledger: inout Ledger) throws {
        guard value.count >= SecretFile.shortest else {
            throw CommandFailure(
                "\(source): a secret of fewer than \(SecretFile.shortest) bytes would be found in any text; leave it out"
            )
        }
        ledger.learn(value, kind: .userSecret, matchClass: .held)
    }

    private static func profile(_ path: String) throws -> Profile {
        if let profile = Profile.optional.first(where: { $0.name == path }) { return profile }
        guard let text = String(validating: try bytes(of: path), as: UTF8.self) else {
            throw CommandFailure("\(path): a profile is a text in UTF-8, and this file is none")
        }
        do {
            return try Profile(yaml: text, file: path)
        } catch {
            throw CommandFailure(error)
        }
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("\(path): this file cannot be read")
        }
        return [UInt8](data)
    }
}
