import Foundation
import Testing

/// The `openssl` command.
enum OpenSSL {
    /// What a run printed and how it ended.
    struct Result {
        let status: Int32
        let output: String
    }

    /// Where the command is; nil if it is not installed.
    private static let path: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/openssl" }.first(where: FileManager.default.isExecutableFile)

    /// Tests that need the command are skipped where it is missing, but fail in continuous integration.
    static let isExpected = path != nil || ProcessInfo.processInfo.environment["CI"] != nil

    /// Runs `openssl`, with nothing on its standard input, off the threads that tasks share.
    static func run(_ arguments: String...) async throws -> Result {
        let path = try #require(path, "openssl is not installed")
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Swift.Result {
                        let process = Process()
                        let pipe = Pipe()
                        process.executableURL = URL(fileURLWithPath: path)
                        process.arguments = arguments
                        process.standardInput = FileHandle.nullDevice
                        process.standardOutput = pipe
                        process.standardError = pipe
                        try process.run()
                        let output = pipe.fileHandleForReading.readDataToEndOfFile()
                        process.waitUntilExit()
                        return Result(
                            status: process.terminationStatus,
                            output: String(decoding: output, as: UTF8.self)
                        )
                    }
                )
            }
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips where `openssl` is missing, except in continuous integration.
    static var needsOpenSSL: Self {
        .enabled(if: OpenSSL.isExpected, "openssl is not installed")
    }
}
