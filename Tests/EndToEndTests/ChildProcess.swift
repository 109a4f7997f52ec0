import Foundation
import Synchronization

/// How a process ended.
struct Ending: Hashable, Sendable {
    /// The exit status; 128 and the number of the signal when a signal ended it, as in a shell.
    let status: Int32
    let output: String
    let errors: String
}

/// Another program, running. It is killed when its time is up or nobody holds it any more.
final class ChildProcess: Sendable {
    private struct State {
        var status: Int32?
        var waiters: [CheckedContinuation<Int32, Never>] = []
    }

    /// Longer than all tests together take, in seconds: while those that compute hold every thread, none of the others goes
    /// on, and a program that was started before waits for its test. Only what hangs is killed.
    static let patience = 1200

    private let process = Process()
    private let state: Shared<State>
    private let folder: TemporaryFolder
    private let name: String

    /// Starts a program; its output goes into files of the folder.
    init(_ path: String, _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:]) throws
    {
        self.folder = folder
        let name = "process-\(UInt64.random(in: 0...UInt64.max))"
        self.name = name
        let state = Shared(State())
        self.state = state
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = Self.environment(in: folder).merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Self.newFile(folder.file("\(name).out"))
        process.standardError = try Self.newFile(folder.file("\(name).err"))
        process.terminationHandler = { process in
            let signal: Int32 = process.terminationReason == .uncaughtSignal ? 128 : 0
            let status = signal + process.terminationStatus
            let waiters = state.value.withLock { state in
                state.status = status
                defer { state.waiters = [] }
                return state.waiters
            }
            for waiter in waiters { waiter.resume(returning: status) }
        }
        try process.run()
        let identifier = process.processIdentifier
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(Self.patience)) {
            if state.value.withLock({ $0.status == nil }) { kill(identifier, SIGKILL) }
        }
    }

    deinit {
        if isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var isRunning: Bool {
        state.value.withLock { $0.status == nil }
    }

    /// What it printed up to now.
    var output: String {
        (try? folder.text("\(name).out")) ?? ""
    }

    /// What it printed on standard error up to now.
    var errors: String {
        (try? folder.text("\(name).err")) ?? ""
    }

    func signal(_ number: Int32) {
        kill(process.processIdentifier, number)
    }

    /// Waits until it has ended.
    func ending() async -> Ending {
        let status = await withCheckedContinuation { continuation in
            let status = state.value.withLock { state in
                if state.status == nil { state.waiters.append(continuation) }
                return state.status
            }
            if let status { continuation.resume(returning: status) }
        }
        return Ending(status: status, output: output, errors: errors)
    }

    /// The variables of this process but for those that lead clients or the program elsewhere.
    private static func environment(in folder: TemporaryFolder) -> [String: String] {
        var environment = ProcessInfo.processInfo.environment.filter { name, _ in
            !name.lowercased().hasSuffix("_proxy") && !name.hasSuffix("_CA_BUNDLE") && !name.hasPrefix("SSL_CERT")
        }
        environment["XDG_DATA_HOME"] = folder.file("data")
        return environment
    }

    private static func newFile(_ path: String) throws -> FileHandle {
        try Data().write(to: URL(fileURLWithPath: path))
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }
}

/// A value that several threads change.
final class Shared<Value: Sendable>: Sendable {
    let value: Mutex<Value>

    init(_ value: Value) {
        self.value = Mutex(value)
    }
}

/// Runs what blocks away from the threads that all tests share.
func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
}
