public import Secrets

/// Follows values through exchanges and judges the places they were seen in.
///
/// Over finished captures: give every exchange to ``learn(_:descriptors:in:entry:)``, then every exchange again to
/// ``sight(_:descriptors:in:entry:)``, so that what is learned late counts early, and across files. While traffic passes:
/// give each exchange to ``observe(_:sightings:ledger:in:entry:)`` with the sightings that were made anyway.
public struct Auditor: Sendable {
    private let rules: [Rule]
    private let finder: SightingFinder
    /// What the user knows, which counts in raw captures.
    private let known: Ledger
    private var ledgers: [Scope: Ledger] = [:]
    private var book = SecretBook()
    private var findings: [Finding] = []
    private var indices: [Finding.Identity: Int] = [:]
    private var coverage = Coverage()

    /// An auditor for these rules.
    public init(
        rules: [Rule] = Rule.all,
        finder: SightingFinder = SightingFinder(),
        known: Ledger = Ledger()
    ) {
        self.rules = rules
        self.finder = finder
        self.known = known
    }

    /// Learns the secrets of an exchange and what becomes of them: the first pass.
    ///
    /// `descriptors` are those that a cassette has with its entry; `entry` is its index in the file, from 0.
    public mutating func learn(
        _ exchange: ReadableExchange,
        descriptors: [Descriptor] = [],
        in file: CaptureFile,
        entry: Int
    ) {
        withSightings(in: exchange, descriptors: descriptors, file: file) { auditor, sightings, ledger in
            let facts = ExchangeFacts(exchange, sightings: sightings, ledger: ledger, file: file.name, entry: entry)
            auditor.book.note(sightings, in: facts, ledger: ledger, scope: Scope(file))
        }
    }

    /// Judges an exchange whose whole set has been learned: the second pass.
    public mutating func sight(
        _ exchange: ReadableExchange,
        descriptors: [Descriptor] = [],
        in file: CaptureFile,
        entry: Int
    ) {
        withSightings(in: exchange, descriptors: descriptors, file: file) { auditor, sightings, ledger in
            _ = auditor.observe(exchange, sightings: sightings, ledger: ledger, in: file, entry: entry)
        }
    }

    /// Judges an exchange as it passes, by what is known so far, and returns the findings that are new or worse.
    ///
    /// `sightings` and `ledger` are those of the session; `file` is the same for all of it.
    public mutating func observe(
        _ exchange: ReadableExchange,
        sightings: [Sighting],
        ledger: Ledger,
        in file: CaptureFile,
        entry: Int
    ) -> [Finding] {
        let facts = ExchangeFacts(exchange, sightings: sightings, ledger: ledger, file: file.name, entry: entry)
        let scope = Scope(file)
        book.note(sightings, in: facts, ledger: ledger, scope: scope)
        coverage.note(exchange.exchange, isWhole: file.isCassette)
        var news: [Finding.Identity] = []
        var isNews: Set<Finding.Identity> = []
        // One field may hold thousands of secrets, and is read once.
        var linkedHosts: [Surface: String] = [:]
        for surface in Set(sightings.map(\.surface)) { linkedHosts[surface] = exchange.linkedHost(at: surface) }
        for sighting in sightings {
            var seen = Observation(
                kind: ledger[sighting.secret].kind,
                place: sighting.place,
                secret: book[sighting.secret, scope],
                exchange: facts,
                linkedHost: linkedHosts[sighting.surface] ?? facts.reference.host,
                isPresented: facts.presented.contains(sighting.secret)
            )
            let broken = rules.filter { $0.judge(seen) != nil }
            guard !broken.isEmpty else { continue }
            // Only what is reported has to be fit to be printed.
            seen.place = sighting.place.printable(ledger)
            seen.linkedHost = ledger.masked(seen.linkedHost)
            let label = book.label(sighting.secret, kind: seen.kind, scope: scope)
            for rule in broken {
                guard let verdict = rule.judge(seen) else { continue }
                let identity = add(seen, chain: sighting.chain, label: label, verdict: verdict, rule: rule)
                if let identity, isNews.insert(identity).inserted { news.append(identity) }
            }
        }
        coverage.tokens = book.tokens
        return news.compactMap { indices[$0].map { findings[$0] } }
    }

    /// What the audit has come to so far.
    public var result: AuditResult {
        AuditResult(rules: rules, findings: findings, coverage: coverage)
    }

    /// Adds an occurrence to its finding; the finding's identity when that is new or worse now.
    private mutating func add(
        _ observation: Observation,
        chain: [Encoding],
        label: SecretLabel,
        verdict: Verdict,
        rule: Rule
    ) -> Finding.Identity? {
        let identity = Finding.Identity(rule: rule.id, observation: observation, chain: chain)
        let occurrence = Finding.Occurrence(
            exchange: observation.exchange.reference,
            name: observation.place.name,
            secret: label,
            origin: observation.secret.origin
        )
        let confidence = observation.confidence
        if let index = indices[identity] {
            let isWorse = findings[index].add(occurrence, verdict: verdict, rule: rule, confidence: confidence)
            return isWorse ? identity : nil
        }
        indices[identity] = findings.count
        findings.append(
            Finding(identity, verdict: verdict, rule: rule, confidence: confidence, occurrence: occurrence)
        )
        return identity
    }

    private mutating func withSightings(
        in exchange: ReadableExchange,
        descriptors: [Descriptor],
        file: CaptureFile,
        body: (inout Auditor, [Sighting], Ledger) -> Void
    ) {
        // The ledger is moved out and in, never copied.
        var ledger =
            ledgers.removeValue(forKey: Scope(file)) ?? (file.isCassette ? Ledger(readsPlaceholders: true) : known)
        for descriptor in descriptors { ledger.learn(descriptor) }
        let sightings = finder.sightings(in: exchange, ledger: &ledger)
        body(&self, sightings, ledger)
        ledgers[Scope(file)] = ledger
    }
}
