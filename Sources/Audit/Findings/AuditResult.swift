/// What a rule came to.
public enum Outcome: Hashable, Sendable {
    /// It found these.
    case finding([Finding])
    /// It looked and found nothing.
    case pass
    /// The input does not hold what the rule looks at; why, in a clause.
    case notEvaluable(String)
}

/// What an audit came to.
public struct AuditResult: Sendable {
    /// Each rule with its outcome, in the order of ``Rule/all``.
    public let outcomes: [(rule: Rule, outcome: Outcome)]
    /// What the input holds.
    public let coverage: Coverage

    init(rules: [Rule], findings: [Finding], coverage: Coverage) {
        self.coverage = coverage
        let byRule = Dictionary(grouping: findings, by: \.identity.rule)
        outcomes = rules.map { rule in
            if let found = byRule[rule.id] { return (rule, .finding(found)) }
            let missing = rule.needs.lazy.compactMap { $0.missing(in: coverage) }.first
            let reason = coverage.exchanges == 0 ? "the input has no exchanges" : missing
            return (rule, reason.map { .notEvaluable($0) } ?? .pass)
        }
    }

    /// All findings, in the order of the rules, then of the input.
    public var findings: [Finding] {
        outcomes.flatMap { _, outcome in
            if case .finding(let findings) = outcome { return findings }
            return []
        }
    }

    /// Whether a finding is at or above the level and more than a mere likeness. A command's exit status is then 1.
    public func fails(on threshold: Level) -> Bool {
        findings.contains { $0.fails(on: threshold) }
    }

    /// The line that says how far the answer reaches:
    /// `41 exchanges, 6 tokens seen, 18 rules: 5 findings, 10 passed, 2 not evaluable`.
    public var coverageLine: String {
        var passed = 0
        var notEvaluable = 0
        for (_, outcome) in outcomes {
            switch outcome {
            case .pass: passed += 1
            case .notEvaluable: notEvaluable += 1
            case .finding: break
            }
        }
        let seen = "\(count(coverage.exchanges, "exchange")), \(count(coverage.tokens, "token")) seen"
        let bodies = coverage.withheldBodies
        let unread = bodies == 0 ? "" : ", \(count(bodies, "body", plural: "bodies")) not readable"
        return "\(seen)\(unread), \(count(outcomes.count, "rule")): \(count(findings.count, "finding")), "
            + "\(passed) passed, \(notEvaluable) not evaluable"
    }
}

/// `1 rule`, `2 rules`
func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
}
