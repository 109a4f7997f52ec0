import Recording
import Secrets

extension RecordingSummary {
    /// `login.har: 12 exchanges recorded, 14 in all; secrets masked: 3 access token, ...; no leaks`
    func line(findings: Int) -> String {
        let leaks = findings == 0 ? "no leaks" : "\(findings.of("leak")); see: hushtape audit \(path)"
        return "\(path): \(recorded.of("exchange")) recorded, \(entries) in all; \(secrets.maskedText); \(leaks)"
    }
}

extension RedactedCapture {
    /// `login.har: 12 exchanges redacted; secrets masked: 3 access token, ...`
    func line(path: String) -> String {
        "\(path): \(entries.count.of("exchange")) redacted; \(secrets.maskedText)"
    }
}

extension [Kind: Int] {
    /// `secrets masked: 3 access token, 1 password`, the most frequent first.
    fileprivate var maskedText: String {
        let secrets = filter { !$0.key.isHarmless }
        let kinds = secrets.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.map {
            "\($0.value) \($0.key)"
        }
        return kinds.isEmpty ? "no secrets found" : "secrets masked: " + kinds.joined(separator: ", ")
    }
}

extension Int {
    /// `1 leak`, `2 leaks`
    func of(_ noun: String) -> String {
        "\(self) \(noun)\(self == 1 ? "" : "s")"
    }
}
