import Capture
import Recording
import Secrets
import Testing

/// A HAR that Hushtape did not write is redacted when it is read.
struct ForeignHARTests {
    @Test func noSecretIsLeftInIt() throws {
        var generator = SeededGenerator(seed: 21)
        let token = generator.token()
        let early = Conversation.page("/x?t=\(token)")
        let document = HARWriter.document([
            (exchange: early, hushtape: nil), (exchange: Conversation.grant(token), hushtape: nil),
        ])
        let foreign = Array(
            String(decoding: document, as: UTF8.self).replacing("_hushtape", with: "_other").replacing(
                "Hushtape",
                with: "Browser"
            ).utf8
        )
        let cassette = try Cassette(foreign, file: "foreign.har")
        #expect(cassette.format == nil)
        let texts = cassette.entries.flatMap { entry in
            let readable = ReadableExchange(decoded: entry.exchange)
            return readable.surfaces.map { String(decoding: readable[$0], as: UTF8.self) }
        }
        #expect(!texts.contains { $0.contains(token) })
        #expect(texts.first == "/x?t=REDACTED_access_token_1")
    }
}
