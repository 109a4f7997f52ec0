import Capture
import Secrets
import Testing

@testable import Replay

/// Same cassette, same requests: same bytes, in whatever order independent requests arrive.
@Suite struct DeterminismTests {
    private static let count = 200

    private func cassette() throws -> [CassetteEntry] {
        try (0..<Self.count).map { index in
            let token = "REDACTED_access_token_\(index + 1)"
            if index.isMultiple(of: 2) {
                return try entry(
                    post("http://api.test/oauth20/token", "grant_type=client_credentials&x=\(index)"),
                    response(#"{"x":\#(index),"access_token":"\#(token)"}"#),
                    secret("access_token_\(index + 1)", .issued, hex: 160)
                )
            }
            return try entry(
                post("http://api.test/clients/\(index)", "client_secret=REDACTED_client_secret_\(index + 1)"),
                response("client \(index): REDACTED_client_secret_\(index + 1)"),
                secret("client_secret_\(index + 1)", .held)
            )
        }
    }

    private func live(_ index: Int) -> Request {
        index.isMultiple(of: 2)
            ? post("http://api.test/oauth20/token", "x=\(index)&grant_type=client_credentials")
            : post("http://api.test/clients/\(index)", "client_secret=mine-\(index)")
    }

    @Test func theOrderOfIndependentRequestsDoesNotMatter() throws {
        let entries = try cassette()
        let first = player(entries)
        let inOrder = (0..<Self.count).map { first.answer(live($0)) }
        #expect(inOrder.allSatisfy { $0.status == 200 })
        #expect(Set(inOrder).count == Self.count)
        for seed in 1...3 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let second = player(entries)
            let order = Array(0..<Self.count).shuffled(using: &generator)
            let shuffled = order.map { ($0, second.answer(live($0))) }.sorted { $0.0 < $1.0 }.map(\.1)
            #expect(shuffled == inOrder)
        }
    }

    @Test func manyAtOnceGetTheSame() async throws {
        let entries = try cassette()
        let first = player(entries)
        let inOrder = (0..<Self.count).map { first.answer(live($0)) }
        let second = player(entries)
        let answers = await withTaskGroup(of: (Int, Response).self) { group in
            for index in 0..<Self.count {
                group.addTask { (index, second.answer(live(index))) }
            }
            return await group.reduce(into: [Int: Response]()) { $0[$1.0] = $1.1 }
        }
        #expect((0..<Self.count).map { answers[$0] } == inOrder)
        #expect(second.summary.isComplete)
    }

    @Test func aLargeCassetteIsSearchedByLookUps() throws {
        let entries = try (0..<10_000).map { index in
            try entry(
                get("http://api.test/item?x=\(index)", [bearer("REDACTED_access_token_\(index + 1)")]),
                response("\(index)"),
                secret("access_token_\(index + 1)", .issued, hex: 32)
            )
        }
        let tape = Tape(entries, name: "large")
        let reading = tape.reading(of: get("http://api.test/item?x=9999"))
        #expect(tape.index.candidates(for: reading).isEmpty)
        let token = try minted("access_token_10000", hex: 32)
        let live = tape.reading(of: get("http://api.test/item?x=9999", [bearer(token)]))
        #expect(tape.index.candidates(for: live) == [9_999])
    }

    @Test func equalRequestsAreOneSceneHoweverMany() throws {
        let entries = try (0..<1_000).map { index in
            try entry(
                get("http://api.test/?_=REDACTED_cache_buster_\(index + 1)"),
                response("\(index)"),
                secret("cache_buster_\(index + 1)", .volatile)
            )
        }
        let tape = Tape(entries, name: "polling")
        #expect(tape.scenes.count == 1)
        let player = Player([tape])
        #expect((0..<3).map { _ in player.text(get("http://api.test/?_=1")) } == ["0", "1", "2"])
    }
}
