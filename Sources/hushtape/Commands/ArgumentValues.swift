public import ArgumentParser
public import Audit
public import Recording
import Replay

// Values of the parts that options take by their raw values.
extension Level: ExpressibleByArgument {}
extension Recorder.Scope: ExpressibleByArgument {}

/// Parts of a request, with commas between them.
struct MatchedParts: ExpressibleByArgument {
    let parts: [MatchRules.Part]

    init(_ parts: [MatchRules.Part]) {
        self.parts = parts
    }

    init?(argument: String) {
        let names = argument.split(separator: ",", omittingEmptySubsequences: false)
        parts = names.compactMap { MatchRules.Part(rawValue: String($0)) }
        guard parts.count == names.count else { return nil }
    }

    var defaultValueDescription: String {
        parts.map(\.rawValue).joined(separator: ",")
    }
}
