import Capture

/// A request as it is compared: where it goes, and its fields in an order of their own.
///
/// Live and recorded requests are read alike; in recorded ones, values are the text of patterns.
struct RequestReading: Hashable, Sendable {
    /// Where it goes.
    var address: RequestAddress
    /// What is compared, sorted.
    var fields: [RequestField]
    /// The same without what stands in the body.
    var fieldsBeforeBody: [RequestField]
    /// Whether the recording does not have the body.
    var isBodyWithheld = false
    /// The cookies in order.
    var cookies: [Cookie]
    /// The media type it accepts, if it names one and no other.
    var acceptedType: String?

    /// A cookie of a request.
    struct Cookie: Hashable, Sendable {
        var name: [UInt8]
        var value: [UInt8]
    }

    /// Reads a request, whose body is in its content codings unless they are taken off. `credentials` are the header
    /// fields that count.
    init(
        _ request: Request,
        isDecoded: Bool,
        rules: MatchRules,
        credentials: CredentialFields,
        limit: Int = 64 << 20
    ) {
        address = RequestAddress(request, rules: rules)
        acceptedType = Self.acceptedType(request.fields)
        cookies = []
        fields = []
        fieldsBeforeBody = []
        if rules.parts.contains(.credentials) {
            cookies = request.fields.values(named: "Cookie").flatMap { value in
                CookiePair.parse(cookie: value).map {
                    Cookie(name: Array(value[$0.name]), value: Array(value[$0.unquoted]))
                }
            }
            fields += credentials.read(request.fields)
        }
        if rules.parts.contains(.query), let query = URLTarget(request.target).query {
            fields += BodyFields.parameters(request.target, range: query)
        }
        fieldsBeforeBody = fields
        if case .withheld = request.body.content { isBodyWithheld = true }
        if rules.parts.contains(.body) {
            fields += BodyFields.fields(
                of: isDecoded ? request.body.bytes : Self.content(of: request, limit: limit),
                type: MediaType(request.fields)
            )
        }
        if !rules.ignored.isEmpty {
            fields.removeAll { rules.ignored.contains($0.name.plain) }
            fieldsBeforeBody.removeAll { rules.ignored.contains($0.name.plain) }
        }
        fields.sort()
        fieldsBeforeBody.sort()
    }

    /// The body without its content codings and its charset, or as it is when they cannot be taken off.
    private static func content(of request: Request, limit: Int) -> [UInt8] {
        var body = request.body
        body.decode(fields: request.fields, limit: limit)
        if case .bytes(let bytes) = body.content { return bytes }
        return request.body.bytes
    }

    private static func acceptedType(_ fields: [HeaderField]) -> String? {
        let values = fields.values(named: "Accept")
        guard values.count == 1, let value = values.first, !value.contains(UInt8(ascii: ",")) else { return nil }
        let type = String(decoding: value.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 }, as: UTF8.self)
        return type.isEmpty || type.contains("*") ? nil : type.lowercased()
    }
}
