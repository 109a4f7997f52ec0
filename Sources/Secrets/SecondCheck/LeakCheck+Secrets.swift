extension LeakCheck {
    /// A check for all secrets of a ledger.
    public init(_ ledger: Ledger) {
        self.init()
        for secret in ledger.secrets { add(secret) }
    }

    /// Looks for a secret from now on, in the way that is right for what it is.
    mutating func add(_ secret: Ledger.Secret) {
        guard !secret.kind.isHarmless else { return }
        if Distinctness.isDistinct(secret.value, kind: secret.kind) {
            // Of an identifier with a secret behind it, only the secret is no part of other texts.
            let start = ValueParts.startOfSecret(in: secret.value)
            let isTelling = secret.kind == .userSecret
            let hasTellingParts = secret.kind.isMadeByChance
            add(secret.value, hasTellingParts: hasTellingParts && start == 0, isTelling: isTelling)
            if start > 0 { add(Array(secret.value[start...]), hasTellingParts: hasTellingParts) }
        } else if secret.kind != .username, CredentialWords.isWord(secret.value, kind: secret.kind) {
            // User names that are ordinary words stay where nobody logs in, and the check knows no places.
            addWord(secret.value)
        }
    }
}
