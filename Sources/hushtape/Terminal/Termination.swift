import Dispatch

#if canImport(Glibc)
import Glibc
#endif

/// The signals that ask the program to end.
enum Termination {
    /// Waits for SIGINT or SIGTERM. A second one ends the program at once.
    static func requested() async {
        let signals = AsyncStream<Void> { continuation in
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
        var iterator = signals.makeAsyncIterator()
        await iterator.next()
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }

    /// Keeps a reader that went away from ending the program.
    static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
    }
}
