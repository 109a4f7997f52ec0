import Capture
import Secrets

/// The header fields by which the requests of a cassette say who asks: `Authorization`, and those of any name whose
/// value was a secret, such as `X-Api-Key`. Cookies are compared apart.
struct CredentialFields: Sendable {
    /// Their names, each once, as the cassette spells them first.
    private(set) var names = [CredentialFields.authorization]

    private static let authorization = "Authorization"

    /// The fields that hold no credentials for the origin, whatever their value.
    private static let excluded: Set<String> = [
        "authorization", "connection", "cookie", "host", "origin", "proxy-authorization", "referer", "te",
        "traceparent", "tracestate", "upgrade", "user-agent", "x-correlation-id", "x-request-id",
    ]

    /// The fields of recorded requests.
    init(_ recorded: some Sequence<Request>) {
        for field in recorded.lazy.flatMap(\.fields)
        where Self.isSecret(field.value) && !Self.excluded.contains(field.name.lowercased())
            && !names.contains(where: field.isNamed)
        {
            names.append(field.name)
        }
    }

    /// The credentials in the fields of a live or recorded request, at most one of each name.
    func read(_ fields: [HeaderField]) -> [RequestField] {
        names.compactMap { name in
            guard let field = fields.first(where: { $0.isNamed(name) }) else { return nil }
            return RequestField(
                name: RequestField.Name(part: .credential, name: Array(name.utf8)),
                value: name == Self.authorization ? Self.foldingScheme(field.value) : field.value
            )
        }
    }

    /// Whether what was read from a recorded request is compared: `Authorization` always, any other field only where
    /// its value was a secret.
    static func isCompared(_ field: RequestField) -> Bool {
        field.name == RequestField.Name.authorization || isSecret(field.value)
    }

    /// Whether a recorded value is one secret alone, or one behind a scheme, that is no cookie.
    private static func isSecret(_ value: [UInt8]) -> Bool {
        let segments = Template(value).segments
        guard segments.count <= 2, case .hole(let placeholder) = segments.last else { return false }
        guard placeholder.kind != .cookie, placeholder.kind != .placeholderText, !placeholder.kind.isHarmless else {
            return false
        }
        guard segments.count == 2 else { return true }
        guard case .literal(let text) = segments[0], text.last == 0x20 else { return false }
        return text.count > 1 && !text.dropLast().contains(0x20)
    }

    /// The scheme, which has no case, and the credentials (RFC 9110 §11.4).
    private static func foldingScheme(_ value: [UInt8]) -> [UInt8] {
        let scheme = value.prefix { $0 != 0x20 }
        let credentials = value.dropFirst(scheme.count).drop { $0 == 0x20 }
        let folded = scheme.map { $0.isASCIILetter && $0 < 0x61 ? $0 | 0x20 : $0 }
        return credentials.isEmpty ? value : folded + [0x20] + credentials
    }
}

extension RequestField.Name {
    /// The name of `Authorization`.
    static let authorization = RequestField.Name(part: .credential, name: Array("Authorization".utf8))
}
