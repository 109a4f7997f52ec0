public import NIOCore

/// What a ``RequestDecoder`` found next.
public enum RequestEvent: Hashable, Sendable {
    /// A request head, and how its body is framed. Every request ends with ``end(trailers:)``, with a body or without.
    case head(RequestHead, BodyFraming)
    /// A chunk of `size` bytes starts; its content follows as ``body(_:)``, perhaps in several slices.
    case chunk(size: Int)
    /// Content: a slice of the received bytes, not a copy. Never empty.
    case body(ByteBuffer)
    /// The request is whole.
    case end(trailers: FieldSection)
}

/// Decodes the requests of one connection (RFC 9112): bytes in, events out, no I/O.
///
/// Hand it each read with ``receive(_:)`` and then call ``next()`` until it returns `nil`. Bytes of later, pipelined
/// requests are kept until they are asked for. What could be read in two ways is refused, and after an error the
/// decoder stays at that error.
public struct RequestDecoder: Sendable {
    private enum State {
        case head
        case body
        case paused(isPersistent: Bool)
        case closed
        case failed(WireError)
    }

    private let limits: Limits
    private var state = State.head
    private var stateAfterBody = State.head
    private var body = BodyDecoder(.none)
    private var buffer = ByteBuffer()
    private var parser = HeadParser<RequestLine>()
    private var hasSkippedEmptyLine = false

    /// A decoder at the start of a connection.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Adds bytes that arrived. They are kept until ``next()`` has made events of them: do not go on reading while
    /// ``isPaused``, or while events are not wanted.
    public mutating func receive(_ bytes: ByteBuffer) {
        buffer.append(bytes)
    }

    /// The next event; `nil` when more bytes, or a call of ``resume()``, are needed.
    public mutating func next() throws(WireError) -> RequestEvent? {
        do throws(WireError) {
            switch state {
            case .head: return try nextHead()
            case .body: return try nextPart()
            case .paused: return nil
            case .closed: return try refuseMore()
            case .failed(let error): throw error
            }
        } catch {
            state = .failed(error)
            throw error
        }
    }

    /// Says that the connection has ended. Call it after ``next()`` returned `nil`; it throws when a request was cut
    /// off.
    public mutating func finish() throws(WireError) {
        let code: WireError.Code? =
            switch state {
            case .head: buffer.hasOnlyLineEnds ? nil : .truncatedHead
            case .body: .truncatedBody
            case .paused, .closed: nil
            case .failed(let error): throw error
            }
        guard let code else { return }
        let error = WireError(code)
        state = .failed(error)
        throw error
    }

    /// Whether the decoder waits: the last request was a CONNECT or asked for an upgrade, so what follows may not be
    /// HTTP. Go on with ``resume()`` or ``takeRemaining()``.
    public var isPaused: Bool {
        if case .paused = state { return true }
        return false
    }

    /// Goes on with HTTP after a request that was answered without tunnel or upgrade.
    public mutating func resume() {
        if case .paused(let isPersistent) = state { state = isPersistent ? .head : .closed }
    }

    /// Takes the bytes that no event holds yet: the first ones of a tunnel or of the new protocol.
    public mutating func takeRemaining() -> ByteBuffer {
        defer { buffer = ByteBuffer() }
        return buffer
    }

    private mutating func nextHead() throws(WireError) -> RequestEvent? {
        guard try skipEmptyLine() else { return nil }
        guard let (line, parsed) = try parser.parse(buffer, limits),
            let bytes = buffer.readSlice(length: parsed.position)
        else { return nil }
        hasSkippedEmptyLine = false
        let fields = FieldSection(bytes: bytes, lines: parsed.lines, start: line.end)
        let (head, framing) = try RequestHead.checked(line, fields)
        body = BodyDecoder(framing)
        state = .body
        stateAfterBody = Self.stateAfter(head)
        return .head(head, framing)
    }

    private static func stateAfter(_ head: RequestHead) -> State {
        if head.methodKind == .connect || head.asksForUpgrade {
            return .paused(isPersistent: head.isPersistent)
        }
        return head.isPersistent ? .head : .closed
    }

    /// Lets one empty line before a request through (RFC 9112 §2.2); false while it is not known whether there is one.
    private mutating func skipEmptyLine() throws(WireError) -> Bool {
        guard !parser.hasStarted, let first = buffer.byte(0), first == .cr || first == .lf else { return true }
        guard first == .cr else { throw WireError(.bareLF, at: 0) }
        guard !hasSkippedEmptyLine else { throw WireError(.emptyLine, at: 0) }
        guard let second = buffer.byte(1) else { return false }
        guard second == .lf else { throw WireError(.bareCR, at: 0) }
        buffer.moveReaderIndex(forwardBy: 2)
        hasSkippedEmptyLine = true
        return try skipEmptyLine()
    }

    private mutating func nextPart() throws(WireError) -> RequestEvent? {
        switch try body.next(&buffer, limits) {
        case nil: return nil
        case .chunk(let size): return .chunk(size: size)
        case .bytes(let bytes): return .body(bytes)
        case .end(let trailers):
            state = stateAfterBody
            return .end(trailers: trailers)
        }
    }

    /// After the last request of a connection only empty lines are let through.
    private mutating func refuseMore() throws(WireError) -> RequestEvent? {
        guard buffer.hasOnlyLineEnds else { throw WireError(.dataAfterClose) }
        buffer = ByteBuffer()
        return nil
    }
}
