import Capture
import FoundationEssentials
import Testing

@Suite struct CaptureErrorTests {
    private func reason(_ bytes: [UInt8]) -> CaptureError.Reason? {
        do {
            _ = try CaptureDocument(bytes, file: "x.har")
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(
        arguments: [
            ("", .empty), (" \n", .empty), ("hello", .notJSON), ("<html>", .notJSON), ("[]", .notHAR), ("{}", .notHAR),
            ("\"text\"", .notHAR), ("{", .notHAR), ("42", .notHAR), (#"{"log":null}"#, .notHAR),
            (#"{"log":[]}"#, .notHAR),
            ("PK\u{3}\u{4}", .archive),
        ] as [(String, CaptureError.Reason)]
    )
    func whatIsNoHARSaysSo(text: String, expected: CaptureError.Reason) {
        #expect(reason(Array(text.utf8)) == expected)
    }

    @Test func brokenCompressionSaysSo() throws {
        let gzip = try ContentCoding.gzip.encode(Array(#"{"log":{}}"#.utf8))
        #expect(reason(Array(gzip.dropLast(9))) == .compressed(.truncated))
    }

    @Test func pathsThatAreNoFilesSaySo() throws {
        let folder = FileManager.default.temporaryDirectory.path
        let directory = #expect(throws: CaptureError.self) { try CaptureDocument(path: folder) }
        #expect(directory?.reason == .directory)
        #expect(directory?.description == "\(folder): is a directory; name a HAR file in it")
        let missing = #expect(throws: CaptureError.self) { try CaptureDocument(path: folder + "/no-such-file.har") }
        #expect(missing?.reason == .unreadable)
    }

    @Test func filesAreRead() throws {
        let path = FileManager.default.temporaryDirectory.path + "/capture-\(UInt64.random(in: 0...UInt64.max)).har"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let exchange = Exchange(
            request: Request(method: "GET", scheme: "http", authority: "a.test", target: Array("/".utf8)),
            response: Response(status: 200, body: Body(Array("ok".utf8)))
        )
        try Data(HARWriter.document([(exchange, nil)])).write(to: URL(filePath: path))
        #expect(try CaptureDocument(path: path).entries.map(\.exchange) == [exchange])
    }

    @Test func errorsHoldNothingOfTheFile() throws {
        let text = #"{"log":{"entries":[{"request":{"url":"obviously-fake","headers":["obviously-fake"#
        let document = try CaptureDocument(Array(text.utf8), file: "x.har")
        #expect(!document.isComplete)
        #expect(
            document.problems.map(\.description) == [
                "line 1, entry 1: the file is cut off in this entry; it and what follows are not read"
            ]
        )
    }
}
