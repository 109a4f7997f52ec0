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

    /// The longest name that is shown of a request, in bytes.
    private static let longestName = 200

    /// The fields in which the request differs from the recorded one, the plainest first.
    func differences(from pattern: RequestPattern, recorded: RequestReading) -> [Difference] {
        var differences = addressDifferences(from: pattern, recorded: recorded)
        if let sent = live.acceptedType, let type = pattern.acceptedType, sent != type {
            differences.append(
                Difference(field: "Accept", sent: sent, recorded: type, option: .none, weight: 1)
            )
        }
        let credentials = pattern.credentials
        let holed = pattern.holedNames
        let names = Set(pattern.compared(live).map(\.name)).union(pattern.fields.map(\.name)).sorted()
        for name in names where name.part != .credential || credentials.contains(name) {
            // A number where the recording has a secret is compared under the name of the secret.
            if name.part == .literal, holed.contains(name) { continue }
            var attempt = unification
            guard !pattern.fits(name, live, &attempt) else { continue }
            let recordedValues = recorded.fields.filter { $0.name == name }.map(\.value)
            // A live name that is not there when secrets are masked has one in it; others may be no names at all.
            let isShown =
                !recordedValues.isEmpty
                || masked.fields.contains { name.alternatives.contains($0.name) }
                    && name.name.count <= Self.longestName && Self.isText(name.name)
            differences.append(
                Difference(
                    field: isShown ? name.text : "(a name that is not shown)",
                    sent: sent(name),
                    recorded: recordedValues.isEmpty
                        ? nil : shown(recordedValues, of: name) { String(decoding: $0, as: UTF8.self) },
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
        return values.isEmpty ? "(not shown)" : shown(values, of: name) { holes.value($0, of: name, mask) }
    }

    /// Values as one short text. Of a body as a whole that the recordings have without holes, little is shown: nothing
    /// tells what may be secret in it.
    private func shown(_ values: [[UInt8]], of name: RequestField.Name, _ text: ([UInt8]) -> String) -> String {
        let limit = name.isWholeBody && !holes.has(name) ? 80 : 200
        let text = values.map { value in
            Self.isText(value) ? text(value) : "(bytes that are no text)"
        }.joined(separator: ", ")
        return text.count <= limit ? text : text.prefix(limit) + "… (\(text.utf8.count) bytes)"
    }

    /// Whether bytes are UTF-8 without control characters other than those of lines and tabs.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            "\t\n\r".unicodeScalars.contains(scalar) || scalar.properties.generalCategory != .control
        }
    }

    private func option(_ name: RequestField.Name) -> Difference.Option {
        switch name.part {
        case .credential: .part(.credentials)
        case .text: .part(.body)
        case .parameter, .string, .literal, .multipart: name.plain.isEmpty ? .none : .name(name.plain)
        }
    }
}
