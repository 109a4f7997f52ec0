import Capture
import Secrets
import Testing

@testable import Replay

/// Which entry answers when several fit.
@Suite struct ChoiceTests {
    private let url = "http://api.test/poll"

    private func cookie(_ value: String) -> [HeaderField] {
        [HeaderField("Cookie", value)]
    }

    @Test func repeatedRequestsPlayInOrderAndTheLastRepeats() throws {
        let player = try player(["pending", "slow down", "token"].map { try entry(get(url), response($0)) })
        #expect((0..<5).map { _ in player.text(get(url)) } == ["pending", "slow down", "token", "token", "token"])
        #expect(player.text(get(url), session: "another") == "pending")
    }

    @Test func theLastOfDifferentEntriesThatFitRepeats() throws {
        let player = try player([
            entry(get("\(url)?_=REDACTED_cache_buster_1&a=1"), response("first"), secret("cache_buster_1", .volatile)),
            entry(get("\(url)?a=1"), response("second")),
        ])
        #expect((0..<3).map { _ in player.text(get("\(url)?a=1")) } == ["first", "second", "second"])
    }

    @Test func withoutCredentialsAnEntryFitsOnlyIfNoneWithThemDoes() throws {
        let player = try player([
            entry(get(url), response("401")),
            entry(
                get(url, [bearer("REDACTED_access_token_1")]),
                response("200"),
                secret("access_token_1", .issued, hex: 32)
            ),
        ])
        let access = try minted("access_token_1", hex: 32)
        #expect((0..<2).map { _ in player.text(get(url, [bearer(access)])) } == ["200", "200"])
        #expect(player.text(get(url, [bearer("unknown")])) == "401")
        #expect(player.text(get(url)) == "401")
    }

    @Test func cookiesMakeAnEntryFitBetter() throws {
        let player = try player([
            entry(get(url, cookie("a=1; b=2")), response("12")),
            entry(get(url, cookie("a=1; b=3")), response("13")),
            entry(get(url), response("none")),
        ])
        #expect(player.text(get(url, cookie("b=3; a=1"))) == "13")
        #expect(player.text(get(url, cookie("a=1; b=\"2\""))) == "12")
        #expect(player.text(get(url, cookie("a=1; b=3"))) == "none")
        #expect(player.text(get(url, cookie("a=1; b=3"))) == "13")
        #expect(player.text(get(url, cookie("c=7"))) == "none")
        #expect(player.text(get(url)) == "none")
    }

    @Test(arguments: ["", "session="])
    func anotherBearersCookieIsAnotherRequest(_ name: String) throws {
        let kind = name.isEmpty ? "cookie" : "session_token"
        let player = try player([
            entry(
                get(url, cookie("\(name)REDACTED_\(kind)_1")),
                response("one"),
                secret("\(kind)_1", .issued, hex: 20)
            ),
            entry(
                get(url, cookie("\(name)REDACTED_\(kind)_2")),
                response("two"),
                secret("\(kind)_2", .issued, hex: 20)
            ),
        ])
        for number in [2, 1, 2, 1] {
            let value = try minted("\(kind)_\(number)", hex: 20)
            #expect(player.text(get(url, cookie(name + value))) == (number == 1 ? "one" : "two"))
        }
    }

    @Test func anAnswerKnownBeforeIsNearerThanANewBinding() throws {
        let player = try player([
            entry(get("\(url)?user=REDACTED_username_1"), response("someone"), secret("username_1", .held)),
            entry(get("\(url)?user=anonymous"), response("anyone")),
        ])
        #expect(player.text(get("\(url)?user=anonymous")) == "anyone")
        #expect(player.text(get("\(url)?user=alice")) == "someone")
        #expect(player.text(get("\(url)?user=anonymous")) == "anyone")
    }

    @Test func aSessionNamedAsACassetteIsAnsweredFromIt() throws {
        let first = try Tape([entry(get(url), response("first"))], name: "first")
        let second = try Tape(
            [entry(get(url), response("second")), entry(get("\(url)?x"), response("x"))],
            name: "second"
        )
        let player = Player([first, second])
        #expect(player.text(get(url)) == "first")
        #expect(player.text(get(url)) == "second")
        #expect(player.text(get("\(url)?x")) == "x")
        #expect(player.text(get(url), session: "second") == "second")
        #expect(player.text(get("\(url)?x"), session: "first") == "miss")
    }

    @Test func theSummaryNamesWhatWasNotPlayedAndWhatWasMissed() throws {
        let player = try player([
            entry(get(url), response("1")), entry(get(url), response("2")), entry(get("\(url)?b"), response("b")),
        ])
        _ = player.answer(get(url))
        _ = player.answer(get("\(url)?c"), session: "s")
        let summary = player.summary
        #expect(summary.unplayed.map(\.number) == [2, 3])
        #expect(summary.unplayed.last?.url == "\(url)?b")
        #expect(summary.missCount == 1)
        #expect(summary.misses.map(\.url) == ["\(url)?c"])
        #expect(!summary.isComplete)
        _ = player.answer(get(url))
        _ = player.answer(get("\(url)?b"))
        #expect(player.summary.unplayed.isEmpty)
    }
}
