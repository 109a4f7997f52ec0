import NIOCore
import NIOPosix
import Synchronization
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// One end of a TCP connection, bytes in and out as they are.
final class RawConnection: Sendable {
    struct TimedOut: Error, CustomStringConvertible {
        let description: String
    }

    private struct Waiter {
        let id: Int
        let isDone: (Received) -> Bool
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Received {
        var bytes: [UInt8] = []
        var isEnded = false
    }

    private struct State {
        var received = Received()
        var waiters: [Waiter] = []
        var nextID = 0
        var wasReset = false
    }

    let channel: any Channel
    private let state = Mutex(State())

    init(_ channel: any Channel) {
        self.channel = channel
    }

    /// A client's end. `handlers` go before the bytes are taken: TLS, for one.
    static func connect(
        to port: Int,
        receiveBuffer: Int? = nil,
        handlers: @escaping @Sendable () throws -> [any ChannelHandler] = { [] }
    ) async throws -> RawConnection {
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: .init(receiveBuffer))
        }
        let connection = Mutex<RawConnection?>(nil)
        let box = Box(connection)
        _ = try await bootstrap.channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let made = RawConnection(channel)
                box.value.withLock { $0 = made }
                try channel.pipeline.syncOperations.addHandlers(handlers())
                try channel.pipeline.syncOperations.addHandler(made.receiver)
            }
        }.connect(host: "127.0.0.1", port: port).get()
        return try #require(box.value.withLock { $0 })
    }

    /// The handler that takes the bytes.
    var receiver: any ChannelHandler & Sendable {
        Receiver(self)
    }

    // MARK: Writing

    func write(_ text: String) async throws {
        try await write(Array(text.utf8))
    }

    func write(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    /// Says that nothing more is sent.
    func closeOutput() async throws {
        try await channel.close(mode: .output)
    }

    func close() async {
        try? await channel.close()
    }

    /// Closes so that the peer sees a reset.
    func reset() async throws {
        let provider = try #require(channel as? any SocketOptionProvider)
        try await provider.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        await close()
    }

    // MARK: Reading

    /// All up to and including `end`, which is taken out.
    func read(until end: String) async throws -> String {
        let end = Array(end.utf8)
        try await wait("for \(end.count) bytes that end a message") {
            $0.bytes.firstRange(of: end) != nil || $0.isEnded
        }
        return try state.withLock { state in
            guard let range = state.received.bytes.firstRange(of: end) else {
                throw TimedOut(description: "ended with: \(String(decoding: state.received.bytes, as: UTF8.self))")
            }
            defer { state.received.bytes.removeSubrange(..<range.upperBound) }
            return String(decoding: state.received.bytes[..<range.upperBound], as: UTF8.self)
        }
    }

    /// The next `count` bytes.
    func read(count: Int) async throws -> [UInt8] {
        try await wait("for \(count) bytes") { $0.bytes.count >= count || $0.isEnded }
        return state.withLock { state in
            defer { state.received.bytes.removeFirst(min(count, state.received.bytes.count)) }
            return Array(state.received.bytes.prefix(count))
        }
    }

    /// All there is until the peer closes.
    func readToEnd() async throws -> String {
        try await wait("for the end") { $0.isEnded }
        return state.withLock { state in
            defer { state.received.bytes = [] }
            return String(decoding: state.received.bytes, as: UTF8.self)
        }
    }

    /// What has come and was not taken out.
    var pending: String {
        state.withLock { String(decoding: $0.received.bytes, as: UTF8.self) }
    }

    /// How many bytes have come and were not taken out.
    var pendingCount: Int {
        state.withLock { $0.received.bytes.count }
    }

    /// Whether the peer reset the connection.
    var wasReset: Bool {
        state.withLock { $0.wasReset }
    }

    private func wait(_ what: String, until isDone: @escaping @Sendable (Received) -> Bool) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let timer = channel.eventLoop.scheduleTask(in: .seconds(20)) {
            let waiter = self.state.withLock { state in
                state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume(
                throwing: TimedOut(description: "waited \(what); got: \(self.pending.prefix(500))")
            )
        }
        defer { timer.cancel() }
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let isDoneAlready = state.withLock { state in
                if isDone(state.received) { return true }
                state.waiters.append(Waiter(id: id, isDone: isDone, continuation: continuation))
                return false
            }
            if isDoneAlready { continuation.resume() }
        }
    }

    private func update(_ change: (inout State) -> Void) {
        let done = state.withLock { state in
            change(&state)
            let done = state.waiters.filter { $0.isDone(state.received) }
            state.waiters.removeAll { waiter in done.contains { $0.id == waiter.id } }
            return done
        }
        for waiter in done { waiter.continuation.resume() }
    }

    final class Receiver: ChannelInboundHandler, RemovableChannelHandler, Sendable {
        typealias InboundIn = ByteBuffer
        private let connection: RawConnection

        init(_ connection: RawConnection) {
            self.connection = connection
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = unwrapInboundIn(data)
            connection.update { $0.received.bytes.append(contentsOf: bytes.readableBytesView) }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case .inputClosed? = event as? ChannelEvent { connection.update { $0.received.isEnded = true } }
        }

        func channelInactive(context: ChannelHandlerContext) {
            connection.update { $0.received.isEnded = true }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            connection.update { state in
                state.wasReset = state.wasReset || (error as? IOError)?.errnoCode == ECONNRESET
                state.received.isEnded = true
            }
            context.close(promise: nil)
        }
    }
}

extension RawConnection {
    /// Stands nearest to the socket, so that a test can close it around TLS.
    final class Bottom: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
    }
}

/// Makes a value that cannot be copied shareable.
final class Box<Value: ~Copyable & Sendable>: Sendable {
    let value: Value

    init(_ value: consuming Value) {
        self.value = value
    }
}

/// A server on loopback whose connections a test takes one by one.
final class RawServer: Sendable {
    let port: Int
    private let listener: any Channel
    private let connections: AsyncStream<RawConnection>
    private let next: Mutex<Int> = Mutex(0)
    private let accepted = Mutex<[RawConnection]>([])

    /// `handlers` go before the bytes are taken; `autoRead: false` reads nothing until told.
    init(
        autoRead: Bool = true,
        handlers: @escaping @Sendable () throws -> [any ChannelHandler] = { [] }
    ) async throws {
        let (stream, continuation) = AsyncStream<RawConnection>.makeStream()
        connections = stream
        listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.autoRead, value: autoRead)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let connection = RawConnection(channel)
                    try channel.pipeline.syncOperations.addHandler(RawConnection.Bottom())
                    try channel.pipeline.syncOperations.addHandlers(handlers())
                    try channel.pipeline.syncOperations.addHandler(connection.receiver)
                    continuation.yield(connection)
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        port = try #require(listener.localAddress?.port)
    }

    /// `127.0.0.1:PORT`
    var authority: String {
        "127.0.0.1:\(port)"
    }

    /// The next connection.
    func accept() async throws -> RawConnection {
        var iterator = connections.makeAsyncIterator()
        return try #require(await iterator.next())
    }

    func close() async {
        try? await listener.close()
    }
}
