import Capture
import Testing

@testable import Secrets

/// The second check, with a finder that is blind to values: what it misses is caught.
struct SecondCheckTests {
    @Test(arguments: [SecretAlphabet.lowerHex, .base62, .base64, .jwt])
    func `a blind finder's leaks are masked whole, with a fault`(alphabet: SecretAlphabet) {
        let places: [PlantedPlace] = [
            .path, .oddQuery, .header, .link, .form, .jsonDeep, .plainText, .trailer, .reason,
        ]
        let encodings: [PlantedEncoding] = [
            .raw, .percent, .percentTwice, .json, .base64, .base64url, .base64Inside1, .hexLower, .hexUpper,
        ]
        for place in places {
            for encoding in encodings {
                let conversation = PlantingTests.Conversation(alphabet, encoding, place)
                var redactor = Redactor(finder: SightingFinder(ways: [.names, .cookies, .credentials]))
                _ = redactor.redact(conversation.learning)
                let redaction = redactor.redact(conversation.planted)
                let name = "\(alphabet.rawValue) \(encoding.rawValue) \(place.rawValue)"
                let searcher = SecretSearcher(conversation.secret, width: 16)
                #expect(searcher.find(in: ExchangeText.of(redaction.redacted)) == nil, "\(name)")
                // A token that tells itself is found by its shape even so.
                if alphabet != .jwt { #expect(redaction.faults.count == 1, "\(name)") }
                #expect(redaction.faults.allSatisfy { !$0.contains(conversation.secret) })
            }
        }
    }

    /// A list of commits, a lock file: all of it reads as base64 of something.
    @Test(arguments: [16, 20, 32])
    func `a thousand hashes are no leak`(length: Int) {
        var sample = Sample(seed: 5)
        let hashes = (0..<1000).map { _ in Planting.base64(sample.hex(length)) + " " + sample.hex(2 * length) }
        let body = hashes.joined(separator: "\n")
        var redactor = Redactor()
        let redaction = redactor.redact(
            Sample.exchange("GET", "/commits", [], "", [("Content-Type", "text/plain")], body)
        )
        #expect(redaction.faults.isEmpty)
        #expect(redaction.redacted.text.hasSuffix(body))
    }

    @Test func `a body that is masked whole says so`() throws {
        let conversation = PlantingTests.Conversation(.lowerHex, .raw, .plainText)
        var redactor = Redactor(finder: SightingFinder(ways: [.names, .cookies, .credentials]))
        _ = redactor.redact(conversation.learning)
        let redaction = redactor.redact(conversation.planted)
        let body = try #require(redaction.redacted.exchange.response?.body)
        #expect(body.bytes.isEmpty)
        #expect(
            redaction.redacted.notes == [
                "response body of \(body.length) bytes masked whole: masked whole by the second check"
            ]
        )
        #expect(redaction.faults == ["a secret was left in the response body after redaction; it was masked whole"])
    }
}
