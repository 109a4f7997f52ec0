import Capture
import FoundationEssentials
import Recording
import Secrets
import Testing

@Suite("Opening and appending")
struct CassetteFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("A new cassette is empty, whole and its owner's alone")
    func new() throws {
        let path = folder.file()
        let file = try CassetteFile(path: path)
        #expect(file.count == 0)
        #expect(try permissions(of: path) == 0o600)
        let cassette = try Cassette(path: path)
        #expect(cassette.entries.isEmpty)
        #expect(cassette.isComplete)
        #expect(cassette.format == 1)
        #expect(cassette.profile == "standard")
        #expect(cassette.notes.isEmpty)
        let log = try JSONValue(parsing: bytes(of: path))["log"]
        #expect(log?["_hushtape"]?["policy"] == 2)
        #expect(log?["version"] == "1.2")
    }

    @Test("Each append leaves a whole cassette and everything before it as it was")
    func append() throws {
        let path = folder.file()
        var file = try CassetteFile(path: path)
        var before = try bytes(of: path).dropLast(HARWriter.closing.count)
        for number in 1...5 {
            let exchange = Conversation.page("/page?x=\(number)", body: "body ä \(number)")
            #expect(try file.append(Conversation.redacted(exchange)) == number)
            let after = try bytes(of: path)
            #expect(after.starts(with: before))
            before = after.dropLast(HARWriter.closing.count)
            let cassette = try Cassette(path: path)
            #expect(cassette.isComplete)
            #expect(cassette.entries.count == number)
            #expect(cassette.entries.last?.exchange == exchange)
        }
        let entries = try JSONValue(parsing: bytes(of: path))["log"]?["entries"]?.elements ?? []
        #expect(entries.map { $0["_hushtape"]?["entry"] } == [1, 2, 3, 4, 5])
        #expect(entries.last?["_hushtape"]?.members?.map(\.name) == ["entry", "request", "response"])
    }

    @Test("An entry can be read back by its number")
    func readBack() throws {
        var file = try CassetteFile(path: folder.file())
        for number in 1...3 { try file.append(Conversation.redacted(Conversation.page("/\(number)"))) }
        #expect(try file.entry(2).exchange == Conversation.page("/2"))
    }

    @Test("An exchange without a response keeps the reason for that")
    func failure() throws {
        let path = folder.file()
        var file = try CassetteFile(path: path)
        let exchange = Conversation.page("/slow", failure: "the origin closed the connection")
        try file.append(Conversation.redacted(exchange))
        try file.append(Conversation.redacted(Conversation.page("/next")))
        let entries = try Cassette(path: path).entries
        #expect(entries.map(\.exchange) == [exchange, Conversation.page("/next")])
        let entry = try JSONValue(parsing: bytes(of: path))["log"]?["entries"]?.elements?.first
        #expect(entry?["response"]?["status"] == 0)
        #expect(entry?["_hushtape"]?.members?.map(\.name) == ["entry", "failure", "request"])
    }

    @Test("A cassette that is there is gone on with, and keeps its permissions")
    func goesOn() throws {
        let path = folder.file()
        do {
            var file = try CassetteFile(path: path)
            try file.append(Conversation.redacted(Conversation.page("/1")))
            try file.append(Conversation.redacted(Conversation.page("/2")))
            try file.close()
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        var visited: [String] = []
        var file = try CassetteFile(path: path) { entry, text in
            visited.append(String(decoding: entry.exchange.request.target, as: UTF8.self))
            #expect(text.first == UInt8(ascii: "{") && text.last == UInt8(ascii: "}"))
        }
        #expect(visited == ["/1", "/2"])
        #expect(file.notes.isEmpty)
        #expect(try file.append(Conversation.redacted(Conversation.page("/3"))) == 3)
        #expect(try Cassette(path: path).entries.count == 3)
        #expect(try permissions(of: path) == 0o640)
    }

    @Test("What another program put behind the entries stays")
    func keepsMembersBehind() throws {
        let entry = HARWriter.entry(Conversation.page("/1"), hushtape: ["entry": 1])
        let log: JSONValue = ["format": 1, "unknown": [1, 2], "policy": 1]
        let text = HARWriter.header(log: log) + entry + Array("\n    ],\n    \"comment\": \"kept\"\n  }\n}".utf8)
        let path = try folder.write(text)
        var file = try CassetteFile(path: path)
        try file.append(Conversation.redacted(Conversation.page("/2")))
        let document = try JSONValue(parsing: bytes(of: path))
        #expect(document["log"]?["comment"] == "kept")
        #expect(document["log"]?["_hushtape"]?["unknown"] == [1, 2])
        #expect(try Cassette(path: path).entries.count == 2)
    }

    @Test("An empty file becomes a cassette of its owner's alone")
    func empty() throws {
        let path = try folder.write([])
        _ = try CassetteFile(path: path)
        #expect(try Cassette(path: path).format == 1)
        #expect(try permissions(of: path) == 0o600)
    }

    @Test("Two recorders cannot have one cassette, one after the other can")
    func lock() throws {
        let path = folder.file()
        var first = try CassetteFile(path: path)
        #expect(throws: CassetteFileError(file: path, .inUse)) { _ = try CassetteFile(path: path) }
        try first.append(Conversation.redacted(Conversation.page("/1")))
        try first.close()
        let second = try CassetteFile(path: path)
        #expect(second.count == 1)
    }

    @Test("A cassette that was removed or changed by another program is not written to any more")
    func changed() throws {
        let removed = folder.file("removed.har")
        var file = try CassetteFile(path: removed)
        try FileManager.default.removeItem(atPath: removed)
        #expect(throws: CassetteFileError(file: removed, .changed)) {
            try file.append(Conversation.redacted(Conversation.page("/1")))
        }
        let path = folder.file()
        var other = try CassetteFile(path: path)
        let text = try bytes(of: path) + [0x20]
        try Data(text).write(to: URL(filePath: path))
        #expect(throws: CassetteFileError(file: path, .changed)) {
            try other.append(Conversation.redacted(Conversation.page("/1")))
        }
        #expect(try bytes(of: path) == text)
    }
}

