import Audit
import Capture
import Secrets
import Testing

@Suite struct FindingTests {
    private static let tokens = {
        var secrets = FakeSecrets(seed: 5)
        return (first: secrets.hex(), second: secrets.hex(), long: secrets.hex(64))
    }()
    private static let issuing = [issue(["access_token": tokens.first]), issue(["access_token": tokens.second])]

    private func page(
        _ path: String,
        token: String,
        host: String = "shop.example.com",
        cookie: String = "tok"
    ) -> Exchange {
        exchange("GET", "https://\(host)\(path)", ["Cookie: \(cookie)=\(token)"])
    }

    @Test func oneFindingForEachPlaceWithEveryOccurrence() throws {
        let result = audit(
            Self.issuing + [
                page("/a", token: Self.tokens.first), page("/b/4711", token: Self.tokens.first),
                page("/b/4712", token: Self.tokens.second),
            ]
        )
        let finding = try #require(result.findings.first)
        #expect(result.findings.count == 1)
        #expect(finding.occurrences.map(\.exchange.entry) == [2, 3, 4])
        #expect(finding.occurrences.map(\.exchange.path) == ["/a", "/b/{}", "/b/{}"])
        #expect(finding.secrets.map(\.description) == ["access token #1", "access token #2"])
        #expect(finding.occurrences.map { $0.origin?.entry } == [0, 0, 1])
        #expect(
            finding.sentence == "access token #1 (issued by POST /oauth20/token, entry 1) is readable in cookie 'tok', "
                + "3 times (2 different ones)"
        )
    }

    @Test func anotherHostNameOrEncodingIsAnotherFinding() {
        let token = Self.tokens.first
        let result = audit(
            Self.issuing + [
                page("/", token: token), page("/", token: token, host: "www.example.com"),
                page("/", token: token, cookie: "other"), page("/", token: base64(token)),
            ]
        )
        #expect(result.findings.count == 4)
        #expect(Set(result.findings.map(\.identity.fingerprint)).count == 4)
    }

    @Test func fingerprintsSurviveOtherValuesAndAnotherOrder() {
        func fingerprints(_ token: String, reversed: Bool) -> [String] {
            let exchanges = [issue(["access_token": token]), page("/a", token: token), page("/b", token: token)]
            return audit(reversed ? exchanges.reversed() : exchanges).findings.map(\.identity.fingerprint)
        }
        let expected = fingerprints(Self.tokens.first, reversed: false)
        #expect(expected.count == 1)
        #expect(fingerprints(Self.tokens.second, reversed: true) == expected)
        #expect(expected == ["8c3778dc1eb8f026"])
    }

    @Test func chunksOfACookieAreOneFinding() {
        let names = ["auth.0", "auth.1"]
        let result = audit(Self.issuing + names.map { page("/", token: Self.tokens.first, cookie: $0) })
        #expect(result.findings.map(\.identity.name) == ["auth"])
        #expect(result.findings.flatMap(\.occurrences).map(\.name) == names)
    }

    @Test func captureFilesShareTokens() {
        var auditor = Auditor()
        let issuing = ReadableExchange(issue(["access_token": Self.tokens.first]))
        let use = ReadableExchange(page("/", token: Self.tokens.first))
        auditor.learn(use, in: CaptureFile("a.har"), entry: 0)
        auditor.learn(issuing, in: CaptureFile("b.har"), entry: 7)
        auditor.sight(use, in: CaptureFile("a.har"), entry: 0)
        auditor.sight(issuing, in: CaptureFile("b.har"), entry: 7)
        #expect(
            auditor.result.findings.map(\.sentence) == [
                "access token #1 (issued by POST /oauth20/token, b.har entry 8) is readable in cookie 'tok'"
            ]
        )
    }

    @Test func placeholdersOfTwoCassettesAreNotTheSameSecret() {
        var auditor = Auditor()
        let placeholder = "REDACTED_access_token_1"
        let issuing = ReadableExchange(decoded: issue(["access_token": placeholder]))
        let use = ReadableExchange(decoded: page("/", token: placeholder))
        let (first, second) = (CaptureFile("a.har", isCassette: true), CaptureFile("b.har", isCassette: true))
        auditor.learn(issuing, in: first, entry: 0)
        auditor.learn(use, in: second, entry: 0)
        auditor.sight(issuing, in: first, entry: 0)
        auditor.sight(use, in: second, entry: 0)
        #expect(auditor.result.findings.map(\.confidence) == [.likely])
        #expect(auditor.result.findings.flatMap(\.occurrences).map(\.origin) == [nil])
    }

    @Test func pathsAndNamesNeverHoldASecret() {
        let token = Self.tokens.long
        let result = audit([
            issue(["access_token": token]),
            exchange(
                "GET",
                "https://api.example.com/bot\(token)/orders/123456789/3f2a9c1e77?\(token)=1",
                ["Cookie: \(token)=\(token)"]
            ),
        ])
        #expect(result.findings.flatMap(\.occurrences).map(\.exchange.path).allSatisfy { $0 == "/{}/orders/{}/{}" })
        let outputs = [
            JSONReport().json(of: result).text, TextReport().text(of: result),
            TextReport(layout: .blocks, usesColour: true, showsNotes: true).text(of: result),
        ]
        for start in stride(from: 0, to: token.count - 8, by: 4) {
            let part = String(token.dropFirst(start).prefix(8))
            #expect(outputs.allSatisfy { !$0.contains(part) })
        }
        #expect(!result.findings.isEmpty)
    }
}
