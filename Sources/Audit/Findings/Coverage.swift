import Capture

/// What a set of captures holds, so that silence can be told from ignorance.
public struct Coverage: Hashable, Sendable {
    /// Exchanges read.
    public internal(set) var exchanges = 0
    /// Different tokens seen, wherever they were.
    public internal(set) var tokens = 0
    /// Exchanges with a response.
    public internal(set) var responses = 0
    /// Responses whose content could be read.
    public internal(set) var responseBodies = 0
    /// Bodies of either direction that could not be read, or are not in the input.
    public internal(set) var withheldBodies = 0
    /// `Cookie`, `Set-Cookie` and `Authorization` fields.
    public internal(set) var credentialFields = 0
    /// Whether all of the input was recorded on the wire, so that no field is missing.
    public internal(set) var isWholeOnTheWire = true

    /// Counts an exchange.
    mutating func note(_ exchange: Exchange, isWhole: Bool) {
        exchanges += 1
        isWholeOnTheWire = isWholeOnTheWire && isWhole
        let request = exchange.request.fields + exchange.request.trailers
        let response = exchange.response?.fields ?? []
        credentialFields += (request + response).count { field in
            ["Cookie", "Set-Cookie", "Authorization"].contains { field.isNamed($0) }
        }
        if Self.isWithheld(exchange.request.body) { withheldBodies += 1 }
        guard let body = exchange.response?.body else { return }
        responses += 1
        if Self.isWithheld(body) {
            withheldBodies += 1
        } else if !body.bytes.isEmpty {
            responseBodies += 1
        }
    }

    private static func isWithheld(_ body: Body) -> Bool {
        if case .withheld = body.content { true } else { false }
    }
}
