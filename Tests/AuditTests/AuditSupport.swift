import Audit
import Capture
import Secrets

/// Values that look like secrets and are none: the same ones for the same seed.
struct FakeSecrets: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func hex(_ length: Int = 40) -> String {
        text(length, of: "0123456789abcdef")
    }

    mutating func alphanumeric(_ length: Int = 32) -> String {
        text(length, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    }

    private mutating func text(_ length: Int, of alphabet: String) -> String {
        let digits = Array(alphabet)
        return String((0..<length).map { _ in digits[Int.random(in: 0..<digits.count, using: &self)] })
    }
}

/// An exchange in a few words. `fields` and `answerFields` are lines, `Name: value`.
func exchange(
    _ method: String,
    _ url: String,
    _ fields: [String] = [],
    body: String = "",
    status: Int = 200,
    answerFields: [String] = [],
    answer: String = ""
) -> Exchange {
    let parts = AbsoluteURL(Array(url.utf8))
    let bytes = Array(url.utf8)
    func text(_ range: Range<Int>?) -> String { range.map { String(decoding: bytes[$0], as: UTF8.self) } ?? "" }
    let target = text(parts?.target)
    return Exchange(
        request: Request(
            method: method,
            scheme: text(parts?.scheme),
            authority: text(parts?.host),
            target: Array((target.isEmpty ? "/" : target).utf8),
            fields: fields.map(field),
            body: body.isEmpty ? .none : Body(Array(body.utf8))
        ),
        response: Response(
            status: status,
            fields: answerFields.map(field),
            body: answer.isEmpty ? .none : Body(Array(answer.utf8))
        )
    )
}

private func field(_ line: String) -> HeaderField {
    let parts = line.split(separator: ":", maxSplits: 1)
    return HeaderField(String(parts[0]), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
}

/// A token endpoint that issues these.
func issue(_ members: [String: String], url: String = "https://login.example.com/oauth20/token") -> Exchange {
    let json = members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",")
    return exchange(
        "POST",
        url,
        ["Content-Type: application/x-www-form-urlencoded"],
        body: "grant_type=client_credentials&format=json",
        answerFields: ["Content-Type: application/json", "Cache-Control: no-store"],
        answer: "{\(json),\"token_type\":\"bearer\",\"expires_in\":3600}"
    )
}

/// Audits raw exchanges in both passes.
func audit(_ exchanges: [Exchange], as file: CaptureFile = CaptureFile("capture.har")) -> AuditResult {
    var auditor = Auditor()
    for (entry, exchange) in exchanges.enumerated() {
        auditor.learn(ReadableExchange(exchange), in: file, entry: entry)
    }
    for (entry, exchange) in exchanges.enumerated() {
        auditor.sight(ReadableExchange(exchange), in: file, entry: entry)
    }
    return auditor.result
}

extension AuditResult {
    /// `rule kind place name` of every finding, sorted.
    var summary: [String] {
        findings.map { "\($0.identity.rule) \($0.identity.kind.rawValue) \($0.identity.place) \($0.identity.name)" }
            .sorted()
    }

    /// The findings of one rule.
    func findings(of rule: String) -> [Finding] {
        findings.filter { $0.identity.rule == rule }
    }
}
