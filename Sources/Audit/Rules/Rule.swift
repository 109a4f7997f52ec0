/// One thing that a capture is checked for.
///
/// A rule judges observations one at a time: a sighting, what the exchange around it says, and what the whole set says of
/// the secret. It never sees the secret's value, so it answers alike for raw and for redacted input.
public struct Rule: Identifiable, Sendable {
    /// The name in reports: `token-in-cookie`.
    public let id: String
    /// What is wrong, in a few words.
    public let title: String
    /// How much a finding matters unless its circumstances say otherwise.
    public let level: Level
    /// The same as a number from 0.1 to 10 (the `security-severity` of SARIF).
    public let severity: Double
    /// What to do about it, in a sentence.
    public let fix: String
    /// Where it is written down: RFC sections, OWASP ASVS 5.0, CWE.
    public let references: [String]
    /// What a set of captures must hold for a pass to mean anything.
    let needs: [Need]
    /// The verdict on an observation; `nil` when the rule has nothing against it.
    let judge: @Sendable (Observation) -> Verdict?

    /// All rules, in the order of reports.
    public static let all: [Rule] = placement + responses + credentials

    /// The rule with this name.
    public static func named(_ id: String) -> Rule? {
        all.first { $0.id == id }
    }
}

/// What a rule has against an observation.
struct Verdict: Hashable, Sendable {
    /// What is wrong, as the end of a sentence that begins with the secret: `is readable in cookie 'drtok'`.
    var statement: String
    /// The level, where it is not the rule's.
    var level: Level?
    /// The severity, where it is not the rule's.
    var severity: Double?

    init(_ statement: String, level: Level? = nil, severity: Double? = nil) {
        self.statement = statement
        self.level = level
        self.severity = severity
    }
}

/// What a set of captures must hold for a rule to be evaluable.
enum Need: Hashable, Sendable {
    /// `Cookie`, `Set-Cookie` or `Authorization` fields somewhere: a sanitised export has none.
    case credentialFields
    /// Responses.
    case responses
    /// The content of responses.
    case responseBodies

    /// Why a set does not have it; `nil` when it has.
    func missing(in coverage: Coverage) -> String? {
        switch self {
        case .credentialFields:
            return coverage.isWholeOnTheWire || coverage.credentialFields > 0
                ? nil : "no Cookie, Set-Cookie or Authorization field in the input, as in a sanitised export"
        case .responses:
            return coverage.responses > 0 ? nil : "no responses in the input"
        case .responseBodies:
            if coverage.responses == 0 { return "no responses in the input" }
            return coverage.withheldBodies == 0 || coverage.responseBodies > 0
                ? nil : "the content of the responses is not in the input"
        }
    }
}
