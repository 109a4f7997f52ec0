import FoundationEssentials
import Recording
import Synchronization
import Testing

@testable import hushtape

@Suite("The demo") struct DemoTests {
    /// A folder of its own for each test.
    private let folder = FileManager.default.temporaryDirectory.appending(path: "demo-tests-\(UUID())").path

    /// Runs the demo and returns the lines that it printed.
    private func run(into folder: String, seed: UInt64 = 1) async throws -> [String] {
        let lines = Mutex<[String]>([])
        let output = DemoOutput(usesColour: false) { line in lines.withLock { $0.append(line) } }
        try await Demo(folder: folder, seed: seed, output: output).run()
        return lines.withLock { $0 }
    }

    private func cassettes(in folder: String) throws -> [String: String] {
        try Conversation.all.reduce(into: [:]) { texts, conversation in
            let path = "\(folder)/\(conversation.name).har"
            texts[conversation.name] = try Cassette.textWithoutTimes([UInt8](Data(contentsOf: URL(filePath: path))))
        }
    }

    @Test("passes its own checks, on 80 columns, and prints no token")
    func output() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let lines = try await run(into: folder)
        #expect(lines.count { $0.hasPrefix("   ok ") } >= 4 * Conversation.all.count)
        #expect(!lines.contains { $0.contains("FAILED") })
        for line in lines where !line.contains(folder) {
            #expect(line.count <= 80)
            #expect(!line.split { !$0.isHexDigit }.contains { $0.count >= 16 })
        }
    }

    @Test("leaves the same cassettes whatever the tokens are, and those of the repository")
    func cassettes() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let other = folder + "/other"
        _ = try await run(into: folder)
        let first = try cassettes(in: folder)
        _ = try await run(into: other, seed: 2)
        #expect(try cassettes(in: other) == first)
        let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../cassettes").path
        #expect(try cassettes(in: repository) == first)
    }

    @Test("replaces its own cassettes and no others")
    func replacement() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try await run(into: folder)
        _ = try await run(into: folder)
        let path = "\(folder)/login.har"
        let foreign = Data("{}".utf8)
        try foreign.write(to: URL(filePath: path))
        await #expect(throws: CommandFailure.self) { _ = try await run(into: folder) }
        #expect(try Data(contentsOf: URL(filePath: path)) == foreign)
    }
}
