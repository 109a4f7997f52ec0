import Foundation
import Recording
import Testing
import TokenSandbox

/// Real clients record a conversation with the shop, and have it again with the shop closed.
struct RecordAndReplayTests {
    private static let statuses = [200, 200, 200, 200, 200, 200, 200, 401, 200, 200, 401, 302, 200, 302]

    @Test("curl: a recording is replayed, and no secret is left anywhere", .needsCurl, arguments: ["http", "https"])
    func curl(scheme: String) async throws {
        try await withShop { shop in
            let recorder = try await shop.record(into: "shop.har")
            let recorded = try await conversation(scheme, recorder, shop.sandbox.credentials) {
                shop.sandbox.clock.advance(bySeconds: 4000)
            }
            let recording = await recorder.stop()
            #expect(recording.status == 0)
            #expect(recorded.map(\.status) == Self.statuses)
            try await shop.close()

            // The client of the replay has other credentials: the recorded ones must not be needed.
            let other = try TokenSandbox(configuration: .init(seed: 99)).credentials
            let player = try await Program.listen("replay", "--strict", shop.folder.file("shop.har"), in: shop.folder)
            let replayed = try await conversation(scheme, player, other) {}
            let playing = await player.stop()
            #expect(playing.status == 0, "\(playing.errors)")
            #expect(replayed == recorded)

            try await expectNoSecret(of: shop, in: "shop.har", recording, playing)
            #expect(try shop.folder.permissions("shop.har") == 0o600)
            #expect(recording.errors.contains("POST shop.test/oauth20/token 200 "))
            #expect(recording.errors.contains("shop.har: 14 exchanges recorded, 14 in all; secrets masked: "))
        }
    }

    @Test("Python's requests: the same", .needsRequests, arguments: ["http", "https"])
    func requests(scheme: String) async throws {
        try await withShop { shop in
            let recorder = try await shop.record(into: "shop.har")
            let recorded = try await PythonConversation.run(scheme, through: recorder, shop.sandbox.credentials)
            let recording = await recorder.stop()
            #expect(recording.status == 0)
            try await shop.close()

            let player = try await Program.listen("replay", "--strict", shop.folder.file("shop.har"), in: shop.folder)
            let replayed = try await PythonConversation.run(scheme, through: player, shop.sandbox.credentials)
            let playing = await player.stop()
            #expect(playing.status == 0, "\(playing.errors)")
            #expect(replayed == recorded)
            try await expectNoSecret(of: shop, in: "shop.har", recording, playing)
        }
    }

    @Test("recordings of a conversation with other values are alike", .needsCurl, arguments: ["http", "https"])
    func determinism(scheme: String) async throws {
        var texts: [String] = []
        for seed: UInt64 in [1, 2] {
            try await withShop(seed: seed) { shop in
                let recorder = try await shop.record(into: "shop.har")
                _ = try await conversation(scheme, recorder, shop.sandbox.credentials) {
                    shop.sandbox.clock.advance(bySeconds: 4000)
                }
                await recorder.stop()
                texts.append(try Cassette.textWithoutTimes(shop.folder.bytes("shop.har")))
            }
        }
        #expect(texts.first?.isEmpty == false)
        expectSameLines(texts[0], texts[1])
    }

    @Test("recording a replay gives the cassette back", .needsCurl)
    func fixpoint() async throws {
        try await withShop { shop in
            let recorder = try await shop.record(into: "first.har")
            _ = try await conversation("https", recorder, shop.sandbox.credentials) {
                shop.sandbox.clock.advance(bySeconds: 4000)
            }
            await recorder.stop()
            try await shop.close()

            let player = try await Program.listen("replay", shop.folder.file("first.har"), in: shop.folder)
            let bridge = try bridge(to: player, host: "shop.test:443")
            defer { bridge.close() }
            let second = try await Program.listen(
                "record",
                "--output",
                shop.folder.file("second.har"),
                "--upstream-ca",
                player.authority,
                "--resolve",
                "shop.test:443=127.0.0.1:\(bridge.port)",
                in: shop.folder
            )
            _ = try await conversation("https", second, shop.sandbox.credentials) {}
            #expect(await second.stop().status == 0)
            #expect(await player.stop().status == 0)
            expectSameLines(
                try Cassette.textWithoutTimes(shop.folder.bytes("first.har")),
                try Cassette.textWithoutTimes(shop.folder.bytes("second.har"))
            )
        }
    }

    /// An origin that is the player in truth: each connection becomes a tunnel through it.
    private func bridge(to player: Listening, host: String) throws -> RawOrigin {
        let port = player.port
        return try RawOrigin { connection in
            let tunnel = try RawSocket(to: port)
            try tunnel.send("CONNECT \(host) HTTP/1.1\r\nHost: \(host)\r\n\r\n")
            _ = try tunnel.receive(until: "\r\n\r\n")
            Thread.detachNewThread { try? Self.pour(from: tunnel, into: connection) }
            try Self.pour(from: connection, into: tunnel)
        }
    }

    private static func pour(from source: RawSocket, into target: RawSocket) throws {
        defer { target.endSending() }
        while true {
            let bytes = try source.receive()
            if bytes.isEmpty { return }
            try target.send(bytes)
        }
    }

    private func conversation(
        _ scheme: String,
        _ proxy: Listening,
        _ credentials: SandboxCredentials,
        expire: @escaping () -> Void
    ) async throws -> [CurlConversation.Shape] {
        try await CurlConversation(
            curl: Curl(through: proxy),
            origin: "\(scheme)://shop.test",
            credentials: credentials,
            expire: expire
        ).run()
    }

    /// Looks into the cassette, all that the program printed, and what `audit` and `show` print of the cassette.
    private func expectNoSecret(of shop: Shop, in cassette: String, _ endings: Ending...) async throws {
        let search = SecretSearch(shop.sandbox.issuedSecrets)
        #expect(shop.sandbox.issuedSecrets.count > 10)
        #expect(search.found(in: try shop.folder.bytes(cassette)) == [])
        let text = try await Program.run("audit", shop.folder.file(cassette), in: shop.folder)
        let json = try await Program.run("audit", "--format", "json", shop.folder.file(cassette), in: shop.folder)
        let table = try await Program.run("show", shop.folder.file(cassette), in: shop.folder)
        for ending in endings + [text, json, table] {
            #expect(search.found(in: ending.output + ending.errors) == [])
        }
        #expect(text.status == 1, "tokens in URLs are findings")
        #expect(table.status == 0)
    }

    private func expectSameLines(_ left: String, _ right: String) {
        let difference = right.split(separator: "\n").difference(from: left.split(separator: "\n"))
        #expect(difference.isEmpty)
    }
}
