import Capture

/// That a field of a certain name holds a secret.
struct FieldRule: Sendable {
    /// What the value is.
    var kind: Kind
    /// How replay treats it. Values of class ``MatchClass/issued`` that the client sends before the server ever did are
    /// its own, and become ``MatchClass/held``.
    var matchClass: MatchClass
    /// The syntaxes in which the name means this.
    var contexts: Contexts = .all
    /// The endpoints at which the name means this.
    var scope: Scope = .anywhere
    /// The values that count.
    var value: ValueTest = .any

    /// Whether the name means this there.
    func holds(in context: Contexts, at endpoint: Endpoint, inRequest: Bool) -> Bool {
        guard contexts.contains(context) else { return false }
        return switch scope {
        case .anywhere: true
        case .endpoint(let kinds): !endpoint.isDisjoint(with: kinds)
        case .request(let kinds): inRequest && !endpoint.isDisjoint(with: kinds)
        }
    }

    /// The syntaxes in which fields stand.
    struct Contexts: OptionSet, Sendable {
        let rawValue: UInt16
        static let query = Contexts(rawValue: 1 << 0)
        static let fragment = Contexts(rawValue: 1 << 1)
        static let form = Contexts(rawValue: 1 << 2)
        static let json = Contexts(rawValue: 1 << 3)
        static let xml = Contexts(rawValue: 1 << 4)
        static let html = Contexts(rawValue: 1 << 5)
        static let text = Contexts(rawValue: 1 << 6)
        static let multipart = Contexts(rawValue: 1 << 7)
        static let cookie = Contexts(rawValue: 1 << 8)
        static let header = Contexts(rawValue: 1 << 9)
        static let path = Contexts(rawValue: 1 << 10)
        static let all = Contexts(rawValue: .max)
        /// Where a client sends parameters.
        static let parameters: Contexts = [.query, .fragment, .form, .json, .multipart, .text]
        /// Names too common in headers and pages to mean anything there.
        static let structured: Contexts = [.query, .fragment, .form, .json, .xml, .multipart, .cookie]
    }

    /// The endpoints at which a rule holds.
    enum Scope: Sendable {
        case anywhere
        /// Requests to, and responses of, endpoints of a kind.
        case endpoint(Endpoint)
        /// Requests only, to endpoints of a kind.
        case request(Endpoint)
    }

    /// What a value must be like to count.
    enum ValueTest: Sendable {
        case any
        /// Not a number, a boolean or a short word: names such as `token` are also those of counters and cursors.
        case credentialLike
        /// At least 20 characters of one alphabet without words: a key, where the name also holds plain identifiers.
        case keyLike
        /// Not a list of pairs, which have names of their own: `cookie=JSESSIONID=...`.
        case single
        /// Not what everybody may use: providers let shoppers in as `anonymous`.
        case personal

        func accepts(_ value: [UInt8]) -> Bool {
            switch self {
            case .any:
                return true
            case .credentialLike:
                return value.count >= 12 && !value.allSatisfy { $0.isASCIIDigit } && value.allSatisfy { $0 > 0x20 }
            case .keyLike:
                let hexLike = value.filter { $0.isASCIIDigit || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) }.count
                return value.count >= 20 && value.contains { $0.isASCIIDigit } && hexLike * 10 >= value.count * 9
            case .single:
                return !PairFields.isLikely(value)
            case .personal:
                return value != Array("anonymous".utf8)
            }
        }
    }
}
