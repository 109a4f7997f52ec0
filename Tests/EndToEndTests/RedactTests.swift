import Foundation
import Recording
import Testing

/// `hushtape redact`, and its check.
struct RedactTests {
    /// Obviously no token, and one by its name all the same.
    private static let token = "fake5f0c27d1e94b83a6"

    /// A HAR with a token in a URL.
    private static let capture =
        #"{"log":{"version":"1.2","entries":[{"request":{"method":"GET","#
        + #""url":"https://a.test/?access_token=\#(token)","headers":[]},"response":{"status":200}}]}}"#

    @Test("a capture becomes a cassette for its owner alone")
    func redact() async throws {
        let folder = try TemporaryFolder()
        let capture = try folder.write(Self.capture, to: "capture.har")
        let output = folder.file("out.har")
        let ending = try await Program.run("redact", capture, "-o", output, in: folder)
        #expect(ending.status == 0)
        #expect(ending.output == "")
        #expect(ending.errors == "\(output): 1 exchange redacted; secrets masked: 1 access token\n")
        #expect(try folder.permissions("out.har") == 0o600)
        #expect(try folder.text("capture.har") == Self.capture)
        #expect(try folder.text("out.har").contains("https://a.test/?access_token=REDACTED_access_token_1\""))
        #expect(try !folder.text("out.har").contains(Self.token))
        let check = try await Program.run("redact", "--check", output, in: folder)
        #expect(check == Ending(status: 0, output: "", errors: "1 cassette checked; no secret is left\n"))
    }

    @Test("what is there is replaced only by force, and never changes when nothing is found")
    func force() async throws {
        let folder = try TemporaryFolder()
        let capture = try folder.write(Self.capture, to: "capture.har")
        let refused = try await Program.run("redact", capture, "--output", capture, in: folder)
        #expect(refused.status == 2)
        #expect(refused.errors == "hushtape: \(capture): exists; name another file, or replace it with --force\n")
        #expect(try folder.text("capture.har") == Self.capture)
        let done = try await Program.run("redact", capture, "--output", capture, "--force", "--quiet", in: folder)
        #expect(done == Ending(status: 0, output: "", errors: ""))
        let first = try folder.bytes("capture.har")
        let again = try await Program.run("redact", capture, "--output", capture, "--force", in: folder)
        #expect(again.errors == "\(capture): 1 exchange redacted; no secrets found\n")
        #expect(try folder.bytes("capture.har") == first)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!names.contains { $0.hasSuffix(".writing") })
    }

    @Test("a capture of which nothing can be read replaces nothing", arguments: [0.6, 1.0])
    func nothingRead(share: Double) async throws {
        let folder = try TemporaryFolder()
        let good = try folder.write(Self.capture, to: "good.har")
        let text =
            share < 1
            ? String(Self.capture.prefix(Int(Double(Self.capture.count) * share))) : #"{"log":{"entries":[1,{}]}}"#
        let capture = try folder.write(text, to: "capture.har")
        let ending = try await Program.run("redact", capture, "-o", good, "--force", in: folder)
        #expect(ending.status == 2)
        #expect(ending.errors.hasSuffix("no entry of it could be read; nothing was written\n"))
        #expect(try folder.text("good.har") == Self.capture)
    }

    @Test("a value by mistake in --secret-env is not shown")
    func secretByMistake() async throws {
        let folder = try TemporaryFolder()
        let capture = try folder.write(Self.capture, to: "capture.har")
        for mistake in ["API_KEY=\(Self.token)", Self.token] {
            let ending = try await Program.run("redact", capture, "-o", "-", "--secret-env", mistake, in: folder)
            #expect(ending.status == 2)
            #expect(!ending.errors.contains(Self.token))
        }
    }

    @Test("the cassette can go to standard output")
    func standardOutput() async throws {
        let folder = try TemporaryFolder()
        let capture = try folder.write(Self.capture, to: "capture.har")
        let ending = try await Program.run("redact", capture, "-o", "-", "-q", in: folder)
        #expect(ending.status == 0)
        #expect(try Cassette(Array(ending.output.utf8), file: "out").entries.count == 1)
        #expect(ending.errors == "")
    }

    @Test("of a capture that is cut off, what is whole becomes a cassette")
    func torn() async throws {
        let folder = try TemporaryFolder()
        let capture = try folder.write(String(Self.capture.dropLast(3)) + ",{\"request\":", to: "torn.har")
        let ending = try await Program.run("redact", capture, "-o", folder.file("out.har"), in: folder)
        #expect(ending.status == 2)
        #expect(ending.errors.contains("note: \(capture): line 1, entry 2: the file is cut off in this entry"))
        #expect(ending.errors.hasSuffix("not all of it could be read; what was read is in \(folder.file("out.har"))\n"))
        #expect(try Cassette(path: folder.file("out.har")).entries.count == 1)
    }

    @Test("the check names file, line, entry, kind and place, and never the value")
    func check() async throws {
        let folder = try TemporaryFolder()
        let capture = try folder.write(Self.capture, to: "capture.har")
        _ = try await Program.run("redact", capture, "-o", folder.file("out.har"), in: folder)
        let text = try folder.text("out.har")
        let planted = try folder.write(
            text.replacingOccurrences(of: "?access_token=REDACTED_access_token_1", with: "?access_token=\(Self.token)"),
            to: "planted.har"
        )
        let ending = try await Program.run("redact", "--check", folder.file("out.har"), planted, in: folder)
        #expect(ending.status == 1)
        #expect(ending.output == "\(planted):19: entry 1: access token in url-query access_token\n")
        #expect(
            ending.errors.hasPrefix("1 finding in 1 of 2 files; mask what is left with: hushtape redact \(planted) ")
        )
        #expect(!ending.errors.contains(Self.token))
    }

    @Test("what is no cassette is a finding, and what cannot be read an error")
    func foreign() async throws {
        let folder = try TemporaryFolder()
        let capture = try folder.write(Self.capture, to: "capture.har")
        let foreign = try await Program.run("redact", "--check", folder.path, in: folder)
        #expect(foreign.status == 1)
        #expect(foreign.output == "\(capture):1: not a cassette; make one of it with: hushtape redact\n")
        let words = try folder.write("words", to: "words.har")
        let ending = try await Program.run("redact", "--check", words, folder.file("missing.har"), in: folder)
        #expect(ending.status == 2)
        #expect(ending.output == "")
        #expect(
            ending.errors == """
                hushtape: \(words):1: is not JSON, so it is no HAR; export the capture as HAR 1.2
                hushtape: \(folder.file("missing.har")): cannot be read; check that it exists and that you may read it

                """
        )
    }

    @Test(
        "wrong usage",
        arguments: [
            (["redact"], "Error: Missing expected argument '<files> ...'"),
            (["redact", "a.har"], "Error: Name the cassette to write with --output, or give --check"),
            (["redact", "a.har", "b.har", "-o", "c.har"], "Error: One capture makes one cassette; name one"),
            (
                ["redact", "--check", "a.har", "-o", "b.har"],
                "Error: --check writes nothing; leave out --output and --force"
            ),
        ]
    )
    func usage(arguments: [String], line: String) async throws {
        let ending = try await Program.start(arguments, in: TemporaryFolder()).ending()
        #expect(ending.status == 2)
        #expect(ending.errors.split(separator: "\n").first.map(String.init) == line)
    }
}
