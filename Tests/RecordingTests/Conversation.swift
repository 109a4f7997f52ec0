import Capture
import Secrets

/// Numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A value that passes for a token.
    mutating func token(_ length: Int = 40, of alphabet: String = "0123456789abcdef") -> String {
        let letters = Array(alphabet)
        return String((0..<length).map { _ in letters.randomElement(using: &self) ?? "0" })
    }
}

/// Exchanges of a made-up conversation.
enum Conversation {
    /// A request for a page, which holds no secret unless it is in what is given.
    static func page(_ target: String, body: String = "a page", failure: String? = nil) -> Exchange {
        Exchange(
            request: Request(
                method: "GET",
                scheme: "https",
                authority: "shop.example",
                target: Array(target.utf8),
                fields: [HeaderField("Host", "shop.example")]
            ),
            response: failure != nil
                ? nil
                : Response(
                    status: 200,
                    reason: Array("OK".utf8),
                    fields: [
                        HeaderField("Content-Type", "text/plain"),
                        HeaderField("Content-Length", String(body.utf8.count)),
                    ],
                    body: Body(Array(body.utf8))
                ),
            failure: failure,
            started: Instant(milliseconds: 1_700_000_000_000),
            timings: Timings(send: 1, wait: 2, receive: 3)
        )
    }

    /// A token request whose answer names an access token.
    static func grant(_ token: String) -> Exchange {
        let form = "grant_type=client_credentials"
        let answer = #"{"access_token":"\#(token)","token_type":"bearer","expires_in":3600}"#
        return Exchange(
            request: Request(
                method: "POST",
                scheme: "https",
                authority: "shop.example",
                target: Array("/oauth20/token".utf8),
                fields: [
                    HeaderField("Host", "shop.example"),
                    HeaderField("Content-Type", "application/x-www-form-urlencoded"),
                    HeaderField("Content-Length", String(form.utf8.count)),
                ],
                body: Body(Array(form.utf8))
            ),
            response: Response(
                status: 200,
                fields: [
                    HeaderField("Content-Type", "application/json"),
                    HeaderField("Content-Length", String(answer.utf8.count)),
                ],
                body: Body(Array(answer.utf8))
            )
        )
    }

    /// What the redactor of a new session makes of an exchange.
    static func redacted(_ exchange: Exchange) -> RedactedExchange {
        var redactor = Redactor()
        return redactor.redact(exchange).redacted
    }
}
