import Audit
import Capture
import Secrets
import Testing

/// Auditing a cassette finds what auditing the raw capture finds.
@Suite struct RedactionTests {
    /// A conversation with tokens planted in random places and encodings, among things that only look like them.
    private static func conversation(seed: UInt64) -> (exchanges: [Exchange], secrets: [String]) {
        var random = FakeSecrets(seed: seed)
        let tokens = (0..<3).map { _ in random.hex(48) }
        let refresh = random.alphanumeric(44)
        let password = random.alphanumeric(16)
        var exchanges = tokens.map { issue(["access_token": $0, "refresh_token": refresh]) }
        for _ in 0..<14 {
            let secret = [tokens[0], tokens[1], tokens[2], refresh].randomElement(using: &random) ?? refresh
            exchanges.append(leak(of: secret, password: password, using: &random))
        }
        exchanges.shuffle(using: &random)
        return (exchanges, tokens + [refresh, password])
    }

    private static func leak(of secret: String, password: String, using random: inout FakeSecrets) -> Exchange {
        let number = Int.random(in: 1...99_999, using: &random)
        let noise = random.hex(32)
        let encoded: String =
            switch Int.random(in: 0..<9, using: &random) {
            case 0: base64(secret)
            case 1: base64("{\"access_token\":\"\(secret)\",\"exp\":\(number)}")
            case 2: String(decoding: PercentCoding.encode(Array("{\"t\":\"\(secret)\"}".utf8)), as: UTF8.self)
            case 3: String(decoding: Hex.encode(Array(secret.utf8)), as: UTF8.self)
            case 4: "v2|fake-user|\(secret)|1700000000"
            case 5: "s%3A\(secret).c2lnbmF0dXJl"
            default: secret
            }
        let host =
            ["https://api.example.com", "https://shop.example.com", "http://stats.example.net"]
            .randomElement(using: &random) ?? "https://api.example.com"
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return exchange("GET", "\(host)/a/\(number)", ["Cookie: theme=dark; tok=\(encoded)"])
        case 1: return exchange("GET", "\(host)/", answerFields: ["Set-Cookie: tok=\(encoded); Path=/"])
        case 2: return exchange("GET", "\(host)/v/\(noise)?q=\(number)&zz=\(encoded)")
        case 3: return exchange("GET", "\(host)/bot\(secret)/\(number)")
        case 4:
            return exchange(
                "GET",
                "\(host)/go",
                status: 302,
                answerFields: ["Location: https://app.example.org/cb#access_token=\(secret)&token_type=bearer"]
            )
        case 5: return exchange("GET", "\(host)/a.js?v=\(noise)", ["Referer: https://app.example.org/?t=\(secret)"])
        case 6: return exchange("GET", "\(host)/", ["X-Debug: \(secret)", "If-None-Match: \"\(noise)\""])
        case 7:
            return exchange(
                "GET",
                "\(host)/page",
                answerFields: ["Content-Type: text/html"],
                answer: "<html><script>var state = {\"accessToken\":\"\(secret)\",\"n\":\(number)};</script></html>"
            )
        case 8:
            return exchange(
                "POST",
                "\(host)/oauth20/token",
                ["Content-Type: application/x-www-form-urlencoded"],
                body: "grant_type=password&username=fake-user&password=\(password)",
                status: 400,
                answerFields: ["Content-Type: application/json"],
                answer: "{\"error\":\"password-failure\",\"text\":\"\(secret) is no longer valid\"}"
            )
        case 9: return exchange("POST", "\(host)/login?user=fake-user&password=\(password)")
        case 10:
            return exchange(
                "GET",
                "\(host)/debug",
                ["Authorization: Bearer \(secret)"],
                answerFields: ["Content-Type: application/json"],
                answer: "{\"you_sent\":\"Bearer \(secret)\"}"
            )
        default:
            return exchange(
                "GET",
                "\(host)/session?callback=cb\(number)",
                answerFields: ["Content-Type: application/javascript"],
                answer: "cb\(number)({\"access_token\":\"\(random.hex(40))\",\"expires_in\":\"3599\"});"
            )
        }
    }

    /// The entries that a recorder writes, each as it stands when the recording ends.
    private static func cassette(_ exchanges: [Exchange]) -> [CassetteEntry] {
        var redactor = Redactor()
        for exchange in exchanges { _ = redactor.redact(exchange) }
        var second = Redactor(ledger: redactor.ledger)
        return exchanges.map { CassetteEntry(second.redact($0).redacted) }
    }

    private static func auditCassette(_ entries: [CassetteEntry]) -> AuditResult {
        var auditor = Auditor()
        let file = CaptureFile("capture.har", isCassette: true)
        for (index, entry) in entries.enumerated() {
            let readable = ReadableExchange(decoded: entry.exchange)
            auditor.learn(readable, descriptors: entry.descriptors, in: file, entry: index)
        }
        for (index, entry) in entries.enumerated() {
            let readable = ReadableExchange(decoded: entry.exchange)
            auditor.sight(readable, descriptors: entry.descriptors, in: file, entry: index)
        }
        return auditor.result
    }

    /// A finding without the numbers of its secrets.
    private static func facts(_ finding: Finding) -> String {
        let places = finding.occurrences.map { "\($0.exchange.entry) \($0.exchange.path) \($0.name)" }
        return "\(finding.level) \(finding.confidence) \(finding.identity) \(finding.statement) \(places)"
    }

    @Test(arguments: 1...25)
    func cassetteGivesTheSameFindings(seed: UInt64) {
        let (exchanges, secrets) = Self.conversation(seed: seed)
        let raw = audit(exchanges)
        let redacted = Self.auditCassette(Self.cassette(exchanges))
        #expect(!raw.findings.isEmpty)
        let expected = Set(raw.findings.map(Self.facts))
        let found = Set(redacted.findings.map(Self.facts))
        #expect(found.subtracting(expected) == [])
        #expect(expected.subtracting(found) == [])
        for result in [raw, redacted] {
            let report =
                JSONReport().json(of: result).text + TextReport(layout: .blocks, showsNotes: true).text(of: result)
            for secret in secrets { #expect(!report.contains(secret.prefix(8))) }
        }
    }
}
