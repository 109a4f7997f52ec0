import NIOCore
import Wire

/// Writes a request on as its origin takes it (RFC 9112 §3.2.1), with as few changes as the standard asks for.
struct RequestRelay {
    /// What the method means for the framing of the response.
    let methodKind: MethodKind
    /// Whether an offer to switch protocols is passed on.
    let offersUpgrade: Bool
    private let head: RequestHead
    private let host: HostPort
    private let scheme: String
    private let framing: BodyFraming
    private var body: BodyRelay

    init(_ head: RequestHead, _ framing: BodyFraming, preview: RequestPreview) {
        self.head = head
        methodKind = head.methodKind
        // HTTP/2 over cleartext is for the next hop alone (RFC 7540 §3.2).
        offersUpgrade = head.asksForUpgrade && !head.fields.hasElement("h2c", in: "upgrade")
        host = preview.origin
        scheme = preview.scheme
        self.framing = framing
        body = BodyRelay(framing)
    }

    /// Writes the head.
    func start(into out: inout OutgoingBytes) {
        var edit = HeadEdit()
        edit.target = .originForm
        edit.keepsTrailers = true
        edit.keepsUpgrade = offersUpgrade
        // Only HTTP/1.0 and HTTP/2 may come without; the target names the host then.
        if !head.fields.contains("host") { edit.set = [HeadEdit.Field("Host", host.authority(scheme: scheme))] }
        if framing == .untilStreamEnd { edit.set.append(HeadEdit.Field("Transfer-Encoding", "chunked")) }
        if head.version == .http2, let cookies = head.fields.joinedCookies {
            edit.set.append(HeadEdit.Field("cookie", cookies))
        }
        out.write { head.write(edit, into: &$0) }
    }

    /// Writes what follows the head.
    mutating func receive(_ event: RequestEvent, into out: inout OutgoingBytes) {
        switch event {
        case .head: break
        case .chunk(let size): body.chunk(size: size, into: &out)
        case .body(let bytes): body.body(bytes, into: &out)
        case .end(let trailers): body.end(trailers: trailers, into: &out)
        }
    }
}
