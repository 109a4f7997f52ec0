import Capture
import Secrets

/// A live request as it may be shown: each secret in it is replaced by what it is.
struct LiveMask {
    /// The request with placeholders of its own.
    let request: Request
    private var names: [Placeholder: String] = [:]

    /// Finds and replaces the secrets of a request. `ledger` has what clients have shown of themselves until now, which is
    /// looked for everywhere, and learns what this request shows; `known` names the secrets that the cassette knows.
    init(_ live: Request, finder: SightingFinder, ledger: inout Ledger, known: ([UInt8]) -> Placeholder?) {
        let readable = ReadableExchange(Exchange(request: live, response: nil))
        let sightings = finder.sightings(in: readable, ledger: &ledger)
        var masked = readable.exchange.request
        let bySurface = Dictionary(grouping: sightings, by: \.surface)
        for surface in readable.surfaces {
            guard let found = bySurface[surface] else { continue }
            let text = readable[surface]
            var result: [UInt8] = []
            var end = 0
            for sighting in found.sorted(by: { $0.range.lowerBound < $1.range.lowerBound })
            where sighting.range.lowerBound >= end {
                let placeholder = ledger.placeholder(of: sighting.secret)
                let secret = ledger[sighting.secret]
                names[placeholder] = known(secret.value)?.description ?? "(another \(secret.kind))"
                result += text[end..<sighting.range.lowerBound] + sighting.text(of: placeholder)
                end = sighting.range.upperBound
            }
            Self.replace(surface, of: &masked, by: result + text[end...])
        }
        request = masked
    }

    /// A text of the masked request with the secrets named.
    func text(_ masked: [UInt8]) -> String {
        let template = Template(masked)
        return String(
            decoding: template.fill { Array((names[$0] ?? $0.description).utf8) },
            as: UTF8.self
        )
    }

    private static func replace(_ surface: Surface, of request: inout Request, by text: [UInt8]) {
        switch surface {
        case .authority: request.authority = String(decoding: text, as: UTF8.self)
        case .target: request.target = text
        case .requestField(let index): request.fields[index].value = text
        case .requestBody: request.body.content = .bytes(text)
        case .requestTrailer(let index): request.trailers[index].value = text
        case .reason, .responseField, .responseBody, .responseTrailer, .interimField: break
        }
    }
}
