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
        for (index, name) in secretEnv.enumerated() {
            // A mistake may have put the secret itself here, which no message may show.
            if let equals = name.firstIndex(of: "=") {
                let shown = Self.printable(String(name[..<equals]), index)
                throw CommandFailure("--secret-env \(shown): name the variable alone, without its value")
            }
            let shown = Self.printable(name, index)
            guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
                throw CommandFailure("--secret-env \(shown): this environment variable is not set, or is empty")
            }
            try Self.learn(Array(value.utf8), from: "--secret-env \(shown)", &ledger)
        }
        for path in secretFile {
            let bytes = try Self.bytes(of: path)
            guard SecretFile.isReadable(bytes) else {
                throw CommandFailure("\(path): secrets are text in UTF-8, and this file is none; save it as UTF-8")
            }
            let secrets = SecretFile.secrets(in: bytes)
            guard !secrets.isEmpty else { throw CommandFailure("\(path): there is no secret in this file") }
            for secret in secrets { try Self.learn(secret, from: path, &ledger) }
        }
        return ledger
    }

    /// A name such as variables have, or which of those named it is.
    private static func printable(_ name: String, _ index: Int) -> String {
        let isName =
            !name.isEmpty && name.utf8.count <= 40
            && name.utf8.allSatisfy { $0 >= 0x41 && $0 <= 0x5A || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x5F }
        return isName ? name : "number \(index + 1)"
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
        let bytes = try bytes(of: path)
        do {
            return try Profile(yaml: bytes, file: path)
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
