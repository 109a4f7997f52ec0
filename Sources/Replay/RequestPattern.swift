import Secrets

/// A recorded request as a pattern: a live one fits when all outside the holes is equal and the holes can be bound.
struct RequestPattern: Hashable, Sendable {
    /// Where it goes; its path is empty when ``path`` has holes.
    let address: RequestAddress
    /// The path.
    let path: TextPattern
    /// The fields, sorted by name.
    let fields: [Field]
    /// The cookies in order.
    let cookies: [Cookie]
    /// The media type it accepts, if it names one and no other.
    let acceptedType: String?

    /// Whether any body fits, since the recording does not have it.
    let ignoresBody: Bool

    /// A field and the pattern of its value.
    struct Field: Hashable, Sendable {
        var name: RequestField.Name
        var pattern: TextPattern
    }

    /// A cookie and the pattern of its value.
    struct Cookie: Hashable, Sendable {
        var name: [UInt8]
        var pattern: TextPattern
        /// Whether the value lets its bearer act, so that another value means another request.
        var isBearer: Bool
    }

    /// The pattern that a recorded request is.
    init(_ recorded: RequestReading, holes: HoleTable) {
        var address = recorded.address
        path = TextPattern(address.path, syntax: .path, holes: holes)
        address.path = path.literal ?? []
        self.address = address
        fields = recorded.fields.filter {
            $0.name.part != .credential || CredentialFields.isCompared($0)
        }.map { field in
            Field(name: field.name, pattern: TextPattern(field.value, syntax: field.syntax, holes: holes))
        }
        cookies = recorded.cookies.map { cookie in
            Cookie(
                name: cookie.name,
                pattern: TextPattern(cookie.value, holes: holes),
                isBearer: cookie.name.isEmpty
                    || Template(cookie.value).placeholders.contains { holes.isBearer($0) }
            )
        }
        acceptedType = recorded.acceptedType
        ignoresBody = recorded.isBodyWithheld
    }

    /// What of a live request is compared.
    func compared(_ live: RequestReading) -> [RequestField] {
        ignoresBody ? live.fieldsBeforeBody : live.fields
    }

    /// The names of which not every value is literal.
    var holedNames: Set<RequestField.Name> {
        var names: Set<RequestField.Name> = []
        for field in fields where field.pattern.literal == nil { names.formUnion(field.name.alternatives) }
        return names
    }

    /// The names of the header fields with credentials.
    var credentials: Set<RequestField.Name> {
        Set(fields.lazy.map(\.name).filter { $0.part == .credential })
    }

    /// The values of the other names.
    var literalFields: [RequestField] {
        let holed = holedNames
        return fields.compactMap { field in
            guard !holed.contains(field.name), let value = field.pattern.literal else { return nil }
            return RequestField(name: field.name, value: value, syntax: field.pattern.syntax)
        }.sorted()
    }

    /// How a live request fits, whose literal fields are known to be equal; `nil` if it does not.
    func fit(_ live: RequestReading, _ unification: Unification) -> Fit? {
        var unification = unification
        if let accepted = live.acceptedType, let recorded = acceptedType, accepted != recorded { return nil }
        if path.literal == nil, !unification.fits(path, live.address.path) { return nil }
        for name in Set(fields.lazy.filter { $0.pattern.literal == nil }.map(\.name)).sorted() {
            guard fits(name, live, &unification) else { return nil }
        }
        var fit = Fit(credentials: credentials, ignoresBody: ignoresBody, unification: unification)
        for cookie in cookies { compare(cookie, live, &fit) }
        return fit
    }

    /// Whether the live values of one name fit the recorded ones, each exactly one. Volatile ones may be missing,
    /// but not credentials.
    func fits(_ name: RequestField.Name, _ live: RequestReading, _ unification: inout Unification) -> Bool {
        let alternatives = name.alternatives
        var values = compared(live).filter { alternatives.contains($0.name) }
        let patterns = fields.filter { alternatives.contains($0.name) }.map(\.pattern)
        for pattern in patterns.filter({ $0.literal != nil }) + patterns.filter({ $0.literal == nil }) {
            guard let index = values.firstIndex(where: { unification.fits(pattern, $0.value) }) else {
                guard pattern.isVolatile, name.part != .credential else { return false }
                continue
            }
            values.remove(at: index)
        }
        return values.isEmpty
    }

    /// Cookies only make a request fit better or worse, since a jar sends what it happens to hold.
    private func compare(_ cookie: Cookie, _ live: RequestReading, _ fit: inout Fit) {
        let values = live.cookies.filter { $0.name == cookie.name }
        if values.contains(where: { fit.unification.fits(cookie.pattern, $0.value) }) {
            fit.cookies += 1
            if cookie.isBearer { fit.bearerCookies += 1 }
        } else {
            if values.isEmpty { fit.missing += 1 } else { fit.contradictions += 1 }
            if cookie.isBearer { fit.bearerContradictions += 1 }
        }
    }
}

extension RequestField.Name {
    /// The names under which a value with a hole may stand: what was a number is a string once it is redacted.
    var alternatives: [RequestField.Name] {
        switch part {
        case .string: [self, RequestField.Name(part: .literal, name: name)]
        default: [self]
        }
    }
}
