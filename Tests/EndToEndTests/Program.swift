import Foundation
import Testing

/// The built `hushtape`.
enum Program {
    /// Where it is: beside the tests, or where the environment says.
    private static let path: String = {
        if let path = ProcessInfo.processInfo.environment["HUSHTAPE_BINARY"] { return path }
        #if os(macOS)
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
        let folder = bundle?.bundleURL.deletingLastPathComponent() ?? Bundle.main.bundleURL
        #else
        let folder = Bundle.main.bundleURL
        #endif
        return folder.appendingPathComponent("hushtape").path
    }()

    /// Runs a command to its end.
    static func run(_ arguments: String..., in folder: TemporaryFolder) async throws -> Ending {
        try await start(arguments, in: folder).ending()
    }

    static func start(_ arguments: [String], in folder: TemporaryFolder) throws -> ChildProcess {
        try ChildProcess(path, arguments, in: folder)
    }

    /// Starts a command that listens, on a free port, and waits until it does.
    static func listen(_ arguments: String..., in folder: TemporaryFolder) async throws -> Listening {
        try await Listening(start(arguments + ["--listen", "127.0.0.1:0"], in: folder), in: folder)
    }
}

/// The program while it listens.
struct Listening: Sendable {
    let process: ChildProcess
    let port: Int
    let folder: TemporaryFolder

    /// Waits for the line that says where a program listens.
    init(_ process: ChildProcess, in folder: TemporaryFolder) async throws {
        let prefix = "listening on http://127.0.0.1:"
        // The process is killed when its time is up, so this ends.
        while true {
            let isRunning = process.isRunning
            let output = process.output
            if output.hasSuffix("\n"), output.hasPrefix(prefix),
                let port = Int(output.dropFirst(prefix.count).dropLast())
            {
                self.process = process
                self.port = port
                self.folder = folder
                return
            }
            try #require(isRunning, "ended without listening: \(process.errors)")
            await Self.pause()
        }
    }

    /// Leaves the machine to the process that is waited for.
    private static func pause() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(5)) { continuation.resume() }
        }
    }

    /// What clients are told.
    var url: String {
        "http://127.0.0.1:\(port)"
    }

    /// The certificate that clients have to trust.
    var authority: String {
        folder.file("data/hushtape/ca.pem")
    }

    /// Ends it with a signal and waits for that.
    @discardableResult
    func stop(_ signal: Int32 = SIGTERM) async -> Ending {
        process.signal(signal)
        return await process.ending()
    }
}
