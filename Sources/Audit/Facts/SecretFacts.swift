public import Secrets

/// What a set of captures says of one secret, learned from every place it was seen in.
struct SecretFacts: Hashable, Sendable {
    /// Where it was issued.
    var origin: ExchangeReference?
    /// Whether a token response issued it, or it was accepted as a credential.
    var isProven = false
    /// Whether it was ever seen anywhere but in cookies.
    var isSeenOutsideCookies = false
    /// Whether it was ever sent next to a client secret, or in `Authorization`: an API key that is no public one.
    var isConfidential = false

    /// Adds what one sighting in an exchange says.
    mutating func note(_ sighting: Sighting, kind: Kind, in exchange: ExchangeFacts) {
        let place = sighting.place
        switch place.container {
        case .cookie, .setCookie: break
        default: isSeenOutsideCookies = true
        }
        if case .authorization = place.container {
            isConfidential = true
            isProven = isProven || exchange.succeeded
        }
        if exchange.sendsClientSecret, place.inRequest { isConfidential = true }
        if kind == .password || kind == .clientSecret, place.inRequest, exchange.succeeded, exchange.isGrant {
            isProven = true
        }
        if kind.isToken, exchange.isIssue(sighting) {
            isProven = true
            if origin == nil { origin = exchange.reference }
        }
    }
}

/// What reports call a secret: its kind and a number. Never any of its bytes.
public struct SecretLabel: Hashable, Sendable, CustomStringConvertible {
    /// What it is.
    public let kind: Kind
    /// Its number among the secrets of its kind in order of appearance, from 1.
    public let number: Int

    /// `access token #2`
    public var description: String {
        "\(kind) #\(number)"
    }
}
