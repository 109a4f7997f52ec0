import Secrets

/// A sighting with everything a rule may ask about it.
struct Observation: Sendable {
    /// What the secret is.
    var kind: Kind
    /// Where it stands.
    var place: Place
    /// What the set says of the secret.
    var secret: SecretFacts
    /// What is known of the exchange.
    var exchange: ExchangeFacts
    /// The host of the URL that the place holds (`Location`, `Referer`); the exchange's own where that is relative.
    var linkedHost: String
    /// Whether the secret stands in the request of the exchange, too.
    var isPresented: Bool

    /// How sure it is that the secret is what its kind says.
    var confidence: Confidence {
        if secret.isProven { return .proven }
        return kind == .jwt || kind == .prefixedToken ? .shape : .likely
    }

    /// ` 'name'`, or nothing where the place has no name.
    var quotedName: String {
        place.name.isEmpty ? "" : " '\(place.name)'"
    }

    /// ` as 'name'`, or nothing where the place has no name.
    var asName: String {
        place.name.isEmpty ? "" : " as\(quotedName)"
    }

    /// Whether the place is the content of the response.
    var isInResponseBody: Bool {
        if case .body = place.container { return !place.inRequest }
        return false
    }

    /// Whether the place is program text or a page, where names mean little: `password: 'Your password'`.
    var isInCode: Bool {
        isInResponseBody && (bodySyntax == .script || bodySyntax == .html)
    }

    /// The syntax of the body it stands in.
    var bodySyntax: Place.BodySyntax? {
        if case .body(let syntax) = place.container { syntax } else { nil }
    }
}

extension Kind {
    /// Whether the placement rules judge it: who has the value can act with it.
    var isToken: Bool {
        isBearerToken || self == .userSecret
    }

    /// Whether it is a token, or what tokens are obtained with.
    var isCredential: Bool {
        isToken || [.password, .clientSecret, .credentials, .privateKey].contains(self)
    }
}
