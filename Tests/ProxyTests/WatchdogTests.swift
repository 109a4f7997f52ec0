import NIOCore
import NIOPosix
import Testing

@testable import Proxy

@Suite("Deadlines")
struct WatchdogTests {
    @Test("A deadline expires once, and moving it later puts it off")
    func moves() async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let expired = eventLoop.makePromise(of: NIODeadline.self)
        let started = NIODeadline.now()
        try await eventLoop.submit {
            let watchdog = Watchdog(eventLoop: eventLoop)
            watchdog.onExpiry = { expired.succeed(.now()) }
            watchdog.move(.milliseconds(1))
            watchdog.move(.milliseconds(60))
        }.get()
        #expect(try await expired.futureResult.get() - started >= .milliseconds(60))
    }

    @Test("A deadline may move nearer; a cancelled one never expires")
    func movesNearer() async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let expired = eventLoop.makePromise(of: Void.self)
        try await eventLoop.submit {
            let watchdog = Watchdog(eventLoop: eventLoop)
            watchdog.onExpiry = { expired.succeed() }
            watchdog.move(.hours(1))
            watchdog.move(.milliseconds(1))
            let cancelled = Watchdog(eventLoop: eventLoop)
            cancelled.onExpiry = { Issue.record("expired") }
            cancelled.move(.milliseconds(0))
            cancelled.cancel()
        }.get()
        try await expired.futureResult.get()
    }
}
