import NIOCore

/// One deadline of a connection that moves often and expires seldom.
///
/// Moving it later costs no timer: the one that runs looks again when it fires.
final class Watchdog {
    /// Called when the deadline has come. It should not hold the connection.
    var onExpiry: (() -> Void)?
    private let eventLoop: any EventLoop
    private var deadline: NIODeadline?
    private var timer: (at: NIODeadline, scheduled: Scheduled<Void>)?

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// Moves the deadline to this time from now.
    func move(_ time: TimeAmount) {
        let deadline = NIODeadline.now() + time
        self.deadline = deadline
        if let timer, timer.at <= deadline { return }
        timer?.scheduled.cancel()
        schedule(at: deadline)
    }

    /// Takes the deadline away for good.
    func cancel() {
        deadline = nil
        onExpiry = nil
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
            self.deadline = nil
            onExpiry?()
        }
    }
}
