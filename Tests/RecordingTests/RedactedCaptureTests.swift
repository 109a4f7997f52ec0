import Capture
import FoundationEssentials
import Recording
import Secrets
import Testing

/// Making a cassette of a whole capture.
struct RedactedCaptureTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().path + "/../../cassettes/"

    /// A HAR of another producer with these exchanges.
    static func foreign(_ exchanges: [Exchange]) -> [UInt8] {
        let own = HARWriter.document(exchanges.map { (exchange: $0, hushtape: nil) })
        let text = String(decoding: own, as: UTF8.self)
        return Array(text.replacing("_hushtape", with: "_other").replacing("Hushtape", with: "Browser").utf8)
    }

    private func redact(_ bytes: [UInt8], _ file: String = "capture.har") throws -> RedactedCapture {
        try RedactedCapture(CaptureDocument(bytes, file: file), file: file)
    }

    @Test func givesWhatRecordingGives() async throws {
        var random = SeededGenerator(seed: 5)
        let token = random.token()
        let exchanges = [
            Conversation.page("/"), Conversation.grant(random.token()), Conversation.grant(token),
            Conversation.page("/x?access_token=\(token)", body: "token \(token)"),
        ]
        let folder = try TemporaryFolder()
        let recorder = try Recorder(path: folder.file())
        for exchange in exchanges { _ = try await recorder.record(exchange) }
        _ = try await recorder.finish()
        let capture = HARWriter.document(exchanges.map { ($0, nil) })
        let redacted = try redact(capture)
        #expect(redacted.text == (try bytes(of: folder.file())))
        #expect(redacted.secrets == [.accessToken: 2])
        #expect(redacted.faults == [])
    }

    @Test func whatIsLearnedLateIsMaskedEarlyAndNumberedFirst() throws {
        var random = SeededGenerator(seed: 6)
        let (first, second) = (random.token(), random.token())
        let exchanges = [
            Conversation.page("/x?t=\(second)"), Conversation.grant(first), Conversation.grant(second),
            Conversation.page("/y#access_token=\(first)"),
        ]
        let redacted = try redact(Self.foreign(exchanges))
        #expect(redacted.entries[0].exchange.request.target == Array("/x?t=REDACTED_access_token_1".utf8))
        #expect(redacted.entries[0].descriptors.map(\.placeholder.number) == [1])
        let text = String(decoding: redacted.text, as: UTF8.self)
        #expect(!text.contains(first) && !text.contains(second))
        // The fragment, which other producers keep, is kept too.
        #expect(text.contains("shop.example/y#access_token=REDACTED_access_token_2\""))
    }

    @Test func flowsOfMitmproxyBecomeACassette() throws {
        var random = SeededGenerator(seed: 7)
        let token = random.token()
        func field(_ text: String, _ type: String = ",") -> String { "\(text.utf8.count):\(text)\(type)" }
        func dictionary(_ members: [String]) -> String { field(members.joined(), "}") }
        let headers = field(field(field("host") + field("shop.example"), "]"), "]")
        let request = dictionary([
            field("method"), field("GET"), field("scheme"), field("https"), field("host"), field("shop.example"),
            field("port"), field("443", "#"), field("path"), field("/?access_token=\(token)"),
            field("http_version"), field("HTTP/2.0"), field("headers"), headers, field("content"), field(""),
        ])
        let flow = dictionary([
            field("version"), field("21", "#"), field("type"), field("http"), field("request"), request,
            field("response"), field("", "~"),
        ])
        let redacted = try redact(Array(flow.utf8), "all.mitm")
        let cassette = try Cassette(redacted.text, file: "all.har")
        #expect(
            cassette.entries.first?.exchange.request.url == "https://shop.example/?access_token=REDACTED_access_token_1"
        )
        #expect(cassette.entries.first?.exchange.response == nil)
    }

    @Test(arguments: ["login", "session", "refresh", "leaky"])
    func aCassetteStaysAsItIs(name: String) throws {
        let cassette = try bytes(of: Self.repository + name + ".har")
        let redacted = try redact(cassette)
        #expect(redacted.text == cassette)
        #expect(redacted.secrets == [:])
        #expect(try redact(redacted.text).text == redacted.text)
    }

    @Test func whatSomebodyPutIntoACassetteIsMasked() throws {
        var random = SeededGenerator(seed: 8)
        let token = random.token()
        let cassette = try redact(Self.foreign([Conversation.grant(random.token()), Conversation.page("/x?y=mark")]))
            .text
        let edited = String(decoding: cassette, as: UTF8.self).replacing("y=mark", with: "access_token=\(token)")
        let redacted = try redact(Array(edited.utf8))
        #expect(redacted.entries[1].exchange.request.target == Array("/x?access_token=REDACTED_access_token_2".utf8))
        #expect(redacted.secrets == [.accessToken: 1])
        #expect(try redact(redacted.text).text == redacted.text)
    }

    @Test func anEmptyCaptureBecomesAnEmptyCassette() throws {
        let redacted = try redact(Array(#"{"log":{"entries":[]}}"#.utf8))
        #expect(try Cassette(redacted.text, file: "x").entries.isEmpty)
        #expect(try Cassette(redacted.text, file: "x").format == 1)
    }

    // MARK: - The file

    @Test func aFileIsWrittenForItsOwnerAloneAndNotReplaced() throws {
        let folder = try TemporaryFolder()
        let redacted = try redact(Self.foreign([Conversation.page("/")]))
        try redacted.write(to: folder.file())
        #expect(try permissions(of: folder.file()) == 0o600)
        #expect(try bytes(of: folder.file()) == redacted.text)
        let other = try folder.write(Array("other".utf8), to: "other.har")
        let error = #expect(throws: CassetteFileError.self) { try redacted.write(to: other) }
        #expect(error?.reason == .exists)
        #expect(try bytes(of: other) == Array("other".utf8))
        try redacted.write(to: other, replacing: true)
        #expect(try bytes(of: other) == redacted.text)
        #expect(try permissions(of: other) == 0o644)
        #expect(try folder.names() == ["all.har", "other.har"])
    }

    @Test func whatCannotBeWrittenLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let redacted = try redact(Self.foreign([Conversation.page("/")]))
        let missing = #expect(throws: CassetteFileError.self) { try redacted.write(to: folder.file("no/x.har")) }
        #expect(missing?.reason == .folderMissing)
        let directory = #expect(throws: CassetteFileError.self) { try redacted.write(to: folder.path, replacing: true) }
        #expect(directory?.reason == .notAFile)
        let link = folder.file("link.har")
        let target = try folder.write([1], to: "target.har")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        try redacted.write(to: link, replacing: true)
        #expect(try bytes(of: target) == redacted.text)
        #expect(try folder.names() == ["link.har", "target.har"])
    }

    @Test func aCassetteThatIsRecordedIntoIsNotReplaced() async throws {
        let folder = try TemporaryFolder()
        let recorder = try Recorder(path: folder.file())
        let redacted = try redact(Self.foreign([Conversation.page("/")]))
        let error = #expect(throws: CassetteFileError.self) { try redacted.write(to: folder.file(), replacing: true) }
        #expect(error?.reason == .inUse)
        _ = try await recorder.finish()
    }

    @Test func secretsThatNeverOccurAreNotCounted() throws {
        var random = SeededGenerator(seed: 51)
        let (there, elsewhere) = (random.token(), random.token())
        var ledger = Ledger()
        for secret in [there, elsewhere] { ledger.learn(Array(secret.utf8), kind: .userSecret, matchClass: .held) }
        let capture = Self.foreign([Conversation.page("/x?q=\(there)")])
        let document = try CaptureDocument(capture, file: "x.har")
        let redacted = try RedactedCapture(document, file: "x.har", with: Redactor(ledger: ledger))
        #expect(redacted.secrets == [.userSecret: 1])
        let none = try RedactedCapture(
            CaptureDocument(Self.foreign([Conversation.page("/")]), file: "x.har"),
            file: "x.har",
            with: Redactor(ledger: ledger)
        )
        #expect(none.secrets == [:])
    }
}
