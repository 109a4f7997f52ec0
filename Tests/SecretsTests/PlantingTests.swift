import Capture
import Testing

@testable import Secrets

/// A secret that a token response told is planted in every place and every encoding.
struct PlantingTests {
    /// A conversation of two exchanges: the token response, and the one with the secret planted in it.
    struct Conversation {
        var learning: Exchange
        var planted: Exchange
        var secret: String

        init(_ alphabet: SecretAlphabet, _ encoding: PlantedEncoding, _ place: PlantedPlace, seed: UInt64 = 1) {
            var sample = Sample(seed: seed)
            let (access, refresh) = alphabet.secrets(&sample)
            secret = access
            let body = "{\"access_token\":\"\(Planting.json(access))\",\"refresh_token\":\"\(Planting.json(refresh))\"}"
            learning = Sample.exchange("POST", "/oauth20/token", [], "grant_type=client_credentials", [], body)
            planted = place.exchange(encoding.apply(access))
        }
    }

    /// The encodings in the places that can hold them: with each alphabet, and each of the five tests, other pairs, so that
    /// all are tried in a short time.
    static func cases(for alphabet: SecretAlphabet, test: Int) -> [(PlantedEncoding, PlantedPlace)] {
        let all = PlantedEncoding.allCases.flatMap { encoding in
            PlantedPlace.unnamed.filter { encoding.fits($0) }.map { (encoding, $0) }
        }
        let turn = (SecretAlphabet.allCases.firstIndex(of: alphabet) ?? 0) + test * SecretAlphabet.allCases.count
        return all.filter { $0.0.fits(alphabet) }.enumerated().filter { $0.offset % 19 == turn % 19 }.map(\.element)
    }

    @Test(arguments: SecretAlphabet.allCases)
    func `no form of a secret is left`(alphabet: SecretAlphabet) {
        for (encoding, place) in Self.cases(for: alphabet, test: 0) {
            let conversation = Conversation(alphabet, encoding, place)
            var redactor = Redactor()
            _ = redactor.redact(conversation.learning)
            let redaction = redactor.redact(conversation.planted)
            expectClean(
                redaction.redacted,
                conversation.secret,
                "\(alphabet.rawValue) \(encoding.rawValue) \(place.rawValue)"
            )
            #expect(redaction.faults.isEmpty, "\(alphabet.rawValue) \(encoding.rawValue) \(place.rawValue)")
            expectNothingElseChanged(
                redaction.redacted,
                conversation.planted,
                place,
                "\(alphabet.rawValue) \(encoding.rawValue) \(place.rawValue)"
            )
        }
    }

    @Test(arguments: SecretAlphabet.allCases)
    func `what is learned late is masked early`(alphabet: SecretAlphabet) {
        for (encoding, place) in Self.cases(for: alphabet, test: 1) {
            let conversation = Conversation(alphabet, encoding, place)
            let name = "\(alphabet.rawValue) \(encoding.rawValue) \(place.rawValue)"
            var redactor = Redactor()
            let early = redactor.redact(conversation.planted).redacted
            let learning = redactor.redact(conversation.learning)
            let again = redactor.redactAgain(CassetteEntry(early), renamed: learning.renamed) ?? early
            expectClean(again, conversation.secret, name)
            expectNothingElseChanged(again, conversation.planted, place, name)
            let twice = redactor.redactAgain(CassetteEntry(again), renamed: [:])
            let isStable = twice == nil
            #expect(isStable, "\(name): a second time changes something")
        }
    }

    @Test(arguments: SecretAlphabet.allCases)
    func `a redacted exchange gives the sightings of the raw one`(alphabet: SecretAlphabet) {
        for (encoding, place) in Self.cases(for: alphabet, test: 2) where encoding.keepsSyntax(of: place, for: alphabet)
        {
            let conversation = Conversation(alphabet, encoding, place)
            let exchanges = [conversation.learning, conversation.planted]
            let raw = SightingList.of(exchanges.map { ReadableExchange($0) }, ledger: Ledger())
            var redactor = Redactor()
            let entries = exchanges.map { CassetteEntry(redactor.redact($0).redacted) }
            let difference = SightingList.of(entries).lines.difference(from: raw.lines)
            let isSame = difference.isEmpty
            #expect(isSame, "\(alphabet.rawValue) \(encoding.rawValue) \(place.rawValue)")
        }
    }

