import Capture

/// A body that cannot be masked in place: compressed though nothing says so, or damaged.
public struct HiddenBody: Sendable {
    /// Which body.
    public let surface: Surface
    /// The first secret in it, with its place; `nil` when none was found in as much of it as is looked at.
    public let secret: (id: Ledger.ID, place: Place)?
}

extension SightingFinder {
    /// The bodies of an exchange that hold a secret, or more than is looked at, in a form that cannot be masked in place.
    public func hiddenBodies(in readable: ReadableExchange, ledger: inout Ledger) -> [HiddenBody] {
        var hidden: [HiddenBody] = []
        for surface in [Surface.requestBody, .responseBody] {
            let exchange = readable.exchange
            let fields = surface.isRequest ? exchange.request.fields : exchange.response?.fields ?? []
            var isOverLimit = false
            var secret: (Ledger.ID, Place)?
            for text in HiddenText.all(in: readable[surface], contentType: fields.first("Content-Type") ?? "")
            where secret == nil {
                var probe = exchange
                probe[surface] = text.bytes
                let sightings = sightings(in: ReadableExchange(decoded: probe), ledger: &ledger)
                let first = sightings.first { $0.surface == surface && ledger[$0.secret].isToBeMasked }
                secret = first.map { ($0.secret, $0.place) }
                isOverLimit = isOverLimit || text.isOverLimit
            }
            if secret != nil || isOverLimit { hidden.append(HiddenBody(surface: surface, secret: secret)) }
        }
        return hidden
    }
}

extension Ledger.Secret {
    /// Whether the value is a secret, and no placeholder of ours that only stands for one.
    fileprivate var isToBeMasked: Bool {
        !kind.isHarmless && (placeholder.map { Array($0.description.utf8) != value } ?? true)
    }
}
