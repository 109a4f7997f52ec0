import Capture
import Secrets

/// What rules need to know of an exchange. Nothing here is lost when the exchange is redacted.
struct ExchangeFacts: Sendable {
    /// Which exchange it is.
    let reference: ExchangeReference
    /// Whether the request went out in clear, `http:`.
    let isCleartext: Bool
    /// The status of the final response.
    let status: Int?
    /// Whether the media type of the response is HTML.
    let isPage: Bool
    /// Whether the request asks for a token by a grant (`grant_type`, RFC 6749 §4).
    let isGrant: Bool
    /// Whether a client secret is sent.
    let sendsClientSecret: Bool
    /// Whether the request asks for, or gets, a call of a function of the page (JSONP).
    let isJSONP: Bool
    /// Whether the response issues tokens.
    let isTokenResponse: Bool
    /// The secrets that the request holds.
    let presented: Set<Ledger.ID>

    /// Reads the facts from an exchange and what was seen in it.
    init(_ exchange: ReadableExchange, sightings: [Sighting], ledger: Ledger, file: String, entry: Int) {
        let request = exchange.exchange.request
        let response = exchange.exchange.response
        reference = ExchangeReference(
            file: file,
            entry: entry,
            method: request.method,
            host: Site.host(of: request.authority),
            path: PathTemplate.of(
                request.target,
                sightings: sightings.filter { $0.surface == .target }.map(\.range)
            )
        )
        isCleartext = request.scheme.lowercased() == "http"
        status = response?.status
        isPage = response?.fields.first("Content-Type")?.lowercased().contains("html") ?? false
        isGrant = Self.mentionsGrant(request.target) || Self.mentionsGrant(request.body.bytes)
        var presented: Set<Ledger.ID> = []
        var answered: Set<Ledger.ID> = []
        var sendsClientSecret = false
        var isJSONP = false
        for sighting in sightings {
            let kind = ledger[sighting.secret].kind
            if sighting.surface.isRequest {
                presented.insert(sighting.secret)
                sendsClientSecret = sendsClientSecret || kind == .clientSecret
                isJSONP = isJSONP || kind == .callback
            } else if sighting.surface == .responseBody {
                if kind.isToken { answered.insert(sighting.secret) }
                isJSONP = isJSONP || sighting.place.container == .body(.jsonp)
            }
        }
        self.presented = presented
        self.sendsClientSecret = sendsClientSecret
        self.isJSONP = isJSONP
        let succeeded = response.map { (200..<300).contains($0.status) } ?? false
        isTokenResponse = succeeded && (isGrant || !answered.isSubset(of: presented))
    }

    /// Whether the response says that the request was granted (2xx).
    var succeeded: Bool {
        status.map { (200..<300).contains($0) } ?? false
    }

    /// Whether the response says that the request failed (4xx, 5xx).
    var failed: Bool {
        status.map { $0 >= 400 } ?? false
    }

    /// Whether a sighting is the place where a token is handed out: a member of a token response, or a parameter of the
    /// redirect that ends an authorization request, named for the token (RFC 6749 §4.2.2, §5.1).
    func isIssue(_ sighting: Sighting) -> Bool {
        guard !sighting.surface.isRequest, !presented.contains(sighting.secret) else { return false }
        let name = sighting.place.name.lowercased().filter { $0.isLetter }
        guard Self.issuedNames.contains(where: { name.hasSuffix($0) }) else { return false }
        switch sighting.place.container {
        case .body(.json), .body(.jsonp), .body(.xml), .body(.form): return isTokenResponse
        case .location: return status.map { (300..<400).contains($0) } ?? false
        default: return false
        }
    }

    private static let issuedNames = ["accesstoken", "refreshtoken", "idtoken", "sessiontoken"]
    private static let grantType = Array("grant_type".utf8)

    private static func mentionsGrant(_ bytes: [UInt8]) -> Bool {
        bytes.prefix(1 << 16).contains(grantType)
    }
}

extension ReadableExchange {
    /// The host of the absolute URL that a header field's value holds, as in `Location`, `Refresh` and `Referer`.
    func linkedHost(at surface: Surface) -> String? {
        switch surface {
        case .requestField, .responseField: break
        default: return nil
        }
        let value = self[surface]
        var start = 0
        if let first = value.first, first.isASCIIDigit {
            let marker = value.firstRange(of: Array("url=".utf8)) ?? value.firstRange(of: Array("URL=".utf8))
            start = marker?.upperBound ?? 0
        }
        return AbsoluteURL(value, range: start..<value.count).map { url in
            Site.host(of: String(decoding: value[url.host], as: UTF8.self))
        }
    }
}
