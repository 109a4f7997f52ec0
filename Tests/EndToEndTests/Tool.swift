import Foundation
import Testing

/// A program of others that tests drive the proxy with.
enum Tool: String {
    case curl
    case python3

    /// Where it is; `nil` if it is not installed.
    var path: String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { "\($0)/\(rawValue)" }.first(where: FileManager.default.isExecutableFile)
    }

    /// Runs it to its end.
    func run(
        _ arguments: [String],
        in folder: TemporaryFolder,
        environment: [String: String] = [:]
    ) async throws -> Ending {
        let path = try #require(path, "\(rawValue) is not installed")
        return try await ChildProcess(path, arguments, in: folder, environment: environment).ending()
    }

    /// Where a test must not be skipped, whatever is missing.
    fileprivate static let isContinuousIntegration = ProcessInfo.processInfo.environment["CI"] != nil

    /// Whether Python has the module `requests`; asked once.
    fileprivate static let hasRequests: Bool = {
        guard let path = Tool.python3.path else { return false }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-c", "import requests"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}

extension Trait where Self == ConditionTrait {
    /// Skips where `curl` is missing, except in continuous integration.
    static var needsCurl: Self {
        .enabled(if: Tool.isContinuousIntegration || Tool.curl.path != nil, "curl is not installed")
    }

    /// Skips where Python is missing, except in continuous integration.
    static var needsPython: Self {
        .enabled(if: Tool.isContinuousIntegration || Tool.python3.path != nil, "python3 is not installed")
    }

    /// Skips where Python's `requests` is missing, except in continuous integration.
    static var needsRequests: Self {
        .enabled(if: Tool.isContinuousIntegration || Tool.hasRequests, "Python's requests is not installed")
    }
}
