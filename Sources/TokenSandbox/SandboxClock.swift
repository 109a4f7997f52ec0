import Synchronization

/// The time in the sandbox: it stands still until someone moves it, so that expiry is a decision and not a wait.
public final class SandboxClock: Sendable {
    private let seconds: Mutex<Int>

    /// A clock that shows this many seconds since 1970-01-01T00:00:00Z; 1 January 2026 unless told otherwise.
    public init(startingAt seconds: Int = 1_767_225_600) {
        self.seconds = Mutex(seconds)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    public var now: Int {
        seconds.withLock { $0 }
    }

    /// Moves the clock forwards by this many seconds.
    public func advance(bySeconds interval: Int) {
        seconds.withLock { $0 += interval }
    }
}
