import Capture
import Secrets

/// Prints what the finder can do: see `run`.
@main
struct FinderBenchmark {
    static func main() {
        let largest = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100
        measureTexts([1, 10, 100].filter { $0 <= largest })
        measureExchanges([10, 1_000, 100_000])
    }

    /// MB/s of the whole finder over a body, by name, by value and by shape.
    private static func measureTexts(_ sizes: [Int]) {
        print("syntax               " + sizes.map { column("\($0) MB", 10) }.joined() + "   last to first")
        for text in BenchmarkText.all {
            let rates = sizes.map { size in
                let bytes = text.bytes(size << 20)
                // Small ones are repeated, so that each figure is of some tenths of a second at least.
                let seconds = best(of: size < 100 ? 3 : 1) { find(bytes, text.mediaType) }
                return Double(bytes.count) / seconds / 1e6
            }
            let ratio = (rates.last ?? 0) / (rates.first ?? 1)
            print(padded(text.name, 21) + rates.map { column(number($0), 10) }.joined() + column(number(ratio), 10))
        }
    }

    private static func find(_ body: [UInt8], _ mediaType: String) {
        let response = Response(
            status: 200,
            fields: [HeaderField("Content-Type", mediaType)],
            body: Body(body)
        )
        let request = Request(method: "GET", scheme: "https", authority: "api.example.test", target: Array("/a".utf8))
        var ledger = Ledger()
        _ = SightingFinder().sightings(
            in: ReadableExchange(decoded: Exchange(request: request, response: response)),
            ledger: &ledger
        )
    }

    /// Microseconds to redact a token exchange when that many secrets are known.
    private static func measureExchanges(_ counts: [Int]) {
        print("\nknown secrets    microseconds for a token exchange, learning and redacting    to first")
        var first: Double?
        for count in counts {
            var ledger = Ledger()
            for number in 0..<count {
                ledger.learn(
                    Array(BenchmarkText.opaque(number + 1_000_000).utf8),
                    kind: .accessToken,
                    matchClass: .issued
                )
            }
            var redactor = Redactor(ledger: ledger)
            _ = redactor.redact(exchange(0))
            let rounds = 500
            var made = 0
            let seconds = best(of: 3) {
                for _ in 0..<rounds {
                    made += 1
                    _ = redactor.redact(exchange(made))
                }
            }
            let microseconds = seconds / Double(rounds) * 1e6
            first = first ?? microseconds
            print(
                column("\(count)", 13) + column(number(microseconds), 20)
                    + column(number(microseconds / (first ?? 1)), 44)
            )
        }
    }

    private static func exchange(_ number: Int) -> Exchange {
        let access = BenchmarkText.opaque(2 * number)
        let refresh = BenchmarkText.opaque(2 * number + 1)
        let body =
            #"{"access_token":"\#(access)","token_type":"Bearer","expires_in":3600,"refresh_token":"\#(refresh)"}"#
        return Exchange(
            request: Request(
                method: "POST",
                scheme: "https",
                authority: "id.example.test",
                target: Array("/oauth2/token".utf8),
                fields: [
                    HeaderField("Host", "id.example.test"),
                    HeaderField("Content-Type", "application/x-www-form-urlencoded"),
                    HeaderField("User-Agent", "benchmark/1.0"), HeaderField("Accept", "application/json"),
                ],
                body: Body(Array("grant_type=refresh_token&refresh_token=\(BenchmarkText.opaque(2 * number - 1))".utf8))
            ),
            response: Response(
                status: 200,
                fields: [
                    HeaderField("Content-Type", "application/json"), HeaderField("Cache-Control", "no-store"),
                    HeaderField("Date", "Thu, 01 Jan 2026 00:00:00 GMT"),
                ],
                body: Body(Array(body.utf8))
            )
        )
    }

    // MARK: - Measuring and printing

    private static func best(of rounds: Int, _ work: () -> Void) -> Double {
        let clock = ContinuousClock()
        let durations = (0..<rounds).map { _ in clock.measure(work) }
        let least = durations.min() ?? .zero
        return Double(least.components.seconds) + Double(least.components.attoseconds) / 1e18
    }

    private static func number(_ value: Double) -> String {
        value >= 10 ? "\(Int(value.rounded()))" : "\((value * 100).rounded() / 100)"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    private static func column(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }
}
