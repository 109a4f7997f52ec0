import Capture
import NIOCore
import Wire

/// One exchange that is answered from here: gathers the request and asks the player.
final class PlayedExchange {
    private let head: RequestHead
    private let preview: RequestPreview
    private let player: any Player
    private var body: BodyCapture
    private var trailers: [HeaderField] = []
    private let limit: Int
    /// Whether the client waits to be told to send its body (RFC 9110 §10.1.1).
    let awaitsContinue: Bool

    init(
        _ head: RequestHead,
        _ framing: BodyFraming,
        preview: RequestPreview,
        player: any Player,
        limit: Int
    ) {
        self.head = head
        self.preview = preview
        self.player = player
        self.limit = limit
        body = BodyCapture(framing, limit: limit)
        awaitsContinue =
            head.version != .http10 && !framing.isEmpty && head.fields.hasElement("100-continue", in: "expect")
    }

    /// Takes the next part of the request. Throws a ``Problem`` when the body is too long.
    func receive(_ event: RequestEvent) throws(Problem) {
        switch event {
        case .head: break
        case .chunk(let size): body.chunk(size: size)
        case .body(let bytes): body.append(bytes)
        case .end(let trailers): self.trailers = trailers.headerFields
        }
        if body.isOverLimit {
            throw Problem(413, "The request's body is longer than the \(limit) bytes that are kept for matching.")
        }
    }

    /// The answer to the request, which has arrived whole.
    func answer() -> PlayedResponse {
        var request = Request(head, preview)
        request.body = body.body
        request.trailers = trailers
        var response = player.answer(request, session: preview.session)
        // It was sent already, when the request's head came.
        if awaitsContinue, let index = response.interim.firstIndex(where: { $0.status == 100 }) {
            response.interim.remove(at: index)
        }
        return PlayedResponse(
            response,
            toHead: head.methodKind == .head,
            clientVersion: head.version,
            isClientPersistent: head.isPersistent
        )
    }
}
