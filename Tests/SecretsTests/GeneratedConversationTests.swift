import Capture
import Testing

@testable import Secrets

/// Generated conversations: a secret is shown under its name in some syntax, and comes back elsewhere in some encoding,
/// later or earlier, among other exchanges and other secrets.
struct GeneratedConversationTests {
    /// How many conversations each test case makes; there are as many test cases as seeds.
    private static let conversations = 60
    private static let seeds: [UInt64] = Array(1...25)

    @Test(arguments: seeds)
    func `nothing leaks and nothing else changes`(seed: UInt64) {
        var sample = Sample(seed: seed &* 7_919)
        for number in 0..<Self.conversations {
            let conversation = GeneratedConversation(&sample)
            let name = "seed \(seed), conversation \(number): \(conversation)"
            let redaction = RedactedConversation(conversation.exchanges)
            for secret in conversation.secrets {
                let searcher = SecretSearcher(secret, width: max(12, secret.utf8.count * 2 / 5))
                for (index, text) in redaction.texts.enumerated() {
                    let path = searcher.find(in: text)
                    #expect(path == nil, "\(name): entry \(index) holds a secret, after \(path ?? "")")
                }
            }
            #expect(redaction.faults.isEmpty, "\(name)")
            for (raw, redacted) in zip(conversation.exchanges, redaction.exchanges) {
                expectNothingElseChanged(redacted, raw, name)
            }
        }
    }

    @Test(arguments: seeds.prefix(5))
    func `a second redaction changes nothing`(seed: UInt64) {
        var sample = Sample(seed: seed &* 104_729)
        for _ in 0..<Self.conversations {
            let conversation = GeneratedConversation(&sample)
            var redaction = RedactedConversation(conversation.exchanges)
            let isStable = redaction.redactAgainChangesNothing()
            #expect(isStable, "seed \(seed): \(conversation)")
        }
    }

    /// All that is not masked stands there as it was, in its order, and the markers are all left.
    private func expectNothingElseChanged(_ redacted: RedactedExchange, _ raw: Exchange, _ name: String) {
        let before = ReadableExchange(raw)
        let after = ReadableExchange(decoded: redacted.exchange)
        #expect(before.surfaces == after.surfaces, "\(name)")
        for surface in before.surfaces {
            if case .responseField(let index) = surface,
                raw.response?.fields[index].isNamed("Content-Length") ?? false
            {
                continue
            }
            let pieces = Template(after[surface]).segments
            var position = 0
            var isOld = true
            for case .literal(let piece) in pieces {
                guard let start = before[surface].firstIndex(of: piece, from: position) else {
                    isOld = false
                    break
                }
                position = start + piece.count
            }
            #expect(isOld, "\(name): \(surface) holds something new")
            for marker in ["CHECK-1", "CHECK-2"].map({ Array($0.utf8) }) where before[surface].contains(marker) {
                let isLeft = after[surface].contains(marker)
                #expect(isLeft, "\(name): a marker is gone from \(surface)")
            }
        }
    }
}

/// Exchanges in which a few secrets are shown and come back.
struct GeneratedConversation: CustomStringConvertible {
    var exchanges: [Exchange] = []
    var secrets: [String] = []
    private var plan: [String] = []

    var description: String { plan.joined(separator: "; ") }

    init(_ sample: inout Sample) {
        for _ in 0...Int(sample.next() % 3) {
            let alphabet = sample.pick(SecretAlphabet.allCases.filter { $0 != .password })
            let named = sample.pick(NamedSecret.all)
            let place = sample.pick(PlantedPlace.allCases)
            let encodings = sample.pick(PlantedEncoding.combinations.filter { $0.allSatisfy { $0.fits(place) } })
            let secret = alphabet.secrets(&sample).access
            let shown = named.exchange(secret)
            let planted = place.exchange(encodings.reduce(secret) { $1.apply($0) })
            let isLate = sample.next() % 2 == 0
            exchanges.insert(
                contentsOf: isLate ? [planted, shown] : [shown, planted],
                at: isLate ? 0 : exchanges.count
            )
            secrets.append(secret)
            plan.append("\(alphabet) \(named) -> \(encodings.map(\.rawValue)) \(place)\(isLate ? " late" : "")")
        }
    }
}

/// A conversation as a recorder redacts it: late secrets are masked in the entries that hold them already.
private struct RedactedConversation {
    private(set) var exchanges: [RedactedExchange] = []
    private(set) var faults: [String] = []
    private var redactor = Redactor()

    init(_ conversation: [Exchange]) {
        var renamed: [Placeholder: Placeholder] = [:]
        for exchange in conversation {
            let redaction = redactor.redact(exchange)
            renamed = renamed.mapValues { redaction.renamed[$0] ?? $0 }.merging(redaction.renamed) { $1 }
            exchanges.append(redaction.redacted)
            faults += redaction.faults
        }
        exchanges = exchanges.map { redactor.redactAgain(CassetteEntry($0), renamed: renamed) ?? $0 }
    }

    /// What goes into the cassette, an entry each.
    var texts: [[UInt8]] { exchanges.map { ExchangeText.of($0) } }

    mutating func redactAgainChangesNothing() -> Bool {
        exchanges.allSatisfy { redactor.redactAgain(CassetteEntry($0), renamed: [:]) == nil }
    }
}

extension PlantedEncoding {
    /// Each encoding by itself, and those that stand around others in real traffic.
    static let combinations: [[PlantedEncoding]] =
        allCases.map { [$0] }
        + [
            [.base64, .percent], [.percent, .base64], [.json, .percent], [.base64, .json], [.hexLower, .percent],
            [.base64url, .base64], [.jwtClaim, .percent], [.percent, .json], [.base64, .percentTwice],
            [.base64Inside1, .percent, .base64], [.json, .base64, .percent],
        ]
}

extension Sample {
    /// One of some values.
    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int(next() % UInt64(values.count))]
    }
}