@Suite("Files that cannot be recorded into")
struct RefusedFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A file that a user may name by mistake.
    enum ForeignFile: String, CaseIterable {
        case text = "Dear diary,\nnobody reads this.\n"
        case json = #"{"name": "not a HAR"}"#
        case list = "[1, 2, 3]"
        case binary = "\u{0}\u{1}\u{2}"
        case harWithoutEntries = #"{"log": {"version": "1.2"}}"#
        case harOfAnother = #"{"log": {"version": "1.2", "creator": {"name": "a browser"}, "entries": []}}"#
    }

    @Test("A file that is no cassette is refused and left as it is", arguments: ForeignFile.allCases)
    func foreign(file: ForeignFile) throws {
        let content = Array(file.rawValue.utf8)
        let path = try folder.write(content)
        let error = try #require(throws: CassetteFileError.self) { _ = try CassetteFile(path: path) }
        #expect(error.reason == .foreign)
        #expect(error.description.contains(path))
        #expect(try bytes(of: path) == content)
        #expect(try permissions(of: path) == 0o644)
        #expect(try folder.names() == ["all.har"])
    }

    @Test("A later format is refused by recorder and reader, with what to do")
    func laterFormat() throws {
        let content = HARWriter.document([(Conversation.page("/"), ["entry": 1])], log: ["format": 2])
        let path = try folder.write(content)
        let expected = CassetteFileError(file: path, .laterFormat(2))
        #expect(throws: expected) { _ = try CassetteFile(path: path) }
        #expect(throws: expected) { _ = try Cassette(path: path) }
        #expect(expected.description.contains("update Hushtape"))
        #expect(try bytes(of: path) == content)
    }

    @Test(
        "A format that is no whole number from 1 is refused",
        arguments: ["2", 0, -1, .number("1.5"), .null] as [JSONValue]
    )
    func unknownFormat(format: JSONValue) throws {
        let content = HARWriter.document([(Conversation.page("/"), ["entry": 1])], log: ["format": format])
        let path = try folder.write(content)
        let expected = CassetteFileError(file: path, .unknownFormat)
        #expect(throws: expected) { _ = try CassetteFile(path: path) }
        #expect(throws: expected) { _ = try Cassette(path: path) }
        #expect(throws: expected) { _ = try Cassette(CaptureDocument(content, file: path), file: path) }
        #expect(try bytes(of: path) == content)
    }

    @Test("A cassette that is damaged before its end is refused and left as it is")
    func damaged() throws {
        var content = HARWriter.document(
            (1...4).map { (Conversation.page("/\($0)"), ["entry": .number($0)]) },
            log: ["format": 1]
        )
        let brace = try #require(content[(content.count / 2)...].firstIndex(of: UInt8(ascii: ":")))
        content[brace] = UInt8(ascii: ";")
        let path = try folder.write(content)
        let error = try #require(throws: CassetteFileError.self) { _ = try CassetteFile(path: path) }
        #expect(error.description.contains("not valid JSON at line"))
        #expect(try bytes(of: path) == content)
    }

    @Test("An entry with a secret that is not understood is named with its line")
    func unknownSecret() throws {
        let content = HARWriter.document(
            [
                (Conversation.page("/1"), ["entry": 1]),
                (Conversation.page("/2"), ["entry": 2, "secrets": [["placeholder": "REDACTED_code_1"]]]),
            ],
            log: ["format": 1]
        )
        let path = try folder.write(content)
        let error = try #require(throws: CassetteFileError.self) { _ = try Cassette(path: path) }
        guard case .entry(2, let line, _) = error.reason else {
            Issue.record("unexpected \(error)")
            return
        }
        #expect(line > 20)
        #expect(error.description.hasPrefix("\(path):\(line): entry 2: "))
    }

    @Test("Paths that lead nowhere")
    func paths() throws {
        let missing = folder.file("missing/all.har")
        #expect(throws: CassetteFileError(file: missing, .folderMissing)) { _ = try CassetteFile(path: missing) }
        #expect(throws: CassetteFileError(file: folder.path, .notAFile)) { _ = try CassetteFile(path: folder.path) }
        #expect(throws: CassetteFileError(file: "/dev/null", .notAFile)) { _ = try CassetteFile(path: "/dev/null") }
        let below = try folder.write([], to: "file") + "/all.har"
        #expect(throws: CassetteFileError(file: below, .folderMissing)) { _ = try CassetteFile(path: below) }
        #expect(throws: CassetteFileError.self) { _ = try Cassette(path: missing) }
    }

    @Test("What is no cassette cannot be read as one", arguments: ["", "no JSON", "[1]", #"{"a": 1}"#, "{\"log\": "])
    func unreadable(content: String) throws {
        let path = try folder.write(Array(content.utf8))
        let error = try #require(throws: CassetteFileError.self) { _ = try Cassette(path: path) }
        #expect(error.description.hasPrefix(path))
    }
}
