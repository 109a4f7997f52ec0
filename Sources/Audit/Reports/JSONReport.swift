public import Capture
import Secrets

/// The audit for programs.
///
/// ```
/// { "version": 1,
///   "summary":  { "findings", "error", "warning", "note", "failed" },
///   "coverage": { "exchanges", "tokens", "responses", "response_bodies", "withheld_bodies", "credential_fields",
///                 "line" },
///   "rules":    [ { "id", "title", "level", "severity", "outcome": "finding" | "pass" | "not-evaluable",
///                   "reason"?, "fix", "references" } ],
///   "findings": [ { "rule", "level", "severity", "confidence": "proven" | "likely" | "shape", "kind", "host",
///                   "place", "detail"?, "name", "encoding": [ ... ], "fingerprint", "message", "count",
///                   "secrets": [ "access token #1" ],
///                   "occurrences": [ { "file", "entry", "place", "name", "kind", "secret", "method", "path",
///                                      "issued"?: { "file", "entry" } } ] } ] }
/// ```
///
/// `entry` counts from 0, as in `.log.entries[N]`, and the sentence in `message` from 1, as `hushtape show` does;
/// `place` is one of ``Secrets/Place/word``; every occurrence is listed.
/// No member holds a secret or a part of one. The flat list of all places is
/// `[.findings[].occurrences[] | {file, entry, place, name, kind}]`.
public struct JSONReport: Sendable {
    /// The version of the schema.
    public static let version = 1

    /// The level at which `summary.failed` becomes true.
    public var threshold: Level

    /// A report that fails at this level.
    public init(threshold: Level = .error) {
        self.threshold = threshold
    }

    /// The whole report.
    public func json(of result: AuditResult) -> JSONValue {
        [
            "version": .number(Self.version),
            "summary": summary(result),
            "coverage": coverage(result),
            "rules": .array(result.outcomes.map { rule($0.rule, $0.outcome) }),
            "findings": .array(result.findings.map(json(of:))),
        ]
    }

    /// One finding.
    public func json(of finding: Finding) -> JSONValue {
        let identity = finding.identity
        var json: JSONValue = [
            "rule": .string(identity.rule),
            "level": .string(finding.level.rawValue),
            "severity": .number(finding.severity),
            "confidence": .string(finding.confidence.rawValue),
            "kind": .string(identity.kind.rawValue),
            "host": .string(identity.host),
            "place": .string(identity.place),
        ]
        json["detail"] = identity.detail.map { .string($0) }
        json["name"] = .string(identity.name)
        json["encoding"] = .array(identity.chain.map { .string($0.rawValue) })
        json["fingerprint"] = .string(identity.fingerprint)
        json["message"] = .string(finding.sentence)
        json["count"] = .number(finding.occurrences.count)
        json["secrets"] = .array(finding.secrets.map { .string($0.description) })
        json["occurrences"] = .array(finding.occurrences.map { self.json(of: $0, in: identity) })
        return json
    }

    private func json(of occurrence: Finding.Occurrence, in identity: Finding.Identity) -> JSONValue {
        var json: JSONValue = [
            "file": .string(occurrence.exchange.file),
            "entry": .number(occurrence.exchange.entry),
            "place": .string(identity.place),
            "name": .string(occurrence.name),
            "kind": .string(identity.kind.rawValue),
            "secret": .string(occurrence.secret.description),
            "method": .string(occurrence.exchange.method),
            "path": .string(occurrence.exchange.path),
        ]
        json["issued"] = occurrence.origin.map { ["file": .string($0.file), "entry": .number($0.entry)] }
        return json
    }

    private func summary(_ result: AuditResult) -> JSONValue {
        let findings = result.findings
        var json: JSONValue = ["findings": .number(findings.count)]
        for level in Level.allCases.reversed() {
            json[level.rawValue] = .number(findings.count { $0.level == level })
        }
        json["failed"] = .bool(result.fails(on: threshold))
        return json
    }

    private func coverage(_ result: AuditResult) -> JSONValue {
        let coverage = result.coverage
        return [
            "exchanges": .number(coverage.exchanges),
            "tokens": .number(coverage.tokens),
            "responses": .number(coverage.responses),
            "response_bodies": .number(coverage.responseBodies),
            "withheld_bodies": .number(coverage.withheldBodies),
            "credential_fields": .number(coverage.credentialFields),
            "line": .string(result.coverageLine),
        ]
    }

    private func rule(_ rule: Rule, _ outcome: Outcome) -> JSONValue {
        var json: JSONValue = [
            "id": .string(rule.id),
            "title": .string(rule.title),
            "level": .string(rule.level.rawValue),
            "severity": .number(rule.severity),
        ]
        switch outcome {
        case .finding: json["outcome"] = "finding"
        case .pass: json["outcome"] = "pass"
        case .notEvaluable(let reason):
            json["outcome"] = "not-evaluable"
            json["reason"] = .string(reason)
        }
        json["fix"] = .string(rule.fix)
        json["references"] = .array(rule.references.map { .string($0) })
        return json
    }
}
