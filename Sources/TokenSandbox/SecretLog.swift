/// Every secret value that passed through the sandbox, once each, in order of first appearance.
struct SecretLog {
    private(set) var all: [SandboxSecret] = []
    private var known: Set<SandboxSecret> = []
    private var knownValues: Set<String> = []

    /// What some clients send in place of a secret.
    private static let publicValues: Set<String> = ["", "anonymous"]

    private static let kinds: [String: SandboxSecret.Kind] = [
        "apiKey": .apiKey, "client_id": .apiKey, "client_secret": .clientSecret,
        "username": .username, "password": .password,
        "dr_external_reference_id": .externalReference,
        "code": .authorizationCode, "refresh_token": .refreshToken,
        "token": .accessToken, "dr_limited_token": .accessToken,
        "dr_session_token": .sessionToken, "sessionToken": .sessionToken, "session_token": .sessionToken,
    ]

    mutating func add(_ kind: SandboxSecret.Kind, _ value: String) {
        let secret = SandboxSecret(kind, value)
        guard !Self.publicValues.contains(value), known.insert(secret).inserted else { return }
        knownValues.insert(value)
        all.append(secret)
    }

    /// Notes what a client sent, right or wrong.
    mutating func addGiven(in call: Call) {
        for item in call.parameters.items {
            if let kind = Self.kinds[item.name] { add(kind, item.value) }
        }
        switch call.authorization {
        case .basic(let encoded):
            add(.basicCredentials, encoded)
            if let pair = Call.BasicPair(encoded: encoded) {
                add(.apiKey, pair.user)
                add(.clientSecret, pair.password)
            }
        case .bearer(let value):
            // What was issued is in the log as what it is.
            if !knownValues.contains(value) { add(.bearer, value) }
        case nil:
            break
        }
        if let token = call.cookieToken { add(.accessToken, token) }
    }
}
