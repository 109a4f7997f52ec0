public import Capture

/// Finds every secret of an exchange, once: by name and place, by shape, and by value.
///
/// It reads raw exchanges and redacted ones alike: in these, placeholders are the secrets, and the insides of wrappers
/// come from their descriptors.
public struct SightingFinder: Sendable {
    private let catalogue: Catalogue

    /// A finder with the standard catalogue.
    public init() {
        catalogue = .standard
    }

    /// The sightings of an exchange in the order of its surfaces. What is found is learned.
    ///
    /// Over a set of exchanges, call it twice: a value that is learned late is then found early too.
    public func sightings(in readable: ReadableExchange, ledger: inout Ledger) -> [Sighting] {
        let endpoint = Endpoint(of: readable.exchange)
        let surfaces = readable.surfaces
        var sightings: [Sighting] = []
        // Names first, everywhere: what the response names may stand in the request under no name.
        for pass in [SurfaceSearch.Pass.names, .namesAndValues] {
            for surface in surfaces where !readable[surface].isEmpty {
                var search = SurfaceSearch(
                    readable: readable,
                    surface: surface,
                    catalogue: catalogue,
                    endpoint: endpoint,
                    pass: pass,
                    ledger: ledger
                )
                ledger = .empty  // so that the search holds the only copy, and learning does not duplicate it
                search.run()
                if pass == .namesAndValues { sightings += search.sightings }
                ledger = search.takeLedger()
            }
        }
        return sightings
    }

    /// The sightings of a request that has no answer yet.
    public func sightings(in request: Request, ledger: inout Ledger) -> [Sighting] {
        sightings(in: ReadableExchange(Exchange(request: request, response: nil)), ledger: &ledger)
    }
}