    @Test(arguments: SecretAlphabet.allCases)
    func `so does one that was redacted before the secret was learned`(alphabet: SecretAlphabet) {
        for (encoding, place) in Self.cases(for: alphabet, test: 3) where encoding.keepsSyntax(of: place, for: alphabet)
        {
            let conversation = Conversation(alphabet, encoding, place)
            let exchanges = [conversation.planted, conversation.learning]
            let raw = SightingList.of(exchanges.map { ReadableExchange($0) }, ledger: Ledger())
            var redactor = Redactor()
            let early = redactor.redact(exchanges[0]).redacted
            let late = redactor.redact(exchanges[1])
            let again = redactor.redactAgain(CassetteEntry(early), renamed: late.renamed) ?? early
            let difference = SightingList.of([again, late.redacted].map { CassetteEntry($0) }).lines
                .difference(from: raw.lines)
            let isSame = difference.isEmpty
            #expect(isSame, "\(alphabet.rawValue) \(encoding.rawValue) \(place.rawValue)")
        }
    }

    @Test(arguments: SecretAlphabet.allCases)
    func `other values of the same shapes give the same cassette`(alphabet: SecretAlphabet) {
        for (encoding, place) in Self.cases(for: alphabet, test: 4)
        where encoding.keepsSyntax(of: place, for: alphabet) && encoding.hasFixedLength(for: alphabet) {
            let redacted = [UInt64(2), 3].map { seed in
                let conversation = Conversation(alphabet, encoding, place, seed: seed)
                var redactor = Redactor()
                return [conversation.learning, conversation.planted].map { redactor.redact($0).redacted }
            }
            let isEqual = redacted[0] == redacted[1]
            #expect(isEqual, "\(alphabet.rawValue) \(encoding.rawValue) \(place.rawValue)")
        }
    }

    private func expectClean(_ redacted: RedactedExchange, _ secret: String, _ name: String) {
        let searcher = SecretSearcher(secret, width: secret.utf8.count >= 32 ? 16 : 10)
        let path = searcher.find(in: ExchangeText.of(redacted))
        #expect(path == nil, "\(name): the secret is left, after \(path ?? "")")
    }

    private func expectNothingElseChanged(
        _ redacted: RedactedExchange,
        _ raw: Exchange,
        _ place: PlantedPlace,
        _ name: String
    ) {
        let text = String(decoding: ExchangeText.of(redacted), as: UTF8.self)
        for marker in place.markers {
            let isThere = text.contains(marker)
            #expect(isThere, "\(name): \(marker) is gone")
        }
        let before = ReadableExchange(raw)
        let after = ReadableExchange(decoded: redacted.exchange)
        #expect(before.surfaces == after.surfaces)
        for surface in before.surfaces where !isContentLength(surface, raw) {
            let kept = Template(after[surface]).segments.filter { if case .literal = $0 { true } else { false } }
            let isOld = isMade(before[surface], of: kept)
            #expect(isOld, "\(name): \(surface) holds something new")
        }
    }

    private func isContentLength(_ surface: Surface, _ exchange: Exchange) -> Bool {
        guard case .responseField(let index) = surface else { return false }
        return exchange.response?.fields[index].isNamed("Content-Length") ?? false
    }

    /// Whether the literal pieces stand in a text in this order.
    private func isMade(_ text: [UInt8], of segments: [Template.Segment]) -> Bool {
        var position = 0
        for case .literal(let piece) in segments {
            guard let start = text.firstIndex(of: piece, from: position) else { return false }
            position = start + piece.count
        }
        return true
    }
}

/// What of the sightings must be the same in a cassette as in the traffic.
struct SightingList: Equatable, CustomStringConvertible {
    var lines: [String]

    var description: String { lines.joined(separator: "\n") }

    static func of(_ exchanges: [ReadableExchange], ledger: Ledger) -> SightingList {
        var ledger = ledger
        let finder = SightingFinder()
        for exchange in exchanges { _ = finder.sightings(in: exchange, ledger: &ledger) }
        let lines = exchanges.flatMap { exchange in
            finder.sightings(in: exchange, ledger: &ledger).map { sighting in
                "\(ledger[sighting.secret].kind) \(sighting.surface) \(sighting.place) \(sighting.chain) "
                    + "\(sighting.evidence) \(sighting.isInside)"
            }
        }
        return SightingList(lines: lines)
    }

    static func of(_ entries: [CassetteEntry]) -> SightingList {
        var ledger = Ledger(readsPlaceholders: true)
        for descriptor in entries.flatMap(\.descriptors) { ledger.learn(descriptor) }
        return of(entries.map { ReadableExchange(decoded: $0.exchange) }, ledger: ledger)
    }
}
