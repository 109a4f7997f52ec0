import Capture
import Secrets
import Testing

@testable import Replay

/// Recording a replay gives the cassette back.
@Suite struct FixpointTests {
    /// Redacts a conversation as a recorder does: what is learned late is masked in what came before.
    private func record(_ exchanges: [Exchange]) -> [CassetteEntry] {
        var redactor = Redactor()
        var entries: [CassetteEntry] = []
        for exchange in exchanges {
            let redaction = redactor.redact(exchange)
            #expect(redaction.faults.isEmpty)
            let late = redaction.learned.map { redactor.ledger[$0].value }
            let texts = late + redaction.renamed.keys.map { Array($0.description.utf8) }
            for index in entries.indices where texts.contains(where: { holds(entries[index], $0) }) {
                guard let again = redactor.redactAgain(entries[index], renamed: redaction.renamed) else { continue }
                entries[index] = CassetteEntry(again)
            }
            entries.append(CassetteEntry(redaction.redacted))
        }
        return entries
    }

    private func holds(_ entry: CassetteEntry, _ text: [UInt8]) -> Bool {
        let readable = ReadableExchange(decoded: entry.exchange)
        return readable.surfaces.contains { readable[$0].firstOccurrence(of: text, from: 0) != nil }
    }

    @Test(arguments: 1...20)
    func recordingAReplayGivesTheCassetteBack(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let steps = (0..<24).map { _ in Shopper.Step.allCases.randomElement(using: &generator) ?? .login }
        var provider = Provider(generator: SeededGenerator(seed: UInt64(seed) &+ 1_000))
        let recorded = Shopper(seed: 1).run(steps) { provider.answer($1, to: $0) }
        let cassette = record(recorded)

        let player = player(cassette)
        let replayed = Shopper(seed: 2).run(steps) { request, _ in player.answer(request) }
        #expect(replayed.map { $0.response?.status } == recorded.map { $0.response?.status })
        #expect(player.summary.isComplete, "\(player.summary.misses.map(\.text))")
        let again = record(replayed)
        for (index, (old, new)) in zip(cassette, again).enumerated() {
            #expect(old == new, "entry \(index + 1) of \(steps.count), \(steps[index])")
        }

        let handedOut = replayed.flatMap { $0.response.map { [$0.body.bytes] + $0.fields.map(\.value) } ?? [] }
        for issued in provider.issued {
            #expect(!handedOut.contains { $0.firstOccurrence(of: Array(issued.utf8), from: 0) != nil })
        }
    }
}
