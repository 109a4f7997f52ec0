import Capture

@testable import Secrets

/// Values and exchanges for tests: made by a seeded generator, so that no text of a real credential stands in the source.
struct Sample {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    mutating func text(_ length: Int, from alphabet: String) -> String {
        let characters = Array(alphabet)
        return String((0..<length).map { _ in characters[Int(next() % UInt64(characters.count))] })
    }

    mutating func hex(_ length: Int) -> String {
        text(length, from: "0123456789abcdef")
    }

    mutating func base62(_ length: Int) -> String {
        text(length, from: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    }

    /// One token, the same in every run.
    static let token: String = {
        var sample = Sample(seed: 99)
        return sample.base62(40)
    }()

    static func exchange(
        _ method: String = "GET",
        _ target: String,
        _ requestFields: [(String, String)] = [],
        _ requestBody: String = "",
        status: Int = 200,
        _ responseFields: [(String, String)] = [],
        _ responseBody: String = ""
    ) -> Exchange {
        Exchange(
            request: Request(
                method: method,
                scheme: "https",
                authority: "api.example.test",
                target: Array(target.utf8),
                fields: requestFields.map { HeaderField($0.0, $0.1) },
                body: requestBody.isEmpty ? .none : Body(Array(requestBody.utf8))
            ),
            response: Response(
                status: status,
                fields: responseFields.map { HeaderField($0.0, $0.1) },
                body: Body(Array(responseBody.utf8))
            )
        )
    }
}

extension RedactedExchange {
    /// All text of the exchange, a surface a line, for tests.
    var text: String {
        let readable = ReadableExchange(decoded: exchange)
        let templates = descriptors.compactMap(\.wrapper).map { String(decoding: $0.template.text, as: UTF8.self) }
        return (readable.surfaces.map { String(decoding: readable[$0], as: UTF8.self) } + templates).joined(
            separator: "\n"
        )
    }
}
