import Capture
import Proxy
import Recording

/// Answers from a cassette, and records what it answers: of a good replay the cassette comes out again.
struct EchoRecorder: Proxy.Player {
    let player: CassettePlayer
    let recorder: Recorder

    func answer(_ request: Request, session: String?) -> Response {
        let response = player.answer(request, session: session)
        let exchange = Exchange(
            request: request,
            response: response,
            started: Instant(milliseconds: 0),
            timings: Timings()
        )
        // What cannot be recorded is missing in the comparison afterwards.
        recorder.record(exchange) { _ in }
        return response
    }
}
