import Capture

/// What a request is for, as far as it says what its fields mean: `code` is a secret at a token endpoint and an error
/// number elsewhere.
public struct Endpoint: OptionSet, Hashable, Sendable {
    /// A bit for each purpose.
    public let rawValue: UInt64

    /// Purposes from their bits.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// A token endpoint or one like it: revocation, introspection, session creation.
    public static let token = Endpoint(rawValue: 1 << 0)
    /// An authorization endpoint, or the redirect that comes back from it.
    public static let authorization = Endpoint(rawValue: 1 << 1)
    /// A place where someone logs in, registers, or proves who they are.
    public static let login = Endpoint(rawValue: 1 << 2)
    /// A path of the commerce API of the seed documents.
    public static let commerce = Endpoint(rawValue: 1 << 3)
    /// A cloud service whose URLs carry keys under names that mean nothing elsewhere: `?key=`, `?code=`.
    public static let keyedURL = Endpoint(rawValue: 1 << 4)
    /// Whatever carries JSON Web Keys, whose members have names of one letter (RFC 7517).
    public static let keySet = Endpoint(rawValue: 1 << 5)
    /// The claims of a JSON Web Token, inside of it.
    public static let claims = Endpoint(rawValue: 1 << 6)
    /// Where people and clients prove who they are.
    public static let any: Endpoint = [.token, .authorization, .login, .commerce]

    /// The hosts of the n-th profile that counts at some hosts only.
    static func site(_ index: Int) -> Endpoint {
        Endpoint(rawValue: 1 << UInt64(8 + index % 56))
    }

    /// What the names of its parameters, and of those of the redirect that answers it, say.
    init(parametersOf exchange: Exchange) {
        self = []
        let request = exchange.request
        var names = Set<String>()
        if let query = URLTarget(request.target).query {
            Self.collect(FormPairs(request.target, range: query), of: request.target, in: &names)
        }
        if request.body.bytes.count <= 1 << 16 {
            Self.collect(FormPairs(request.body.bytes), of: request.body.bytes, in: &names)
            if request.body.bytes.firstIndex(of: Self.grantType) != nil { insert(.token) }
            // A client hands the redirect on to its server: `{"code": ..., "state": ...}`.
            let isHandedOn = ["\"code\"", "\"state\""].allSatisfy {
                request.body.bytes.firstIndex(of: Array($0.utf8)) != nil
            }
            if isHandedOn { insert(.authorization) }
        }
        let locations = exchange.response?.fields.filter { $0.isNamed("Location") || $0.isNamed("Content-Location") }
        for location in (locations ?? []).map(\.value) {
            let target = URLTarget(location)
            for part in [target.query, target.fragment].compactMap({ $0 }) {
                Self.collect(FormPairs(location, range: part), of: location, in: &names)
            }
        }
        if names.contains("granttype") { insert(.token) }
        if [request.body.bytes, exchange.response?.body.bytes ?? []].contains(where: Self.holdsKey) { insert(.keySet) }
        if Self.areOfAuthorization(names) { insert(.authorization) }
        if names.contains("password") || names.contains("passwd") { insert(.login) }
    }

    /// What a URL that stands in a value is for: no front channel of the endpoint that answers with it, but of its own where
    /// it leads to one or back from there.
    init(of fields: [Field], within endpoint: Endpoint) {
        let names = fields.filter { Self.counts($0.name.normalised, length: $0.value.bytes.count) }
        let isRedirect = Self.areOfAuthorization(Set(names.map(\.name.normalised)))
        self = endpoint.subtracting([.token, .authorization])
        if isRedirect, !endpoint.isDisjoint(with: [.token, .authorization]) { insert(.authorization) }
    }

    private static func areOfAuthorization(_ names: Set<String>) -> Bool {
        names.contains("state") && !names.isDisjoint(with: ["code", "error", "clientid", "accesstoken"])
            || names.contains("responsetype") || names.contains("codechallenge")
    }

    /// Whether a parameter counts: `?state=active&code=US` and `state=NY&code=SAVE20` are no redirects with an
    /// authorization code.
    private static func counts(_ name: String, length: Int) -> Bool {
        length >= (name == "code" ? shortestCode : name == "state" ? shortestState : 0)
    }

    private static let shortestCode = 6
    private static let shortestState = 3
    private static let keyType = Array("\"kty\"".utf8)

    private static func holdsKey(_ body: [UInt8]) -> Bool {
        body.count <= 1 << 16 && body.firstIndex(of: keyType) != nil
    }

    /// As JSON and multipart bodies name it.
    private static let grantType = Array("\"grant_type\"".utf8)

    private static func collect(_ pairs: FormPairs, of bytes: [UInt8], in names: inout Set<String>) {
        for pair in pairs where pair.name.count <= 64 {
            let name = FieldName(PercentCoding.decode(bytes[pair.name])).normalised
            if counts(name, length: pair.value.count) { names.insert(name) }
        }
    }
}
