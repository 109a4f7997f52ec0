import Capture
import Testing

@testable import Secrets

@Suite struct FoundSecretsTests {
    /// Items that do not overlap, in order.
    private func items(_ sample: inout Sample, from first: Int, count: Int) -> [FoundSecrets.Item] {
        var items: [FoundSecrets.Item] = []
        var start = 0
        for number in 0..<count {
            start += Int(sample.next() % 4)
            let end = start + 1 + Int(sample.next() % 5)
            items.append(FoundSecrets.Item(range: start..<end, secret: first + number))
            start = end
        }
        return items
    }

    @Test func manyAtOnceArePutAsOneByOne() {
        for seed in 0..<200 {
            var sample = Sample(seed: UInt64(seed))
            var atOnce = FoundSecrets()
            atOnce.merge(items(&sample, from: 0, count: 20))
            var oneByOne = atOnce
            let new = items(&sample, from: 100, count: 10)
            atOnce.merge(new)
            for item in new { oneByOne.put(item) }
            #expect(atOnce.items.map(\.range) == oneByOne.items.map(\.range))
            #expect(atOnce.items.map(\.secret) == oneByOne.items.map(\.secret))
            #expect(Set(atOnce.items.map(\.secret)).isSuperset(of: 100..<110))
        }
    }

    @Test func aRangeIsCoveredByOneItemOnly() {
        var found = FoundSecrets()
        found.merge([.init(range: 2..<5, secret: 0), .init(range: 5..<9, secret: 1)])
        #expect(found.covers(2..<5))
        #expect(found.covers(6..<8))
        #expect(!found.covers(4..<6))
        #expect(!found.covers(9..<10))
        #expect(found.hull(of: 4..<6) == 2..<9)
        #expect(found.hull(of: 10..<12) == 10..<12)
    }

    @Test func knownValuesThatOverlapBecomeOne() throws {
        var sample = Sample(seed: 7)
        let text = Array(sample.base62(64).utf8)
        var ledger = Ledger()
        for start in stride(from: 0, through: 32, by: 8) {
            ledger.learn(Array(text[start..<(start + 32)]), kind: .accessToken, matchClass: .issued)
        }
        let answer = Response(status: 200, body: Body(text))
        let request = Request(method: "GET", scheme: "https", authority: "a.test", target: Array("/".utf8))
        let known = ledger.secrets.count
        let sightings = SightingFinder().sightings(
            in: ReadableExchange(decoded: Exchange(request: request, response: answer)),
            ledger: &ledger
        )
        let sighting = try #require(sightings.first)
        #expect(sightings.count == 1)
        #expect(sighting.range == 0..<64)
        #expect(ledger.secrets.count == known + 1)
    }
}
