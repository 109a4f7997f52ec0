import Secrets

/// The captures that share a ledger: all raw ones together, each cassette by itself.
enum Scope: Hashable, Sendable {
    case raw
    case cassette(String)

    init(_ file: CaptureFile) {
        self = file.isCassette ? .cassette(file.name) : .raw
    }
}

/// What is known of every secret of an audit, by ledger and ID.
struct SecretBook: Sendable {
    private struct Key: Hashable {
        var scope: Scope
        var id: Ledger.ID
    }

    private var facts: [Key: SecretFacts] = [:]
    private var labels: [Key: SecretLabel] = [:]
    private var numbers: [Kind: Int] = [:]
    private var tokenKeys: Set<Key> = []

    /// How many tokens are known.
    var tokens: Int {
        tokenKeys.count
    }

    /// What is known of a secret.
    subscript(id: Ledger.ID, scope: Scope) -> SecretFacts {
        facts[Key(scope: scope, id: id)] ?? SecretFacts()
    }

    /// Adds what the sightings of an exchange say. Adding them again changes nothing.
    mutating func note(_ sightings: [Sighting], in exchange: ExchangeFacts, ledger: Ledger, scope: Scope) {
        for sighting in sightings {
            let key = Key(scope: scope, id: sighting.secret)
            let kind = ledger[sighting.secret].kind
            facts[key, default: SecretFacts()].note(sighting, kind: kind, in: exchange)
            if kind.isToken { tokenKeys.insert(key) }
        }
    }

    /// How reports name a secret. A secret that turns out to be of another kind gets a new name.
    mutating func label(_ id: Ledger.ID, kind: Kind, scope: Scope) -> SecretLabel {
        let key = Key(scope: scope, id: id)
        if let label = labels[key], label.kind == kind { return label }
        numbers[kind, default: 0] += 1
        let label = SecretLabel(kind: kind, number: numbers[kind, default: 1])
        labels[key] = label
        return label
    }
}
