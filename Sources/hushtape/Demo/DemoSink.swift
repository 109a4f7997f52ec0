import Capture
import Proxy
import Recording

/// Writes exchanges into a cassette, and prints a line for each.
final class DemoSink: ExchangeSink {
    private let recorder: Recorder
    private let output: DemoOutput

    init(recorder: Recorder, output: DemoOutput) {
        self.recorder = recorder
        self.output = output
    }

    func accept(_ exchange: Exchange, done: @escaping @Sendable (Result<Void, any Error>) -> Void) {
        recorder.record(exchange) { [output] result in
            if case .success(let recorded) = result {
                output.exchange(recorded)
            }
            done(result.map { _ in }.mapError { $0 })
        }
    }

    func abandon(_ exchange: Exchange) {
        recorder.record(exchange) { _ in }
    }
}
