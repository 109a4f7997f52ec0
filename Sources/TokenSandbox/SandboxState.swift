/// What the provider remembers: shopper sessions, what it issued for them, and every secret it saw.
struct SandboxState {
    var generator: TokenGenerator
    var secrets = SecretLog()
    private(set) var accessTokens: [String: AccessToken] = [:]
    private var refreshTokens: [String: RefreshToken] = [:]
    private var sessionTokens: [String: ShopperSession] = [:]
    private var codes: [String: AuthorizationCode] = [:]
    private var logins: [Int: PendingLogin] = [:]
    private var carts: [ShopperSession: [CartLine]] = [:]
    private var lastSession = 0
    private var lastLogin = 0

    init(generator: TokenGenerator) {
        self.generator = generator
    }

    /// One shopper's visit: tokens and session tokens belong to it, and so does the cart.
    struct ShopperSession: Hashable, Sendable {
        var number: Int
        var tag: String
    }

    struct AccessToken: Hashable, Sendable {
        var value: String
        var session: ShopperSession
        /// A full token (a shopper logged in) or a limited one.
        var isAuthenticated: Bool
        var createdAt: Int
        var expiresAt: Int
    }

    private struct RefreshToken {
        var session: ShopperSession
        var isAuthenticated: Bool
        var expiresAt: Int
    }

    /// What a token answer carries.
    struct Issue: Hashable, Sendable {
        var accessToken: String
        var refreshToken: String
        var expiresIn: Int
    }

    struct AuthorizationCode: Hashable, Sendable {
        var session: ShopperSession
        var redirectURI: String
        var expiresAt: Int
    }

    /// An authorization request (RFC 6749 §4.1.1) that waits for the shopper's login.
    struct PendingLogin: Hashable, Sendable {
        var session: ShopperSession
        var redirectURI: String
        var wantsCode: Bool
        var usesQuery: Bool
        var state: String?
    }

    struct CartLine: Hashable, Sendable {
        var product: String
        var quantity: Int
    }
}

extension SandboxState {
    /// Seconds that a refresh token lives: a year.
    private static let refreshLifetime = 365 * 86_400
    /// Seconds that a code lives (RFC 6749 §4.1.2 recommends ten minutes at most).
    private static let codeLifetime = 600

    mutating func newSession() -> ShopperSession {
        lastSession += 1
        let tag = generator.hex(32)
        secrets.add(.sessionTag, tag)
        return ShopperSession(number: lastSession, tag: tag)
    }

    mutating func issueSessionToken(for session: ShopperSession) -> String {
        let value = generator.sessionToken()
        sessionTokens[value] = session
        secrets.add(.sessionToken, value)
        return value
    }

    func session(ofSessionToken value: String) -> ShopperSession? {
        sessionTokens[value]
    }

    mutating func issueTokens(
        for session: ShopperSession,
        isAuthenticated: Bool,
        lifetime: Int,
        now: Int
    ) -> Issue {
        let pair = generator.tokenPair()
        accessTokens[pair.access] = AccessToken(
            value: pair.access,
            session: session,
            isAuthenticated: isAuthenticated,
            createdAt: now,
            expiresAt: now + lifetime
        )
        refreshTokens[pair.refresh] = RefreshToken(
            session: session,
            isAuthenticated: isAuthenticated,
            expiresAt: now + Self.refreshLifetime
        )
        secrets.add(.accessToken, pair.access)
        secrets.add(.refreshToken, pair.refresh)
        return Issue(accessToken: pair.access, refreshToken: pair.refresh, expiresIn: lifetime)
    }

    /// The access token of this value while it is alive.
    func liveToken(_ value: String, now: Int) -> AccessToken? {
        accessTokens[value].flatMap { $0.expiresAt > now ? $0 : nil }
    }

    mutating func revoke(_ token: AccessToken) {
        accessTokens[token.value] = nil
    }

    /// Trades a refresh token for new tokens; it is spent by that (RFC 6749 §6).
    mutating func refresh(_ value: String, lifetime: Int, now: Int) -> Issue? {
        guard let token = refreshTokens.removeValue(forKey: value), token.expiresAt > now else { return nil }
        return issueTokens(
            for: token.session,
            isAuthenticated: token.isAuthenticated,
            lifetime: lifetime,
            now: now
        )
    }

    mutating func issueCode(for login: PendingLogin, now: Int) -> String {
        let value = generator.code()
        codes[value] = AuthorizationCode(
            session: login.session,
            redirectURI: login.redirectURI,
            expiresAt: now + Self.codeLifetime
        )
        secrets.add(.authorizationCode, value)
        return value
    }

    /// What a code stands for; it is spent by asking.
    mutating func redeemCode(_ value: String, now: Int) -> AuthorizationCode? {
        codes.removeValue(forKey: value).flatMap { $0.expiresAt > now ? $0 : nil }
    }

    /// Keeps an authorization request until its login; the answer is its number.
    mutating func hold(_ login: PendingLogin) -> Int {
        lastLogin += 1
        logins[lastLogin] = login
        return lastLogin
    }

    func pendingLogin(_ number: Int) -> PendingLogin? {
        logins[number]
    }

    mutating func endLogin(_ number: Int) {
        logins[number] = nil
    }

    func cart(of session: ShopperSession) -> [CartLine] {
        carts[session] ?? []
    }

    mutating func addToCart(_ line: CartLine, of session: ShopperSession) {
        carts[session, default: []].append(line)
    }
}
