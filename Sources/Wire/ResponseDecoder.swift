public import NIOCore

/// What a ``ResponseDecoder`` found next.
public enum ResponseEvent: Hashable, Sendable {
    /// An interim response (status 1xx, RFC 9110 §15.2). It has no body and no end; the final response follows.
    case interim(ResponseHead)
    /// The head of a final response, and how its body is framed. Every one ends with ``end(trailers:)``, with a body
    /// or without. After a 101 and after a 2xx to CONNECT the decoder waits for ``ResponseDecoder/takeRemaining()``.
    case head(ResponseHead, BodyFraming)
    /// A chunk of `size` bytes starts; its content follows as ``body(_:)``, perhaps in several slices.
    case chunk(size: Int)
    /// Content: a slice of the received bytes, not a copy. Never empty.
    case body(ByteBuffer)
    /// The response is whole.
    case end(trailers: FieldSection)
}

/// Decodes the responses of one connection (RFC 9112): bytes in, events out, no I/O.
///
/// Announce each request with ``expect(_:upgrade:)`` when it is sent: the framing of a response depends on it. Then
/// hand it each read with ``receive(_:)`` and call ``next()`` until it returns `nil`. After an error the decoder stays
/// at that error.
public struct ResponseDecoder: Sendable {
    private struct Expectation {
        let method: MethodKind
        let upgrade: Bool
    }

    private enum State {
        case head
        case body
        case switched
        case closed
        case failed(WireError)
    }

    private let limits: Limits
    private var state = State.head
    private var stateAfterBody = State.head
    private var expected: [Expectation] = []
    private var body = BodyDecoder(.none)
    private var buffer = ByteBuffer()
    private var parser = HeadParser<StatusLine>()

    /// A decoder at the start of a connection.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Announces a request, in the order of sending. `upgrade`: whether it offers to switch protocols, so that a 101
    /// is welcome.
    public mutating func expect(_ method: MethodKind, upgrade: Bool = false) {
        expected.append(Expectation(method: method, upgrade: upgrade))
    }

    /// Adds bytes that arrived. They are kept until ``next()`` has made events of them.
    public mutating func receive(_ bytes: ByteBuffer) {
        buffer.append(bytes)
    }

    /// The next event; `nil` when more bytes are needed.
    public mutating func next() throws(WireError) -> ResponseEvent? {
        do throws(WireError) {
            switch state {
            case .head: return try nextHead()
            case .body: return try nextPart()
            case .switched: return nil
            case .closed: return try refuseMore()
            case .failed(let error): throw error
            }
        } catch {
            throw fail(error)
        }
    }

    /// Says that the connection has ended. Call it after ``next()`` returned `nil`. It returns the end of a body that
    /// ends with the connection, and throws when a response was cut off or is missing.
    public mutating func finish() throws(WireError) -> ResponseEvent? {
        switch state {
        case .head where buffer.readableBytes > 0: throw fail(WireError(.truncatedHead))
        case .head where !expected.isEmpty, .closed where !expected.isEmpty: throw fail(WireError(.missingResponse))
        case .body where body.endsWithConnection:
            state = .closed
            return .end(trailers: .empty)
        case .body: throw fail(WireError(.truncatedBody))
        case .head, .switched, .closed: return nil
        case .failed(let error): throw error
        }
    }

    /// Whether HTTP is over on this connection: after a 101 or a 2xx to CONNECT. Go on with ``takeRemaining()``.
    public var isSwitched: Bool {
        if case .switched = state { return true }
        return false
    }

    /// Takes the bytes that no event holds yet: the first ones of a tunnel or of the new protocol.
    public mutating func takeRemaining() -> ByteBuffer {
        defer { buffer = ByteBuffer() }
        return buffer
    }

    private mutating func nextHead() throws(WireError) -> ResponseEvent? {
        guard buffer.readableBytes > 0 else { return nil }
        guard let request = expected.first else { throw WireError(.unsolicitedResponse) }
        guard let (line, parsed) = try parser.parse(buffer, limits),
            let bytes = buffer.readSlice(length: parsed.position)
        else { return nil }
        let fields = FieldSection(bytes: bytes, lines: parsed.lines, start: line.end)
        let head = ResponseHead(fields: fields, status: line.status, reasonRange: line.reason, version: line.version)
        let framing = try FramingFields(bytes.readableBytesUInt8Span, fields.lines, line.version)
            .responseFraming(status: line.status, to: request.method)
        if head.isInterim { return .interim(head) }
        guard line.status != 101 || request.upgrade else { throw WireError(.unsolicitedUpgrade) }
        expected.removeFirst()
        body = BodyDecoder(framing)
        state = .body
        stateAfterBody = Self.stateAfter(head, request)
        return .head(head, framing)
    }

    private static func stateAfter(_ head: ResponseHead, _ request: Expectation) -> State {
        if head.status == 101 { return .switched }
        if request.method == .connect && (200..<300).contains(head.status) { return .switched }
        return head.isPersistent ? .head : .closed
    }

    private mutating func nextPart() throws(WireError) -> ResponseEvent? {
        switch try body.next(&buffer, limits) {
        case nil: return nil
        case .chunk(let size): return .chunk(size: size)
        case .bytes(let bytes): return .body(bytes)
        case .end(let trailers):
            state = stateAfterBody
            return .end(trailers: trailers)
        }
    }

    /// After the last response of a connection only empty lines are let through.
    private mutating func refuseMore() throws(WireError) -> ResponseEvent? {
        guard buffer.hasOnlyLineEnds else { throw WireError(.dataAfterClose) }
        buffer = ByteBuffer()
        return nil
    }

    private mutating func fail(_ error: WireError) -> WireError {
        let error = error.from(.server)
        state = .failed(error)
        return error
    }
}
