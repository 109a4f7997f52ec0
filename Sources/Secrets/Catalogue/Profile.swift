/// What is known of a provider, or of a family of protocols: its endpoints, its fields, how long its tokens live.
///
/// The built-in ones are the catalogue of the field; a user's own comes from a file (``Profile/init(yaml:file:)``).
public struct Profile: Sendable, Hashable {
    /// Its name: lower-case letters, digits and `-`.
    public var name: String
    /// The hosts at which its fields count; empty where they count at every host.
    public var hosts: [HostPattern] = []
    /// What requests to these paths or hosts are for.
    public var endpoints: [EndpointPattern] = []
    /// The names that hold secrets.
    public var fields: [FieldEntry] = []
    /// Names whose values are never secret, whatever they look like: they say how a conversation goes.
    public var never: String = ""
    /// How long a secret of a kind lives, in seconds, where the provider does not say so in its answers.
    public var lifetimes: [Kind: Int] = [:]

    /// A profile from its parts.
    public init(
        name: String,
        hosts: [HostPattern] = [],
        endpoints: [EndpointPattern] = [],
        fields: [FieldEntry] = [],
        never: String = "",
        lifetimes: [Kind: Int] = [:]
    ) {
        self.name = name
        self.hosts = hosts
        self.endpoints = endpoints
        self.fields = fields
        self.never = never
        self.lifetimes = lifetimes
    }

    /// What counts without being asked for.
    public static let standard: [Profile] = [
        .oauth, .openIDConnect, .oauth1, .saml, .aws, .azure, .google, .digitalRiver, .login, .apiKeys, .vendors,
        .headers, .volatile,
    ]

    /// What counts only when it is asked for by its name.
    public static let optional: [Profile] = [.personal]
}

/// One row of the catalogue: names that mean the same.
public struct FieldEntry: Sendable, Hashable {
    /// The names as they are usually written, with spaces between them; they compare in normal form (``FieldName``).
    public var names: String
    /// What a field with one of these names holds.
    public var rule: FieldRule
    /// Whether names count, too, that end in one of these: `customerAccessToken`, `db_password`.
    public var endings: Bool

    /// A row: names, what their values are, how replay treats them, in which syntaxes, at which endpoints, and which of
    /// their values count.
    public init(
        _ names: String,
        _ kind: Kind,
        _ matchClass: MatchClass,
        in contexts: FieldRule.Contexts = .all,
        at scope: FieldRule.Scope = .anywhere,
        if value: ValueTest = .any,
        endings: Bool = false
    ) {
        self.names = names
        rule = FieldRule(kind: kind, matchClass: matchClass, contexts: contexts, scope: scope, value: value)
        self.endings = endings
    }
}

/// What requests to a path, or to a host, are for.
public struct EndpointPattern: Sendable, Hashable {
    /// What they are for.
    public var kind: Endpoint
    /// Parts of a path in lower case: `/oauth20/`.
    public var paths: [String] { parts.map { String(decoding: $0, as: UTF8.self) } }
    /// Hosts; with paths, both must fit.
    public var hosts: [HostPattern] = []
    /// The paths as they are looked for in every request.
    private let parts: [[UInt8]]

    /// A pattern from its parts.
    public init(_ kind: Endpoint, paths: [String] = [], hosts: [HostPattern] = []) {
        self.kind = kind
        self.hosts = hosts
        parts = paths.map { Array($0.utf8) }
    }

    /// Whether a request to this host (without port) and path, both in lower case, is meant.
    func matches(host: String, path: [UInt8]) -> Bool {
        (parts.isEmpty || parts.contains { path.firstIndex(of: $0) != nil })
            && (hosts.isEmpty || hosts.contains { $0.matches(host) })
    }
}

/// A host name, or `*.example.com` for all hosts below a name.
public struct HostPattern: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The pattern in lower case.
    public let text: String

    /// A pattern as a profile writes it.
    public init(_ text: String) {
        self.text = text.lowercased()
    }

    /// A pattern as a profile writes it.
    public init(stringLiteral text: String) {
        self.init(text)
    }

    /// Whether a host without port, in lower case, is meant.
    func matches(_ host: String) -> Bool {
        guard text.hasPrefix("*.") else { return host == text }
        return host.hasSuffix(text.dropFirst())
    }
}
