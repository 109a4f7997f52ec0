import Dispatch

#if canImport(Glibc)
import Glibc
#endif

/// The signals that ask the program to end: SIGINT and SIGTERM. From the moment it is made they no longer kill it.
final class Termination: Sendable {
    private let requests: AsyncStream<Void>

    init() {
        requests = AsyncStream { continuation in
            // Cancelled only once, by whichever thread ends the stream.
            nonisolated(unsafe) let sources = [SIGINT, SIGTERM].map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { continuation.yield() }
                source.resume()
                return source
            }
            continuation.onTermination = { _ in for source in sources { source.cancel() } }
        }
        Self.ignoreBrokenPipes()
    }

    /// Makes a reader that went away no reason to end.
    static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
    }

    /// Waits for one of the signals. The next one ends the program at once.
    func requested() async {
        for await _ in requests { break }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
