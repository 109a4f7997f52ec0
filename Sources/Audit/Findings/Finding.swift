public import Secrets

/// One leak: everything that one rule says of secrets of one kind at one place of one host, however often it happens.
public struct Finding: Hashable, Sendable {
    /// What makes occurrences one finding.
    public let identity: Identity
    /// The level of the worst occurrence.
    public private(set) var level: Level
    /// The severity of the worst occurrence, from 0.1 to 10.
    public private(set) var severity: Double
    /// The confidence of the surest occurrence.
    public private(set) var confidence: Confidence
    /// What is wrong, as the end of a sentence that begins with the secret.
    public private(set) var statement: String
    /// Every occurrence, in the order of the input.
    public private(set) var occurrences: [Occurrence]

    /// What makes occurrences one finding. It holds neither values nor positions, so it survives a re-recording.
    public struct Identity: Hashable, Sendable {
        /// The ``Rule/id`` of the rule.
        public let rule: String
        /// What the secret is.
        public let kind: Kind
        /// The host of the request, without port.
        public let host: String
        /// Where the secret stands, in one word (``Secrets/Place/word``).
        public let place: String
        /// The URL component or body syntax there, if any.
        public let detail: String?
        /// The name at the place, without the number of a chunk; empty where there is none.
        public let name: String
        /// The encodings around the value, outermost first.
        public let chain: [Encoding]

        init(rule: String, observation: Observation, chain: [Encoding]) {
            self.rule = rule
            kind = observation.kind
            host = observation.exchange.reference.host
            place = observation.place.word
            detail = observation.place.detail
            name = Self.unchunked(observation.place.name)
            self.chain = chain
        }
    }

    /// A place where it happens.
    public struct Occurrence: Hashable, Sendable {
        /// The exchange.
        public let exchange: ExchangeReference
        /// The name at the place as it came: of the cookie, parameter, field or member.
        public let name: String
        /// Which secret.
        public let secret: SecretLabel
        /// Where that secret was issued, if the input shows it.
        public let origin: ExchangeReference?
    }

    init(_ identity: Identity, verdict: Verdict, rule: Rule, confidence: Confidence, occurrence: Occurrence) {
        self.identity = identity
        let graded = Self.grade(verdict, rule: rule, confidence: confidence)
        level = graded.level
        severity = graded.severity
        self.confidence = confidence
        statement = verdict.statement
        occurrences = [occurrence]
    }

    /// Adds an occurrence; `true` when the finding is worse now.
    mutating func add(_ occurrence: Occurrence, verdict: Verdict, rule: Rule, confidence: Confidence) -> Bool {
        occurrences.append(occurrence)
        self.confidence = max(self.confidence, confidence)
        let graded = Self.grade(verdict, rule: rule, confidence: confidence)
        let isWorse = graded.level > level
        if isWorse { statement = verdict.statement }
        level = max(level, graded.level)
        severity = max(severity, graded.severity)
        return isWorse
    }

    /// What only looks like a secret is no more than a warning.
    private static func grade(
        _ verdict: Verdict,
        rule: Rule,
        confidence: Confidence
    ) -> (level: Level, severity: Double) {
        let level = verdict.level ?? rule.level
        let severity = verdict.severity ?? rule.severity
        return confidence == .shape ? (min(level, .warning), min(severity, 4.0)) : (level, severity)
    }

    /// Whether the finding fails a run that fails on `threshold`.
    public func fails(on threshold: Level) -> Bool {
        level >= threshold && confidence > .shape
    }

    /// The distinct secrets, in order of their first occurrence.
    public var secrets: [SecretLabel] {
        var seen: Set<SecretLabel> = []
        return occurrences.map(\.secret).filter { seen.insert($0).inserted }
    }

    /// The finding in one sentence without a full stop.
    public var sentence: String {
        guard let first = occurrences.first else { return statement }
        var text = "\(first.secret)"
        if let origin = first.origin {
            let file = origin.file == first.exchange.file ? "" : "\(origin.file) "
            text += " (issued by \(origin.method) \(origin.path), \(file)entry \(origin.number))"
        }
        text += " \(statement)"
        if !identity.chain.isEmpty { text += ", encoded as \(identity.chainText)" }
        if occurrences.count > 1 { text += ", \(occurrences.count) times" }
        return secrets.count > 1 ? "\(text) (\(secrets.count) different ones)" : text
    }
}
