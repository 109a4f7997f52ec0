import Capture
import FoundationEssentials
import Recording
import Secrets
import Synchronization
import Testing

@Suite("Recorder")
struct RecorderTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file()
    }

    private var text: String {
        get throws { String(decoding: try bytes(of: path), as: UTF8.self) }
    }

    @Test("What is told of an exchange names no secret")
    func recorded() async throws {
        var generator = SeededGenerator(seed: 1)
        let token = generator.token(160)
        let recorder = try Recorder(path: path)
        let recorded = try await recorder.record(Conversation.grant(token))
        #expect(recorded.number == 1)
        #expect(recorded.kinds == [.accessToken])
        #expect(recorded.sightings.count == 1)
        #expect(recorded.title == "POST shop.example/oauth20/token")
        #expect(recorded.faults.isEmpty)
        #expect(recorded.rewritten.isEmpty)
        #expect(!(try text.contains(token)))
        #expect(try text.contains("REDACTED_access_token_1"))
        let summary = try await recorder.finish()
        #expect(summary.entries == 1)
        #expect(summary.recorded == 1)
        #expect(summary.secrets == [.accessToken: 1])
        #expect(summary.faults.isEmpty)
    }

    @Test("A title has nothing that may turn out to be a secret")
    func titleOfLink() async throws {
        let link = Conversation.page("/share/9f86d081884c7d659a2feaa0c55ad015/v1/items")
        let recorded = try await Recorder(path: path).record(link)
        #expect(recorded.title == "GET shop.example/share/*/v1/items")
    }

    @Test("A title has nothing that a terminal would act on")
    func title() async throws {
        var exchange = Conversation.page("/a\u{1B}[31mb c?query")
        exchange.request.authority = "user:word@shop.example"
        let recorded = try await Recorder(path: path).record(exchange)
        #expect(recorded.title == "GET shop.example/a?[31mb?c")
    }

    @Test("A value that is known late is masked in the entries that hold it, and in no other")
    func lateSecret() async throws {
        var generator = SeededGenerator(seed: 2)
        let token = generator.token(40)
        let other = generator.token(40)
        let recorder = try Recorder(path: path)
        for number in 1...100 {
            let target = number % 40 == 7 ? "/page/\(number)?x=a-\(token)" : "/page/\(number)?x=\(generator.token(40))"
            _ = try await recorder.record(Conversation.page(target))
        }
        let before = try Cassette(path: path).entries
        #expect(try text.contains(token))
        let recorded = try await recorder.record(Conversation.grant(token))
        #expect(recorded.rewritten == [7, 47, 87])
        #expect(!(try text.contains(token)))
        let after = try Cassette(path: path)
        #expect(after.isComplete)
        #expect(after.entries.count == 101)
        for (index, entry) in before.enumerated() where ![7, 47, 87].contains(index + 1) {
            #expect(after.entries[index] == entry)
        }
        #expect(after.entries[6].exchange.request.target == Array("/page/7?x=a-REDACTED_access_token_1".utf8))
        // Nothing to rewrite for a token that no entry holds.
        #expect(try await recorder.record(Conversation.grant(other)).rewritten.isEmpty)
        let summary = try await recorder.finish()
        #expect(summary.rewritten == 3)
        #expect(summary.entries == 102)
        #expect(try permissions(of: path) == 0o600)
    }

    @Test("Masking a late secret that fails is a fault, and is made good with the next exchange")
    func lateSecretFailing() async throws {
        var generator = SeededGenerator(seed: 6)
        let token = generator.token()
        let recorder = try Recorder(path: path)
        _ = try await recorder.record(Conversation.page("/seen?x=\(token)"))
        // A folder under the name of the temporary file stands in its way whoever the user is.
        try FileManager.default.createDirectory(atPath: path + ".rewriting/a", withIntermediateDirectories: true)
        let recorded = try await recorder.record(Conversation.grant(token))
        #expect(recorded.number == 2)
        #expect(recorded.rewritten.isEmpty)
        #expect(recorded.faults.count == 1)
        #expect(try Cassette(path: path).entries.count == 2)
        try FileManager.default.removeItem(atPath: path + ".rewriting")
        let next = try await recorder.record(Conversation.page("/next"))
        #expect(next.rewritten == [1])
        #expect(next.faults.isEmpty)
        #expect(!(try text.contains(token)))
    }

    @Test("A late secret is found in the encodings of earlier entries too", arguments: [0, 1, 2])
    func lateSecretEncoded(alignment: Int) async throws {
        var generator = SeededGenerator(seed: 7)
        let token = generator.token(160)
        let recorder = try Recorder(path: path)
        let hidden = Base64.encode(Array("abc".prefix(alignment).utf8) + Array("=\(token)".utf8))
        _ = try await recorder.record(Conversation.page("/", body: "see \(String(decoding: hidden, as: UTF8.self))"))
        let recorded = try await recorder.record(Conversation.grant(token))
        #expect(recorded.rewritten == [1])
        let part = String(decoding: hidden[60..<100], as: UTF8.self)
        #expect(!(try text.contains(part)))
        #expect(try await recorder.finish().faults.isEmpty)
    }

    @Test("Many callers at once: each gets its entry, and the entries stand in the order of completion")
    func concurrent() async throws {
        let recorder = try Recorder(path: path)
        let order = CompletionOrder()
        try await withThrowingTaskGroup { group in
            for number in 0..<200 {
                group.addTask {
                    let name = "/\(number)"
                    let entry = try await withCheckedThrowingContinuation { continuation in
                        recorder.record(Conversation.page(name)) { result in
                            order.names.withLock { $0.append(name) }
                            continuation.resume(with: result)
                        }
                    }
                    #expect(entry.redacted.exchange.request.target == Array(name.utf8))
                }
            }
            try await group.waitForAll()
        }
        let targets = try Cassette(path: path).entries.map {
            String(decoding: $0.exchange.request.target, as: UTF8.self)
        }
        #expect(targets == order.names.withLock { $0 })
        #expect(Set(targets).count == 200)
    }

    @Test("The scope of tokens leaves out exchanges in which nothing is found")
    func scope() async throws {
        var generator = SeededGenerator(seed: 3)
        let recorder = try Recorder(path: path, scope: .tokens)
        #expect(try await recorder.record(Conversation.page("/plain")).number == nil)
        #expect(try await recorder.record(Conversation.grant(generator.token())).number == 1)
        #expect(try await recorder.record(Conversation.page("/plain")).number == nil)
        #expect(try Cassette(path: path).entries.count == 1)
        let summary = try await recorder.finish()
        #expect(summary.leftOut == 2)
        #expect(summary.recorded == 1)
    }

    @Test("Going on with a cassette, placeholders go on too")
    func goesOn() async throws {
        var generator = SeededGenerator(seed: 4)
        for round in 1...3 {
            let recorder = try Recorder(path: path)
            #expect(try await recorder.record(Conversation.grant(generator.token())).number == round)
            let summary = try await recorder.finish()
            #expect(summary.faults.isEmpty, "placeholders of earlier rounds are no secrets")
            #expect(summary.secrets[.accessToken] == 1)
        }
        let placeholders = try Cassette(path: path).entries.flatMap(\.descriptors).map(\.placeholder.description)
        #expect(placeholders == (1...3).map { "REDACTED_access_token_\($0)" })
    }

    @Test("After the end nothing is recorded, and the cassette is free")
    func finished() async throws {
        let recorder = try Recorder(path: path)
        _ = try await recorder.record(Conversation.page("/1"))
        _ = try await recorder.finish()
        let expected = CassetteFileError(file: path, .finished)
        await #expect(throws: expected) { try await recorder.record(Conversation.page("/2")) }
        await #expect(throws: expected) { try await recorder.finish() }
        #expect(try CassetteFile(path: path).count == 1)
    }

    @Test("What cannot be written is a failure for the caller")
    func failure() async throws {
        let recorder = try Recorder(path: path)
        try FileManager.default.removeItem(atPath: path)
        await #expect(throws: CassetteFileError(file: path, .changed)) {
            try await recorder.record(Conversation.page("/1"))
        }
    }

    @Test("The same conversation with other tokens at another time gives the same cassette")
    func repeatable() async throws {
        func record(seed: UInt64, to path: String) async throws -> String {
            var generator = SeededGenerator(seed: seed)
            let recorder = try Recorder(path: path)
            let tokens = [generator.token(), generator.token()]
            var exchanges = [Conversation.page("/early?x=\(tokens[1])")]
            exchanges += tokens.map { Conversation.grant($0) }
            exchanges.append(Conversation.page("/late?x=\(tokens[0])"))
            for var exchange in exchanges {
                exchange.started.milliseconds += Int64(seed)
                exchange.timings.wait = Double(seed)
                exchange.response?.fields.append(HeaderField("Date", exchange.started.httpDate))
                _ = try await recorder.record(exchange)
            }
            _ = try await recorder.finish()
            return try Cassette.textWithoutTimes(bytes(of: path))
        }
        let first = try await record(seed: 5_000, to: folder.file("first.har"))
        let second = try await record(seed: 99_000, to: folder.file("second.har"))
        #expect(first == second)
        #expect(try bytes(of: folder.file("first.har")) != bytes(of: folder.file("second.har")))
    }

    @Test("Of a cassette only times are taken out")
    func withoutTimes() throws {
        var exchange = Conversation.page("/")
        exchange.response?.fields += [
            HeaderField("Date", "Mon, 02 Mar 2026 10:00:00 GMT"), HeaderField("age", "12"),
            HeaderField("ETag", "\"1\""),
            HeaderField("Set-Cookie", "a=b; Expires=Mon, 02 Mar 2026 10:00:00 GMT; Path=/"),
        ]
        var file = try CassetteFile(path: path)
        try file.append(Conversation.redacted(exchange))
        let text = try Cassette.textWithoutTimes(bytes(of: path))
        for gone in ["2026", "2023", "\"12\"", "GMT"] { #expect(!text.contains(gone)) }
        for kept in [#"\"1\""#, "Path=/", "a page", "shop.example"] { #expect(text.contains(kept)) }
    }
}

/// The names of exchanges in the order in which they were recorded.
private final class CompletionOrder: Sendable {
    let names = Mutex<[String]>([])
}
