import Testing

@testable import Secrets

/// Whether a text holds a known value is told from the text, whatever the number of values.
struct HeldValueTests {
    @Test func `held values are those that a look at each value finds`() {
        var sample = Sample(seed: 71)
        var ledger = Ledger()
        // Values that begin alike, values inside of one another, and values too short to count.
        for length in [6, 8, 11, 12, 13, 20, 20, 33] {
            let value = sample.hex(length)
            ledger.learn(Array(value.utf8), kind: .cookie, matchClass: .issued)
            ledger.learn(Array((value + sample.hex(3)).utf8), kind: .accessToken, matchClass: .issued)
        }
        let values = ledger.secrets.map(\.value)
        var texts = [[], Array("access_token".utf8), Array("a name that holds nothing".utf8)]
        for value in values {
            texts += [value, [0x78] + value, value + [0x78], [0x78, 0x79] + value + [0x7A], Array(value.dropLast())]
        }
        for text in texts {
            let isHeld = values.contains { $0.count >= 12 && text.firstIndex(of: $0) != nil }
            #expect(ledger.holdsValue(in: text, ofAtLeast: 12) == isHeld)
        }
    }

    /// Of values that overlap themselves and each other, not every pair of places is a match.
    @Test func `periodic values give no more matches than a text has places`() {
        var ledger = Ledger()
        for length in 0..<200 {
            let value = Array(String(repeating: "ab", count: 20 + length).utf8)
            ledger.learn(value, kind: .accessToken, matchClass: .issued)
        }
        let text = Array(String(repeating: "ab", count: 5_000).utf8)
        #expect(ledger.known.matches(in: text).count <= 10 * text.count)
    }
}
