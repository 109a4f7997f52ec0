import NIOCore

/// One deadline of a connection that moves often and expires seldom.
///
/// Moving it later costs no timer: the one that runs looks again when it fires.
final class Watchdog {
    private let eventLoop: any EventLoop
    private var deadline: NIODeadline?
    private var timer: (at: NIODeadline, scheduled: Scheduled<Void>)?
    private var onExpiry: (() -> Void)?

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// Calls `onExpiry` in this time, unless it is set anew or cleared before.
    func set(_ time: TimeAmount, onExpiry: @escaping () -> Void) {
        self.onExpiry = onExpiry
        move(time)
    }

    /// Moves the deadline to this time from now.
    func move(_ time: TimeAmount) {
        let deadline = NIODeadline.now() + time
        self.deadline = deadline
        if let timer, timer.at <= deadline { return }
        timer?.scheduled.cancel()
        schedule(at: deadline)
    }

    /// Takes the deadline away.
    func clear() {
        deadline = nil
        onExpiry = nil
    }

    /// Takes the deadline away for good and releases what it held.
    func cancel() {
        clear()
        timer?.scheduled.cancel()
        timer = nil
    }

    private func schedule(at time: NIODeadline) {
        let scheduled = eventLoop.assumeIsolated().scheduleTask(deadline: time) { self.fired() }
        timer = (time, scheduled)
    }

    private func fired() {
        timer = nil
        guard let deadline else { return }
        if NIODeadline.now() < deadline {
            schedule(at: deadline)
        } else {
            let expired = onExpiry
            clear()
            expired?()
        }
    }
}
