import Capture

/// What a request is for, as far as it says what its fields mean: `code` is a secret at a token endpoint and an error
/// number elsewhere.
struct Endpoint: OptionSet, Sendable {
    let rawValue: UInt8

    /// A token endpoint or one like it: revocation, introspection, session creation.
    static let token = Endpoint(rawValue: 1 << 0)
    /// An authorization endpoint, or the redirect that comes back from it.
    static let authorization = Endpoint(rawValue: 1 << 1)
    /// A place where someone logs in.
    static let login = Endpoint(rawValue: 1 << 2)
    /// A path of the commerce API of the seed documents.
    static let commerce = Endpoint(rawValue: 1 << 3)
    /// Any of these.
    static let any: Endpoint = [.token, .authorization, .login, .commerce]

    /// What the request is for, from its target, its parameters and its answer.
    init(of exchange: Exchange) {
        self = []
        let request = exchange.request
        let url = URLTarget(request.target)
        let path = String(decoding: request.target[url.path], as: UTF8.self).lowercased()
        if Self.tokenPaths.contains(where: { path.contains($0) }) { insert(.token) }
        if Self.loginPaths.contains(where: { path.contains($0) }) { insert(.login) }
        if Self.commercePaths.contains(where: { path.contains($0) }) { insert(.commerce) }
        var names = Set<String>()
        if let query = url.query {
            Self.collect(FormPairs(request.target, range: query), of: request.target, in: &names)
        }
        if request.body.bytes.count <= 1 << 16 {
            Self.collect(FormPairs(request.body.bytes), of: request.body.bytes, in: &names)
        }
        let locations = exchange.response?.fields.filter { $0.isNamed("Location") || $0.isNamed("Content-Location") }
        for location in (locations ?? []).map(\.value) {
            let target = URLTarget(location)
            for part in [target.query, target.fragment].compactMap({ $0 }) {
                Self.collect(FormPairs(location, range: part), of: location, in: &names)
            }
        }
        if names.contains("granttype") { insert(.token) }
        let hasState = names.contains("state") && !names.isDisjoint(with: ["code", "error", "clientid", "accesstoken"])
        if hasState || names.contains("responsetype") || names.contains("codechallenge") { insert(.authorization) }
        if names.contains("password") || names.contains("passwd") { insert(.login) }
    }

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    private static let tokenPaths = [
        "/token", "/oauth/", "/oauth2/", "/oauth20/", "/introspect", "/revoke", "sessiontoken",
    ]
    private static let loginPaths = ["/login", "/signin", "/sign-in", "/auth", "/session"]
    private static let commercePaths = ["/oauth20/", "/sessiontoken", "/v1/shoppers"]

    private static func collect(_ pairs: FormPairs, of bytes: [UInt8], in names: inout Set<String>) {
        for pair in pairs where pair.name.count <= 64 {
            names.insert(FieldName(PercentCoding.decode(bytes[pair.name])).normalised)
        }
    }
}
