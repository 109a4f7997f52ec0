public import Capture

/// Finds every secret of an exchange, once: by name and place, by shape, and by value.
///
/// It reads raw exchanges and redacted ones alike: in these, placeholders are the secrets, and the insides of wrappers
/// come from their descriptors.
public struct SightingFinder: Sendable {
    private let catalogue: Catalogue
    private let ways: WaysOfFinding

    /// A finder with the standard catalogue, and what more profiles know.
    public init(profiles: [Profile] = []) {
        self.init(profiles: profiles, ways: .all)
    }

    /// A finder that finds in some ways only, to see what the second check does then.
    init(profiles: [Profile] = [], ways: WaysOfFinding) {
        catalogue = profiles.isEmpty ? .standard : Catalogue(Profile.standard + profiles)
        self.ways = ways
    }

    /// The sightings of an exchange in the order of its surfaces. What is found is learned.
    ///
    /// Over a set of exchanges, call it twice: a value that is learned late is then found early too.
    public func sightings(in readable: ReadableExchange, ledger: inout Ledger) -> [Sighting] {
        sightings(in: readable, ledger: &ledger, readsPlaceholders: ledger.readsPlaceholders)
    }

    /// As above, with placeholders in the exchange read as ours or not.
    func sightings(in readable: ReadableExchange, ledger: inout Ledger, readsPlaceholders: Bool) -> [Sighting] {
        let endpoint = catalogue.endpoint(of: readable.exchange)
        let surfaces = readable.surfaces.filter { !readable[$0].isEmpty }
        var sightings: [Sighting] = []
        // Names first, everywhere: what the response names may stand in the request under no name.
        var facts = TextSearch.Facts(
            catalogue: catalogue,
            endpoint: endpoint,
            inRequest: true,
            ways: ways,
            searchesValues: false,
            readsPlaceholders: readsPlaceholders,
            host: readable.exchange.request.authority
        )
        let aliases = GraphQLNames.aliases(in: readable.exchange.request)
        for isLast in [false, true] {
            facts.searchesValues = isLast
            facts.cookieParts = cookieParts(in: readable.exchange, facts: facts, isLast: isLast, ledger: &ledger)
            for surface in surfaces {
                facts.inRequest = surface.isRequest
                facts.aliases = surface == .responseBody ? aliases : [:]
                var search = SurfaceSearch(surface, of: readable, facts: facts, ledger: ledger)
                ledger = .empty  // so that the search holds the only copy, and learning does not duplicate it
                search.run()
                if isLast { sightings += search.sightings }
                ledger = search.takeLedger()
            }
        }
        return sightings
    }

    /// What the parts of a secret count as that is split over cookies: the first as that secret, the others as cookies.
    /// Names say nothing of parts, so at first they count as nothing.
    private func cookieParts(
        in exchange: Exchange,
        facts: TextSearch.Facts,
        isLast: Bool,
        ledger: inout Ledger
    ) -> [[UInt8]: Kind?] {
        var parts: [[UInt8]: Kind?] = [:]
        for cookies in ChunkedCookies.all(in: exchange) {
            guard isLast else {
                for chunk in cookies.chunks { parts[chunk] = .some(nil) }
                continue
            }
            let place = Place(cookies.inRequest ? .cookie : .setCookie, inRequest: cookies.inRequest)
            var facts = facts
            facts.inRequest = cookies.inRequest
            var search = TextSearch(cookies.joined, at: place, facts: facts, ledger: ledger)
            guard !search.isRedacted(search.root.bytes) else { continue }
            ledger = .empty
            search.addCookie(name: cookies.name, value: search.root, at: place)
            ledger = search.takeLedger()
            guard let secret = search.found.items.first?.secret else { continue }
            let kind = ledger.mostTellingKind(of: secret)
            guard kind.rank > Kind.cookie.rank else { continue }
            for chunk in cookies.chunks.dropFirst() { parts[chunk] = .cookie }
            parts[cookies.chunks[0]] = kind
        }
        return parts
    }

    /// The inside of a wrapper in pieces: a text with placeholders of ours, searched again.
    func pieces(of text: [UInt8], ledger: inout Ledger) -> [Ledger.Inside.Piece] {
        let facts = TextSearch.Facts(
            catalogue: catalogue,
            endpoint: [],
            inRequest: true,
            ways: ways,
            searchesValues: true,
            readsPlaceholders: true
        )
        var search = TextSearch(text, at: Place(.cookie, inRequest: true), facts: facts, depth: 1, ledger: ledger)
        ledger = .empty
        search.finish()
        ledger = search.takeLedger()
        return search.pieces
    }

    /// The secrets that stand in the template of a wrapper of some kind, but for those that have a placeholder there.
    public func secrets(in template: Template, of wrapper: Kind, ledger: inout Ledger) -> [Ledger.ID] {
        // What its names tell is learned first.
        let answer = Response(status: 200, body: Body(template.text))
        let request = Request(method: "GET", scheme: "https", authority: "", target: [])
        let readable = ReadableExchange(decoded: Exchange(request: request, response: answer))
        _ = sightings(in: readable, ledger: &ledger, readsPlaceholders: true)
        var secrets: [Ledger.ID] = []
        for case .secret(let id) in pieces(of: template.text, ledger: &ledger)
        where !Placeholder.isIn(ledger[id].value) {
            secrets.append(id)
        }
        // By its place, where nothing else tells.
        if secrets.isEmpty, wrapper == .basicCredentials, let password = BasicPair.password(in: template) {
            secrets.append(ledger.learn(password, kind: .password, matchClass: .held))
        }
        return secrets
    }

    /// Looks again into the value of a cookie of raw traffic: more may be known of what is in it.
    func lookAgain(insideCookie id: Ledger.ID, ledger: inout Ledger) {
        let facts = TextSearch.Facts(
            catalogue: catalogue,
            endpoint: [],
            inRequest: true,
            ways: ways,
            searchesValues: true,
            readsPlaceholders: false
        )
        let place = Place(.cookie, inRequest: true)
        var search = TextSearch(ledger[id].value, at: place, facts: facts, ledger: ledger)
        ledger = .empty
        search.addCookie(name: [], value: search.root, at: place)
        ledger = search.takeLedger()
    }

    /// What a request is for.
    func endpoint(of exchange: Exchange) -> Endpoint {
        catalogue.endpoint(of: exchange)
    }

    /// The sightings of a request that has no answer yet.
    public func sightings(in request: Request, ledger: inout Ledger) -> [Sighting] {
        sightings(in: ReadableExchange(Exchange(request: request, response: nil)), ledger: &ledger)
    }
}
