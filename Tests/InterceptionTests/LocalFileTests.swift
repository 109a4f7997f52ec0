import FoundationEssentials
import Testing

@testable import Interception

@Suite("Local file")
struct LocalFileTests {
    private let folder: TemporaryFolder
    private let file: LocalFile

    init() throws {
        folder = try TemporaryFolder()
        file = LocalFile(path: "\(folder.path)/key.pem")
    }

    @Test("What is there is never overwritten by a creation")
    func create() throws {
        #expect(try file.create([1, 2], permissions: 0o600))
        #expect(try !file.create([3], permissions: 0o600))
        #expect(try file.content() == [1, 2])
        #expect(file.permissions == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["key.pem"])
    }

    @Test("A replacement has the new content and mode")
    func replace() throws {
        #expect(try file.create([1, 2], permissions: 0o600))
        try file.replace(with: [3], permissions: 0o644)
        #expect(try file.content() == [3])
        #expect(file.permissions == 0o644)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["key.pem"])
    }

    @Test("Content of any size comes back", arguments: [0, 1, 65_536, 200_000])
    func size(count: Int) throws {
        let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try file.replace(with: content, permissions: 0o600)
        #expect(try file.content() == content)
    }

    @Test("What is no file of a sensible size is refused by name", arguments: ["/dev/zero", "/"])
    func noFile(path: String) {
        let error = #expect(throws: InterceptionError.self) { try LocalFile(path: path).content() }
        #expect(error?.code == .file)
        #expect(error?.description.hasPrefix(path) == true)
    }

    @Test("A folder that is not there cannot be written to")
    func noFolder() {
        let file = LocalFile(path: "\(folder.path)/missing/key.pem")
        let error = #expect(throws: InterceptionError.self) { try file.create([1], permissions: 0o600) }
        #expect(error?.description == "\(file.path) cannot be written: No such file or directory")
    }
}
