import NIOCore
import Wire

/// Writes responses on to one client, with as few changes as the standard asks for.
struct ResponseRelay {
    private let clientVersion: HTTPVersion
    /// Whether the client's request leaves its connection open.
    let isClientPersistent: Bool
    private var body = BodyRelay(.none)

    /// `clientVersion` and `isClientPersistent` are those of the request.
    init(clientVersion: HTTPVersion, isClientPersistent: Bool) {
        self.clientVersion = clientVersion
        self.isClientPersistent = isClientPersistent
    }

    /// Writes an interim response. HTTP/1.0 knows none (RFC 9110 §15.2).
    func interim(_ head: ResponseHead, into out: inout OutgoingBytes) {
        guard clientVersion == .http11 else { return }
        out.write { head.write(HeadEdit(), into: &$0) }
    }

    /// Whether the client's connection stays open after this response, as far as the two messages are concerned.
    func staysOpen(after head: ResponseHead, _ framing: BodyFraming) -> Bool {
        isClientPersistent && framing != .untilClose && !takesChunkingOff(framing) && head.status != 101
    }

    /// Writes the head of a final response and says in it whether the client's connection stays open.
    mutating func start(_ head: ResponseHead, _ framing: BodyFraming, staysOpen: Bool, into out: inout OutgoingBytes) {
        var edit = HeadEdit()
        if head.status == 101 {
            edit.keepsUpgrade = true
        } else if !staysOpen {
            edit.connection = ["close"]
        } else if clientVersion == .http10 || head.version == .http10 {
            edit.connection = ["keep-alive"]
        }
        if takesChunkingOff(framing) {
            edit.remove = ["transfer-encoding"]
        } else if framing == .untilStreamEnd {
            edit.set = [HeadEdit.Field("Transfer-Encoding", "chunked")]
        }
        out.write { head.write(edit, into: &$0) }
        body = BodyRelay(framing, unchunked: takesChunkingOff(framing), isLive: Self.isEventStream(head))
    }

    /// Whether the body is a stream of server-sent events.
    private static func isEventStream(_ head: ResponseHead) -> Bool {
        head.fields.text("content-type")?.lowercased().hasPrefix("text/event-stream") ?? false
    }

    /// Writes what follows the head.
    mutating func receive(_ event: ResponseEvent, into out: inout OutgoingBytes) {
        switch event {
        case .interim, .head: break
        case .chunk(let size): body.chunk(size: size, into: &out)
        case .body(let bytes): body.body(bytes, into: &out)
        case .end(let trailers): body.end(trailers: trailers, into: &out)
        }
    }

    /// A client of HTTP/1.0 does not know the chunked coding; the end of the connection then ends the body.
    private func takesChunkingOff(_ framing: BodyFraming) -> Bool {
        (framing == .chunked || framing == .untilStreamEnd) && clientVersion == .http10
    }
}
