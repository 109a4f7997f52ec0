/// A secret value that the sandbox handed out or was given.
public struct SandboxSecret: Hashable, Sendable {
    /// What the value is for.
    public var kind: Kind
    /// The value itself, in no encoding.
    public var value: String

    /// A secret from its parts.
    public init(_ kind: Kind, _ value: String) {
        self.kind = kind
        self.value = value
    }

    /// What a secret is for.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// An access token, limited or full.
        case accessToken = "access_token"
        /// A refresh token.
        case refreshToken = "refresh_token"
        /// A session token of the storefront.
        case sessionToken = "session_token"
        /// The tag of a shopper session that a token's description carries.
        case sessionTag = "session_tag"
        /// An authorization code.
        case authorizationCode = "code"
        /// An API key or client identifier.
        case apiKey = "api_key"
        /// The secret that goes with an API key.
        case clientSecret = "client_secret"
        /// Key and secret as Basic credentials: base64 of `key:secret` (RFC 7617).
        case basicCredentials = "basic_credentials"
        /// A bearer value that the sandbox did not issue.
        case bearer = "bearer"
        /// A shopper's password, plain or as the base64 that some clients send.
        case password = "password"
        /// A shopper's login name: personal, not secret on its own.
        case username = "username"
        /// A shopper's number in the shop's books: with a client's credentials it is as good as a login.
        case externalReference = "external_reference"
    }
}
