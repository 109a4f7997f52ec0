import Capture
import Testing

@testable import Secrets

/// The second check catches what the finder leaves, whichever of its ways of finding is switched off.
struct MutationTests {
    /// What finds a secret of which nothing but its value tells.
    private static let byValue: WaysOfFinding = [.values, .encodedValues, .unescaping, .parts, .words]

    /// What a crippled finder is tried on.
    struct Trial: CustomStringConvertible {
        var description: String
        /// What is switched off.
        var off: WaysOfFinding
        /// What is off with and without the mutation, since the ways make up for each other.
        var alwaysOff: WaysOfFinding = []
        /// The text that is planted for a secret, and the places it is planted in.
        var encodings: [PlantedEncoding] = [.raw]
        var places: [PlantedPlace] = [.plainText, .jsonDeep, .header, .path, .form, .reason, .trailer]
    }

    static let trials = [
        Trial(description: "values", off: .values, encodings: [.raw, .percent, .json, .otherCase]),
        Trial(
            description: "encoded values",
            off: .encodedValues,
            alwaysOff: .wrappers,
            encodings: [.base64Inside1, .base64Inside2, .base64urlInside1, .hexLower, .hexUpper]
        ),
        Trial(
            description: "unescaping",
            off: .unescaping,
            encodings: [
                .percentAllBytes, .percentTwice, .jsonUnicode, .percentUnicode, .hexEscapes, .octalEscapes,
            ]
        ),
        Trial(
            description: "references",
            off: .unescaping,
            encodings: [.markupNumeric, .markupUnclosed, .quotedPrintable],
            places: [.plainText, .xmlElement, .xmlAttribute]
        ),
        Trial(
            description: "wrappers",
            off: .wrappers,
            encodings: [.base64Twice, .base64OfGzip, .base64OfDeflate, .base64OfUTF16, .base64OfPercent],
            places: [.plainText, .jsonDeep, .header, .trailer]
        ),
        Trial(description: "parts", off: .parts, encodings: [.cutEnd, .cutStart, .middle]),
        Trial(
            description: "names",
            off: .names,
            alwaysOff: byValue,
            places: [.namedQuery, .namedForm, .namedJSON, .namedXML, .namedHeader]
        ),
        Trial(description: "cookies", off: .cookies, alwaysOff: byValue, places: [.cookie, .setCookie]),
        Trial(description: "credentials", off: .credentials, alwaysOff: byValue, places: [.bearer]),
    ]

    @Test(arguments: trials)
    func `what a crippled finder leaves is caught`(trial: Trial) {
        var crippled = 0
        for seed in 0..<6 {
            for alphabet in [SecretAlphabet.lowerHex, .base62, .base64] {
                var sample = Sample(seed: UInt64(seed) + 40)
                let secret = alphabet.secrets(&sample).access
                for encoding in trial.encodings {
                    for place in trial.places where encoding.fits(place) {
                        let exchange = place.exchange(encoding.apply(secret))
                        let name = "\(trial) \(alphabet) \(encoding) \(place)"
                        let whole = Self.faults(secret, exchange, WaysOfFinding.all.subtracting(trial.alwaysOff), name)
                        #expect(whole == 0, "\(name): the finder left it")
                        let ways = WaysOfFinding.all.subtracting(trial.off).subtracting(trial.alwaysOff)
                        crippled += Self.faults(secret, exchange, ways, name)
                    }
                }
            }
        }
        #expect(crippled > 0)
    }

    @Test func `shapes`() {
        var sample = Sample(seed: 5)
        let token = SecretAlphabet.jwt.secrets(&sample).access
        let exchange = PlantedPlace.plainText.exchange(token)
        #expect(Self.faults(token, exchange, WaysOfFinding.all.subtracting(Self.byValue), "whole") == 0)
        #expect(Self.faults(token, exchange, .all.subtracting(Self.byValue).subtracting(.shapes), "crippled") == 1)
    }

    @Test func `words`() {
        for (ways, faults) in [(WaysOfFinding.all, 0), (WaysOfFinding.all.subtracting(.words), 1)] {
            var ledger = Ledger()
            ledger.learn(Array("wonderland".utf8), kind: .password, matchClass: .held)
            var redactor = Redactor(finder: SightingFinder(ways: ways), ledger: ledger)
            let exchange = Sample.exchange("GET", "/", [], "", [], "CHECK-1 Invalid login 'wonderland' or so")
            let redaction = redactor.redact(exchange)
            #expect(!redaction.redacted.text.contains("wonderland"))
            #expect(redaction.faults.count == faults)
        }
    }

    /// How many faults are reported; nothing of the secret is left in any case.
    private static func faults(_ secret: String, _ exchange: Exchange, _ ways: WaysOfFinding, _ name: String) -> Int {
        var ledger = Ledger()
        ledger.learn(Array(secret.utf8), kind: .userSecret, matchClass: .held)
        var redactor = Redactor(finder: SightingFinder(ways: ways), ledger: ledger)
        let redaction = redactor.redact(exchange)
        let path = SecretSearcher(secret, width: 16).find(in: ExchangeText.of(redaction.redacted))
        #expect(path == nil, "\(name): the secret is left, after \(path ?? "")")
        return redaction.faults.count
    }
}
