import Capture

/// The search through one surface: which syntax it has follows from which part of the message it is.
struct SurfaceSearch {
    private let readable: ReadableExchange
    private let surface: Surface
    /// The syntax of the content, when the surface is a body.
    private let syntax: Syntax
    private var text: TextSearch

    init(_ surface: Surface, of readable: ReadableExchange, facts: TextSearch.Facts, ledger: Ledger) {
        self.readable = readable
        self.surface = surface
        let bytes = readable[surface]
        let fields = surface.isRequest ? readable.exchange.request.fields : readable.exchange.response?.fields ?? []
        syntax = surface.isBody ? Syntax.ofContent(bytes, mediaType: fields.first("Content-Type") ?? "") : .text
        let place = Self.place(of: surface, in: readable, content: syntax)
        text = TextSearch(bytes, at: place, facts: facts, ledger: ledger)
    }

    /// Searches the surface.
    mutating func run() {
        switch surface {
        case .authority:
            text.readAuthority(text.root)
        case .target:
            text.read(text.root, as: .url, at: text.place, isNested: false)
        case .requestField(let index):
            searchField(readable.exchange.request.fields[index])
        case .requestBody:
            searchContent()
        case .requestTrailer(let index):
            searchField(readable.exchange.request.trailers[index])
        case .reason:
            text.read(text.root, as: .text, at: text.place, isNested: true)
        case .responseField(let index):
            if let field = readable.exchange.response?.fields[index] { searchField(field) }
        case .responseBody:
            searchContent()
        case .responseTrailer(let index):
            if let field = readable.exchange.response?.trailers[index] { searchField(field) }
        case .interimField(let response, let field):
            if let field = readable.exchange.response?.interim[response].fields[field] { searchField(field) }
        }
        text.finish()
    }

    /// The sightings, with those inside of wrappers behind the wrapper's own.
    var sightings: [Sighting] {
        var sightings: [Sighting] = []
        for item in text.found.items {
            let (place, chain, evidence) = text.circumstances(of: item)
            let sighting = Sighting(
                secret: item.secret,
                surface: surface,
                range: item.range,
                place: place,
                chain: chain,
                evidence: evidence,
                isNumber: text.isNumber(item)
            )
            sightings.append(sighting)
            appendInside(of: sighting, to: &sightings, depth: 0)
        }
        return sightings
    }

    /// Gives the ledger back.
    mutating func takeLedger() -> Ledger {
        text.takeLedger()
    }

    private func appendInside(of outer: Sighting, to sightings: inout [Sighting], depth: Int) {
        guard depth < TextSearch.maximumDepth, let inside = text.ledger[outer.secret].inside else { return }
        for case .secret(let id) in inside.pieces {
            var inner = outer
            inner.secret = id
            inner.chain += inside.encoding.reversed()
            inner.isInside = true
            sightings.append(inner)
            appendInside(of: inner, to: &sightings, depth: depth + 1)
        }
    }

    private mutating func searchContent() {
        text.readBody(as: syntax)
    }

    private mutating func searchField(_ field: HeaderField) {
        let view = text.root
        switch field.name.lowercased() {
        case "cookie":
            for pair in CookiePair.parse(cookie: view.bytes) { searchCookie(pair, in: view) }
        case "set-cookie", "set-cookie2":
            for cookie in SetCookie.all(in: view.bytes) {
                searchCookie(cookie.pair, in: view)
                for attribute in cookie.attributes {
                    text.readAttribute(attribute, of: view, at: place(of: attribute, in: view))
                }
            }
        default:
            text.readField(named: field.name, view)
        }
    }

    private mutating func searchCookie(_ pair: CookiePair, in view: View) {
        let name = Array(view.bytes[pair.name])
        // `$Version` and `$Path` are no cookies (RFC 2965 §3.3.4).
        if surface.isRequest, name.first == UInt8(ascii: "$") { return }
        text.addCookie(name: name, value: view.slice(pair.unquoted), at: place(of: pair, in: view))
    }

    private func place(of pair: CookiePair, in view: View) -> Place {
        // An attribute without a value is no name, but may be a value without one.
        let name = pair.value.isEmpty ? "" : String(decoding: view.bytes[pair.name], as: UTF8.self)
        return Place(text.place.container, name: name, inRequest: surface.isRequest)
    }

    private static func place(of surface: Surface, in readable: ReadableExchange, content: Syntax) -> Place {
        let request = readable.exchange.request
        let response = readable.exchange.response
        switch surface {
        case .authority:
            return Place(.url, component: .userinfo, inRequest: true)
        case .target:
            return Place(.url, component: .path, inRequest: true)
        case .requestField(let index):
            return Place(container(of: request.fields[index]), inRequest: true)
        case .requestBody:
            return Place(.body(content.bodySyntax), inRequest: true)
        case .requestTrailer(let index):
            return Place(.trailer(request.trailers[index].name.lowercased()), inRequest: true)
        case .reason:
            return Place(.reason, inRequest: false)
        case .responseField(let index):
            return Place(response.map { container(of: $0.fields[index]) } ?? .reason, inRequest: false)
        case .responseBody:
            return Place(.body(content.bodySyntax), inRequest: false)
        case .responseTrailer(let index):
            return Place(.trailer(response?.trailers[index].name.lowercased() ?? ""), inRequest: false)
        case .interimField(let interim, let field):
            return Place(response.map { container(of: $0.interim[interim].fields[field]) } ?? .reason, inRequest: false)
        }
    }

    private static func container(of field: HeaderField) -> Place.Container {
        switch field.name.lowercased() {
        case "cookie": .cookie
        case "set-cookie", "set-cookie2": .setCookie
        case "referer": .referer
        case "location", "content-location", "refresh": .location
        case let name where TextSearch.holdsCredentials(name, value: field.value):
            .authorization(scheme: Credentials.all(in: field.value).first?.scheme ?? "")
        case let name: .header(name)
        }
    }
}
