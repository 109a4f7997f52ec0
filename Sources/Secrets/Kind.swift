/// What a secret is: `access_token`, `password` ... The raw value is the middle of its placeholder.
public struct Kind: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// Lower-case letters and underscores only.
    public let rawValue: String

    /// The kind with this name; `nil` unless it consists of lower-case ASCII letters and underscores.
    public init?(rawValue: String) {
        guard !rawValue.isEmpty, rawValue.utf8.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A || $0 == 0x5F }) else {
            return nil
        }
        self.rawValue = rawValue
    }

    private init(_ name: StaticString) {
        rawValue = "\(name)"
    }

    /// The name for people: `access token`.
    public var description: String {
        rawValue.replacing("_", with: " ")
    }

    /// An OAuth 2.0 access token (RFC 6749 §1.4).
    public static let accessToken = Kind("access_token")
    /// An OAuth 2.0 refresh token (RFC 6749 §1.5).
    public static let refreshToken = Kind("refresh_token")
    /// An OpenID Connect ID token.
    public static let idToken = Kind("id_token")
    /// A provider's session token, also as the value of a session cookie or of `;jsessionid=`.
    public static let sessionToken = Kind("session_token")
    /// The value of a cookie that nothing more is known of.
    public static let cookie = Kind("cookie")
    /// An authorization code (RFC 6749 §1.3.1).
    public static let code = Kind("code")
    /// A device code or user code (RFC 8628).
    public static let deviceCode = Kind("device_code")
    /// A client secret (RFC 6749 §2.3.1).
    public static let clientSecret = Kind("client_secret")
    /// An API key or a client identifier that is one.
    public static let apiKey = Kind("api_key")
    /// A password.
    public static let password = Kind("password")
    /// A one-time password.
    public static let otp = Kind("otp")
    /// A user name on a token or login endpoint.
    public static let username = Kind("username")
    /// A handle that names a person to the provider and gives a token together with client credentials.
    public static let externalReference = Kind("external_reference")
    /// Credentials under the Basic scheme (RFC 7617): base64 of `user:password`.
    public static let basicCredentials = Kind("basic_credentials")
    /// Credentials under an authentication scheme that is not known.
    public static let credentials = Kind("credentials")
    /// An assertion: a signed statement used as a credential (RFC 7521), SAML.
    public static let assertion = Kind("assertion")
    /// A PKCE code verifier (RFC 7636).
    public static let codeVerifier = Kind("code_verifier")
    /// A PKCE code challenge (RFC 7636).
    public static let codeChallenge = Kind("code_challenge")
    /// The `state` of an authorization request (RFC 6749 §4.1.1).
    public static let state = Kind("state")
    /// A nonce.
    public static let nonce = Kind("nonce")
    /// A value against cross-site request forgery.
    public static let csrf = Kind("csrf_token")
    /// The handle of a log-in in progress: an MFA token, a state handle, the link that resets a password.
    public static let flowToken = Kind("flow_token")
    /// A ticket that is exchanged for something: CAS, UMA.
    public static let ticket = Kind("ticket")
    /// A code that stands in for a lost second factor.
    public static let recoveryCode = Kind("recovery_code")
    /// What one-time passwords are computed from.
    public static let otpSeed = Kind("otp_seed")
    /// What an authenticator is asked to sign (WebAuthn).
    public static let challenge = Kind("challenge")
    /// A URL that lets whoever knows it act, or the part of it that does.
    public static let webhook = Kind("webhook")
    /// The number of a payment card.
    public static let cardNumber = Kind("card_number")
    /// What tells who somebody is, where the user asked for it to be masked.
    public static let personalData = Kind("personal_data")
    /// A signature or a proof that is made anew for each request.
    public static let signature = Kind("signature")
    /// A private key.
    public static let privateKey = Kind("private_key")
    /// A JSON Web Token of unknown purpose.
    public static let jwt = Kind("jwt")
    /// A value that is recognised as a credential by its prefix alone.
    public static let prefixedToken = Kind("prefixed_token")
    /// The name of a JSONP callback: no secret, but a hole that replay fills from the live request.
    public static let callback = Kind("callback")
    /// A number that only defeats caches, or a time stamp of the client.
    public static let cacheBuster = Kind("cache_buster")
    /// A value that holds other secrets in an encoding of its own.
    public static let wrapped = Kind("wrapped")
    /// A part of a secret, as error texts show it; or what shares a part with one.
    public static let tokenPart = Kind("token_part")
    /// What the user named as a secret.
    public static let userSecret = Kind("user_secret")
    /// Text of a capture that looks like a placeholder and is none.
    public static let placeholderText = Kind("placeholder_text")

    /// Whether the value lets its bearer act: the kinds that placement rules judge.
    public var isBearerToken: Bool {
        Self.bearerTokens.contains(self)
    }

    private static let bearerTokens: Set<Kind> = [
        .accessToken, .refreshToken, .idToken, .sessionToken, .jwt, .prefixedToken,
    ]

    /// Whether the kind is a hole for matching only and no secret.
    public var isHarmless: Bool {
        self == .callback || self == .cacheBuster
    }
}

extension Kind {
    /// How much a kind says: when a value is learned under two kinds, the one that says more names it.
    var rank: Int {
        switch self {
        case .callback, .cacheBuster, .placeholderText, .tokenPart: 0
        case .cookie, .wrapped, .credentials: 1
        case .jwt, .prefixedToken, .csrf, .state, .nonce, .signature, .codeChallenge, .challenge, .flowToken: 2
        case .username, .externalReference, .personalData: 3
        case .userSecret: 4
        case .sessionToken: 5
        default: 6
        }
    }

    /// Whether values of the kind are found by their shape when no name tells them.
    var isKnownByShape: Bool {
        Self.knownByShape.contains(self)
    }

    private static let knownByShape: Set<Kind> = [.cookie, .jwt, .wrapped, .prefixedToken, .signature, .privateKey]

    /// Whether values of the kind are made by chance, so that a part of one stands nowhere else.
    var isMadeByChance: Bool {
        Self.madeByChance.contains(self)
    }

    private static let madeByChance: Set<Kind> = [
        .accessToken, .refreshToken, .idToken, .sessionToken, .code, .deviceCode, .clientSecret, .apiKey, .password,
        .userSecret, .prefixedToken, .jwt, .codeVerifier, .basicCredentials, .credentials,
    ]

    /// Whether even the length of a value would help to guess it.
    var hidesLength: Bool {
        switch self {
        case .password, .otp, .otpSeed, .recoveryCode, .username, .externalReference, .userSecret, .privateKey,
            .cardNumber, .personalData, .tokenPart:
            true
        default: false
        }
    }
}
