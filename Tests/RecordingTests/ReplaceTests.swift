import Capture
import FoundationEssentials
import Recording
import Secrets
import Testing

@Suite("Replacing earlier entries")
struct ReplaceTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file()
    }

    private func page(_ target: String, body: String = "a page") -> RedactedExchange {
        Conversation.redacted(Conversation.page(target, body: body))
    }

    private func recorded(_ count: Int) throws -> CassetteFile {
        var file = try CassetteFile(path: path)
        for number in 1...count { try file.append(page("/\(number)")) }
        return file
    }

    @Test(
        "Only what is replaced changes, and the cassette can be gone on with",
        arguments: [[1], [3], [6], [1, 2, 6]]
    )
    func replace(numbers: [Int]) throws {
        var file = try recorded(6)
        let before = try (1...6).map { try file.text(ofEntry: $0) }
        let long = String(repeating: "longer than before ", count: 20)
        try file.replace(Dictionary(uniqueKeysWithValues: numbers.map { ($0, page("/new/\($0)", body: long)) }))
        #expect(try file.append(page("/7")) == 7)
        let cassette = try Cassette(path: path)
        #expect(cassette.isComplete)
        let targets = cassette.entries.map { String(decoding: $0.exchange.request.target, as: UTF8.self) }
        #expect(targets == (1...7).map { numbers.contains($0) ? "/new/\($0)" : "/\($0)" })
        for number in 1...6 where !numbers.contains(number) {
            #expect(try file.text(ofEntry: number) == before[number - 1])
        }
        let entries = try JSONValue(parsing: bytes(of: path))["log"]?["entries"]?.elements ?? []
        #expect(entries.map { $0["_hushtape"]?["entry"]?.int } == Array(1...7))
    }

    @Test("The permissions stay, and nothing is left beside the cassette")
    func permissionsStay() throws {
        var file = try recorded(3)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        try file.replace([2: page("/new")])
        #expect(try permissions(of: path) == 0o640)
        #expect(try folder.names() == ["all.har"])
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try file.replace([1: page("/newer")])
        #expect(try permissions(of: path) == 0o600)
    }

    @Test("What a killed recorder left half rewritten is cleared away")
    func leftover() throws {
        var file = try recorded(2)
        _ = try folder.write([1, 2, 3], to: "all.har.rewriting")
        try file.replace([2: page("/new")])
        #expect(try folder.names() == ["all.har"])
        #expect(try Cassette(path: path).entries.count == 2)
    }

    @Test("The new file is locked like the old one")
    func lock() throws {
        var file = try recorded(2)
        try file.replace([2: page("/new")])
        #expect(throws: CassetteFileError(file: path, .inUse)) { _ = try CassetteFile(path: path) }
        try file.append(page("/3"))
    }

    @Test("A link to the cassette stays a link")
    func link() throws {
        var file = try recorded(2)
        try file.close()
        let link = folder.file("link.har")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        var linked = try CassetteFile(path: link)
        try linked.replace([1: page("/new")])
        try linked.append(page("/3"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
        #expect(try Cassette(path: path).entries.count == 3)
    }

    @Test("When the folder takes no new file, the cassette stays as it was and recording goes on")
    func failure() throws {
        var file = try recorded(2)
        let before = try bytes(of: path)
        // A folder under the name of the temporary file stands in its way whoever the user is.
        try FileManager.default.createDirectory(
            atPath: path + ".rewriting/in the way",
            withIntermediateDirectories: true
        )
        #expect(throws: CassetteFileError.self) { try file.replace([1: page("/new")]) }
        #expect(try bytes(of: path) == before)
        #expect(try file.append(page("/3")) == 3)
        #expect(try Cassette(path: path).entries.count == 3)
    }
}
