/// What an auth-param of credentials says, whatever the scheme (RFC 9110 §11.2).
enum AuthParameter: Sendable {
    /// It protects nothing, and a reader needs it; its value is looked into.
    case kept
    /// It is a secret.
    case secret(Kind, MatchClass)
    /// `<key>/<date>/<region>/<service>/<terminator>`: the key is the secret, and the date is today's.
    case credentialScope
    /// An OAuth 1.0 signature, which in the method `PLAINTEXT` is both client secrets (RFC 5849 §3.4.4).
    case oauthSignature

    private static let names: [(AuthParameter, String)] = [
        (
            .kept,
            """
            realm algorithm alg qop charset headers signedheaders username userhash keyid uri sr skn tag \
            oauth_version oauth_signature_method oauth_callback version v type method scope client client_id device deviceid \
            sentry_version sentry_client
            """
        ),
        (.secret(.accessToken, .issued), "token auth access_token oauth_token t"),
        (
            .secret(.apiKey, .held),
            "id access key api_key apikey client_token oauth_consumer_key sentry_key sentry_secret user-token"
        ),
        (.secret(.refreshToken, .issued), "oauth_session_handle"),
        (.secret(.clientSecret, .held), "oauth_token_secret secret client_secret"),
        (.secret(.code, .issued), "oauth_verifier"),
        (.secret(.ticket, .issued), "ticket"),
        (.secret(.nonce, .issued), "opaque"),
        (.secret(.nonce, .volatile), "nonce cnonce oauth_nonce"),
        (
            .secret(.cacheBuster, .volatile),
            "nc ts timestamp oauth_timestamp sentry_timestamp created expires se"
        ),
        (.credentialScope, "credential"),
        (.oauthSignature, "oauth_signature"),
    ]

    private static let parameters: [String: AuthParameter] = {
        var parameters: [String: AuthParameter] = [:]
        for (parameter, list) in names {
            for name in list.split(separator: " ") { parameters[String(name)] = parameter }
        }
        return parameters
    }()

    /// What a parameter says; `nil` for one that is not known, whose value is taken for a signature.
    static func named(_ name: String) -> AuthParameter? {
        parameters[name.lowercased()]
    }

    /// The parameters of challenges, and of what a server says of the credentials it got, that are secrets; all others
    /// are kept (RFC 9110 §11.6.1, RFC 7616 §3.3 and §3.5).
    private static let challengeSecrets: [String: (Kind, MatchClass)] = [
        "nonce": (.nonce, .issued), "nextnonce": (.nonce, .issued), "opaque": (.nonce, .issued),
        "challenge": (.challenge, .issued), "ticket": (.ticket, .issued), "cnonce": (.nonce, .volatile),
        "rspauth": (.signature, .volatile), "sid": (.nonce, .issued),
    ]

    /// What the parameter of a challenge is, if it is a secret.
    static func ofChallenge(_ name: String) -> (kind: Kind, matchClass: MatchClass)? {
        challengeSecrets[name.lowercased()]
    }
}
