import Capture
import FoundationEssentials
import Recording
import Secrets
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The limit on the size of files stands in for a full disk; it is the process's, so each test has one of its own.
@Suite("A disk that is full")
struct FullDiskTests {
    /// Lets no file of the process grow beyond this size, in bytes.
    private static func limitFiles(to size: Int) {
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit()
        getrlimit(fileSizeLimit, &limit)
        limit.rlim_cur = rlim_t(size)
        setrlimit(fileSizeLimit, &limit)
    }

    #if canImport(Glibc)
    private static let fileSizeLimit = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
    #else
    private static let fileSizeLimit = RLIMIT_FSIZE
    #endif

    @Test("An append that does not fit is an error and takes nothing with it")
    func append() async {
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            let path = folder.file()
            var file = try CassetteFile(path: path)
            for number in 1...3 { try file.append(Conversation.redacted(Conversation.page("/\(number)"))) }
            let before = try bytes(of: path)
            // Any part of the entry may fit.
            for room in [0, 1, 5, 9, 13, 14, 100, 500] {
                FullDiskTests.limitFiles(to: before.count + room)
                #expect(throws: CassetteFileError.self) {
                    try file.append(
                        Conversation.redacted(Conversation.page("/4", body: String(repeating: "x", count: 999)))
                    )
                }
                #expect(try bytes(of: path) == before)
            }
            FullDiskTests.limitFiles(to: 1 << 20)
            #expect(try file.append(Conversation.redacted(Conversation.page("/4"))) == 4)
            #expect(try Cassette(path: path).entries.count == 4)
        }
    }

    @Test("A cassette that cannot even be begun leaves no half of it")
    func create() async {
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            let path = folder.file()
            FullDiskTests.limitFiles(to: 20)
            #expect(throws: CassetteFileError.self) { _ = try CassetteFile(path: path) }
            #expect(try bytes(of: path) == [])
            FullDiskTests.limitFiles(to: 1 << 20)
            #expect(try CassetteFile(path: path).count == 0)
        }
    }
}
