import Audit
import Capture
import Recording
import Secrets

/// The line that `record` prints for an exchange: what, where, status, time, what was masked, what leaked.
struct ExchangeLine {
    private let title: String
    private let exchange: Exchange
    private let kinds: [Kind]
    private let leaks: [Finding]

    /// The line of an exchange that was written, with the leaks that are new in it.
    init(_ recorded: Recorded, leaks: [Finding] = []) {
        self.leaks = leaks
        title = recorded.title
        exchange = recorded.redacted.exchange
        kinds = recorded.kinds
    }

    /// The text: `POST api.example.com/oauth20/token 200 12 ms  masked: access token, refresh token`.
    var text: String {
        let timings = exchange.timings
        let time = Int((timings.send + timings.wait + timings.receive).rounded())
        let status = exchange.response.map { "\($0.status)" } ?? "no answer"
        var text = "\(title) \(status) \(time) ms"
        let masked = kinds.filter { !$0.isHarmless }
        if !masked.isEmpty { text += "  masked: " + masked.map(\.description).joined(separator: ", ") }
        if !leaks.isEmpty {
            let places = leaks.map { "\($0.identity.kind) in \($0.identity.place) \($0.identity.name)" }
            text += "  leaked: " + places.map { $0.hasSuffix(" ") ? String($0.dropLast()) : $0 }.joined(separator: ", ")
        }
        if let failure = exchange.failure { text += "  failed: \(failure)" }
        return text
    }
}
