import Capture
import Secrets
import Testing

@testable import Replay

/// Header fields such as `X-Api-Key` say who asks, as `Authorization` does.
@Suite struct CredentialFieldTests {
    private let url = "http://api.test/me"

    private func key(_ value: String, _ name: String = "X-Api-Key") -> HeaderField {
        HeaderField(name, value)
    }

    /// What was asked first without a key, and then with one.
    private func cassette(_ name: String = "X-Api-Key", _ matchClass: MatchClass = .held) throws -> [CassetteEntry] {
        try [
            entry(get(url), response("401")),
            entry(get(url, [key("REDACTED_api_key_1", name)]), response("200"), secret("api_key_1", matchClass)),
        ]
    }

    @Test(arguments: ["X-Api-Key", "X-Auth-Token", "X-Vault-Token", "Private-Token", "DPoP"])
    func aKeyChoosesTheEntryInWhateverOrder(_ name: String) throws {
        let player = try player(cassette(name))
        #expect(player.text(get(url, [key("mine", name.lowercased())])) == "200")
        #expect((0..<2).map { _ in player.text(get(url)) } == ["401", "401"])
        #expect(player.text(get(url, [key("mine", name)])) == "200")
    }

    @Test(arguments: ["X-Api-Key", "X-Auth-Token", "Private-Token"])
    func whatARecorderMasksIsACredential(_ name: String) throws {
        var generator = SeededGenerator(seed: 11)
        var redactor = Redactor()
        let recorded = [
            Exchange(request: get(url), response: response("401")),
            Exchange(request: get(url, [key(generator.hex(40), name)]), response: response("200")),
        ]
        let player = player(recorded.map { CassetteEntry(redactor.redact($0).redacted) })
        let mine = key(generator.hex(40), name)
        #expect([[mine], [], [mine], []].map { player.text(get(url, $0)) } == ["200", "401", "200", "401"])
    }

    @Test(arguments: [MatchClass.volatile, .echo])
    func whatIsMadeAnewMustBeThere(_ matchClass: MatchClass) throws {
        let player = try player(cassette("DPoP", matchClass))
        #expect(["a", "b"].map { player.text(get(url, [key($0, "DPoP")])) } == ["200", "200"])
        #expect(player.text(get(url)) == "401")
        let alone = try Player(Array(cassette("DPoP", matchClass).suffix(1)), name: "alone")
        #expect(alone.text(get(url)) == "miss")
    }

    @Test func aKeyStaysTheSameAndTwoStayTwo() throws {
        let player = try player([
            entry(get(url, [key("REDACTED_api_key_1")]), response("one"), secret("api_key_1", .held)),
            entry(get(url, [key("REDACTED_api_key_2")]), response("two"), secret("api_key_2", .held)),
        ])
        let answers = ["a", "b", "a", "b", "c"].map { player.text(get(url, [key($0)])) }
        #expect(answers == ["one", "two", "one", "two", "miss"])
        #expect(player.text(get(url)) == "miss")
        #expect(player.text(get(url, [key("c")]), session: "another") == "one")
    }

    @Test(arguments: ["", "Bearer "])
    func anIssuedTokenMustComeBack(scheme: String) throws {
        let player = try player([
            entry(get(url), response("401")),
            entry(
                get(url, [key("\(scheme)REDACTED_access_token_1", "X-Auth-Token")]),
                response("200"),
                secret("access_token_1", .issued, hex: 32)
            ),
        ])
        let access = try minted("access_token_1", hex: 32)
        #expect((0..<2).map { _ in player.text(get(url, [key(scheme + access, "X-Auth-Token")])) } == ["200", "200"])
        #expect(player.text(get(url, [key("\(scheme)unknown", "X-Auth-Token")])) == "401")
        #expect(player.text(get(url)) == "401")
    }

    @Test func theEntryWithMoreCredentialsIsNearer() throws {
        let authorization = bearer("REDACTED_access_token_1")
        let player = try player([
            entry(get(url, [authorization]), response("half"), secret("access_token_1", .issued, hex: 32)),
            entry(
                get(url, [authorization, key("REDACTED_api_key_1")]),
                response("whole"),
                secret("api_key_1", .held)
            ),
        ])
        let live = try bearer(minted("access_token_1", hex: 32))
        #expect((0..<2).map { _ in player.text(get(url, [key("mine"), live])) } == ["whole", "whole"])
        #expect(player.text(get(url, [live])) == "half")
        #expect(player.text(get(url, [key("mine")])) == "miss")
    }

    @Test func withoutCredentialsInTheRulesTheyDoNotCount() throws {
        let rules = MatchRules(parts: Set(MatchRules.Part.allCases).subtracting([.credentials]))
        let player = try player(cassette(), rules: rules)
        #expect([[key("mine")], [], [key("other")]].map { player.text(get(url, $0)) } == ["401", "200", "200"])
    }

    @Test(arguments: [
        ("Referer", "http://app.test/?key=REDACTED_api_key_1"), ("X-Next", "http://app.test/REDACTED_api_key_1"),
        ("User-Agent", "REDACTED_api_key_1"), ("Traceparent", "REDACTED_api_key_1"),
        ("X-Forwarded-Cookie", "REDACTED_cookie_1"), ("X-Note", "two words REDACTED_api_key_1"),
        ("X-Pair", "REDACTED_api_key_1:REDACTED_api_key_2"), ("Proxy-Authorization", "Basic REDACTED_api_key_1"),
    ])
    func otherFieldsThatHoldSecretsAreNone(_ name: String, _ value: String) throws {
        let player = try player([entry(get(url, [key(value, name)]), response("found"))])
        #expect(player.text(get(url)) == "found")
        #expect(player.text(get(url, [key("other", name)])) == "found")
    }

    @Test func aMissNamesTheFieldAndNotItsValue() throws {
        let player = try player(Array(cassette().suffix(1)))
        #expect(player.text(get(url, [key("tulip")])) == "200")
        #expect(player.answer(get(url, [key("rose", "x-api-key")])).text.contains("rose") == false)
        #expect(player.text(get(url)) == "miss")
        let misses = player.summary.misses
        #expect(misses.compactMap { $0.nearest.first?.differences.map(\.field) } == [["X-Api-Key"], ["X-Api-Key"]])
        let difference = try #require(misses.first?.nearest.first?.differences.first)
        #expect(difference.sent == "(another api key)")
        #expect(difference.recorded == "REDACTED_api_key_1")
        #expect(misses.last?.nearest.first?.differences.first?.sent == nil)
        #expect(misses.allSatisfy { $0.hint.contains("--match method,host,path,query,body") })
    }
}
