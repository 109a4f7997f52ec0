import Capture
import Secrets

/// Compares a request that nothing fitted with a recorded one, field by field.
struct Comparison {
    /// The request that nothing fitted.
    let live: RequestReading
    /// The same request with its secrets masked, and what names them.
    let masked: RequestReading
    let mask: LiveMask
    /// What stands for secrets in recordings that are near.
    let holes: RecordedHoles
    let unification: Unification

    /// The fields in which the request differs from the recorded one, the plainest first.
    func differences(from pattern: RequestPattern, recorded: RequestReading) -> [Difference] {
        var differences = addressDifferences(from: pattern, recorded: recorded)
        if let sent = live.acceptedType, let type = pattern.acceptedType, sent != type {
            differences.append(
                Difference(field: "Accept", sent: sent, recorded: type, option: .none, weight: 1)
            )
        }
        let isAuthorizationOptional = !pattern.hasAuthorization
        let holed = pattern.holedNames
        let names = Set(pattern.compared(live).map(\.name)).union(pattern.fields.map(\.name)).sorted()
        for name in names where !(isAuthorizationOptional && name.part == .authorization) {
            // A number where the recording has a secret is compared under the name of the secret.
            if name.part == .literal, holed.contains(name) { continue }
            var attempt = unification
            guard !pattern.fits(name, live, &attempt) else { continue }
            let recordedValues = recorded.fields.filter { $0.name == name }.map(\.value)
            // A live name that is not there when secrets are masked has one in it.
            let isShown = !recordedValues.isEmpty || masked.fields.contains { name.alternatives.contains($0.name) }
            differences.append(
                Difference(
                    field: isShown ? name.text : "(a name with a secret in it)",
                    sent: sent(name),
                    recorded: recordedValues.isEmpty
                        ? nil : shown(recordedValues.map { String(decoding: $0, as: UTF8.self) }),
                    option: isShown ? option(name) : .none,
                    weight: 1
                )
            )
        }
        return differences
    }

    private func addressDifferences(from pattern: RequestPattern, recorded: RequestReading) -> [Difference] {
        var differences: [Difference] = []
        func add(_ field: String, _ sent: String, _ recorded: String, _ part: MatchRules.Part, weight: Int) {
            differences.append(
                Difference(field: field, sent: sent, recorded: recorded, option: .part(part), weight: weight)
            )
        }
        if live.address.origin != pattern.address.origin {
            add("host", live.address.origin, pattern.address.origin, .host, weight: 4)
        }
        if live.address.method != pattern.address.method {
            add("method", live.address.method, pattern.address.method, .method, weight: 3)
        }
        var attempt = unification
        if !attempt.fits(pattern.path, live.address.path) {
            let path = String(decoding: recorded.address.path, as: UTF8.self)
            add("path", holes.path(masked.address.path, mask), path, .path, weight: 3)
        }
        return differences
    }

    /// What was sent under a name; `nil` if nothing was.
    private func sent(_ name: RequestField.Name) -> String? {
        guard live.fields.contains(where: { name.alternatives.contains($0.name) }) else { return nil }
        let values = masked.fields.filter { name.alternatives.contains($0.name) }.map(\.value)
        // Masking may change how a body reads; then nothing of it is shown.
        return values.isEmpty ? "(not shown)" : shown(values.map { holes.value($0, of: name, mask) })
    }

    private func shown(_ values: [String]) -> String {
        let text = values.joined(separator: ", ")
        return text.count <= 200 ? text : text.prefix(200) + "… (\(text.utf8.count) bytes)"
    }

    private func option(_ name: RequestField.Name) -> Difference.Option {
        switch name.part {
        case .authorization: .part(.credentials)
        case .text: .part(.body)
        case .parameter, .string, .literal, .multipart: name.plain.isEmpty ? .none : .name(name.plain)
        }
    }
}
