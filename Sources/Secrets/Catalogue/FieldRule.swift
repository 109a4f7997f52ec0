import Capture

/// That a field of a certain name holds a secret.
public struct FieldRule: Hashable, Sendable {
    /// What the value is.
    public var kind: Kind
    /// How replay treats it. Values of class ``MatchClass/issued`` that the client sends before the server ever did are
    /// its own, and become ``MatchClass/held``.
    public var matchClass: MatchClass
    /// The syntaxes in which the name means this.
    public var contexts: Contexts
    /// The endpoints at which the name means this.
    public var scope: Scope
    /// The values that count.
    public var value: ValueTest
    /// What the exchange must belong to besides: the hosts of the profile that has the rule.
    var within: Endpoint = []

    /// A rule from its parts.
    public init(
        kind: Kind,
        matchClass: MatchClass,
        contexts: Contexts = .all,
        scope: Scope = .anywhere,
        value: ValueTest = .any
    ) {
        self.kind = kind
        self.matchClass = matchClass
        self.contexts = contexts
        self.scope = scope
        self.value = value
    }

    /// Whether the name means this there.
    func holds(in context: Contexts, at endpoint: Endpoint, inRequest: Bool) -> Bool {
        guard contexts.contains(context), endpoint.isSuperset(of: within) else { return false }
        return switch scope {
        case .anywhere: true
        case .endpoint(let kinds): !endpoint.isDisjoint(with: kinds)
        case .request(let kinds): inRequest && !endpoint.isDisjoint(with: kinds)
        case .anyRequest: inRequest
        }
    }

    /// The syntaxes in which fields stand.
    public struct Contexts: OptionSet, Hashable, Sendable {
        /// A bit for each syntax.
        public let rawValue: UInt16

        /// Contexts from their bits.
        public init(rawValue: UInt16) {
            self.rawValue = rawValue
        }

        /// The query of a URL.
        public static let query = Contexts(rawValue: 1 << 0)
        /// The fragment of a URL.
        public static let fragment = Contexts(rawValue: 1 << 1)
        /// `application/x-www-form-urlencoded`, or text like it.
        public static let form = Contexts(rawValue: 1 << 2)
        /// A member of JSON.
        public static let json = Contexts(rawValue: 1 << 3)
        /// An element or attribute of XML.
        public static let xml = Contexts(rawValue: 1 << 4)
        /// An input or attribute of HTML.
        public static let html = Contexts(rawValue: 1 << 5)
        /// `name: value` in other text, and literals of scripts.
        public static let text = Contexts(rawValue: 1 << 6)
        /// A part of multipart content.
        public static let multipart = Contexts(rawValue: 1 << 7)
        /// A cookie.
        public static let cookie = Contexts(rawValue: 1 << 8)
        /// A header or trailer field.
        public static let header = Contexts(rawValue: 1 << 9)
        /// A matrix parameter of a path, or userinfo.
        public static let path = Contexts(rawValue: 1 << 10)
        /// Everywhere.
        public static let all = Contexts(rawValue: .max)
        /// Where parameters of a request or a redirect stand.
        public static let parameters: Contexts = [.query, .fragment, .form, .json, .multipart, .text]
        /// Names too common in headers and pages to mean anything there.
        public static let structured: Contexts = [.query, .fragment, .form, .json, .xml, .multipart, .cookie]
        /// Parameters of a URL or of a form, by which front channels speak.
        public static let frontChannel: Contexts = [.query, .fragment, .form, .multipart, .html]
    }

    /// The endpoints at which a rule holds.
    public enum Scope: Hashable, Sendable {
        /// At every endpoint.
        case anywhere
        /// Requests to, and responses of, endpoints of a kind.
        case endpoint(Endpoint)
        /// Requests only, to endpoints of a kind.
        case request(Endpoint)
        /// Requests only, to whatever endpoint.
        case anyRequest
    }
}
