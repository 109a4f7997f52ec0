import Audit
import Capture
import Secrets
import Testing

@Suite struct OutcomeTests {
    private static let token = {
        var secrets = FakeSecrets(seed: 6)
        return secrets.hex()
    }()

    private func reason(_ rule: String, in result: AuditResult) -> String? {
        for (candidate, outcome) in result.outcomes where candidate.id == rule {
            if case .notEvaluable(let reason) = outcome { return reason }
        }
        return nil
    }

    @Test func rulesHaveDistinctNamesAndSaySomething() {
        #expect(Set(Rule.all.map(\.id)).count == Rule.all.count)
        for rule in Rule.all {
            #expect(Rule.named(rule.id)?.title == rule.title)
            #expect(!rule.title.isEmpty && rule.fix.hasSuffix(".") && !rule.references.isEmpty)
            #expect((0.1...10).contains(rule.severity))
        }
        #expect(Rule.named("no-such-rule") == nil)
    }

    @Test func everyRuleEndsWithAnOutcome() {
        let result = audit([
            exchange("GET", "https://api.example.com/?access_token=\(Self.token)", ["Cookie: theme=dark"])
        ])
        #expect(result.outcomes.map(\.rule.id) == Rule.all.map(\.id))
        #expect(result.coverageLine == "1 exchange, 1 token seen, 18 rules: 1 finding, 17 passed, 0 not evaluable")
    }

    @Test func nothingIsEvaluableWithoutExchanges() {
        let result = audit([])
        #expect(result.outcomes.allSatisfy { $0.outcome == .notEvaluable("the input has no exchanges") })
        #expect(!result.fails(on: .note))
    }

    @Test func sanitisedExportSaysNothingOfCookies() {
        let exchanges = [exchange("GET", "https://shop.example.com/?page=2", ["Accept: */*"])]
        let sanitised = audit(exchanges)
        #expect(reason("token-in-cookie", in: sanitised)?.contains("sanitised export") == true)
        #expect(reason("token-in-url-query", in: sanitised) == nil)
        let recorded = audit(exchanges, as: CaptureFile("tape.har", isCassette: true))
        #expect(reason("token-in-cookie", in: recorded) == nil)
    }

    @Test func withoutResponseContentTheBodyRulesSayNothing() {
        var bare = exchange("GET", "https://shop.example.com/", ["Cookie: theme=dark"])
        bare.response?.body = Body(.withheld(length: 900, reason: .absent), framing: .length)
        let result = audit([bare])
        let bodyRules = [
            "token-in-html-body", "token-in-script-body", "jsonp-token", "token-in-error-body",
            "token-echoed-in-response",
        ]
        for rule in bodyRules {
            #expect(reason(rule, in: result) == "the content of the responses is not in the input")
        }
        #expect(reason("token-in-response-header", in: result) == nil)
        #expect(result.coverageLine.contains(", 1 body not readable, "))
    }

    @Test func withoutResponsesTheirRulesSayNothing() {
        var request = exchange("GET", "https://shop.example.com/", ["Cookie: theme=dark"])
        request.response = nil
        let result = audit([request])
        #expect(reason("token-in-redirect-location", in: result) == "no responses in the input")
        #expect(reason("token-in-html-body", in: result) == "no responses in the input")
        #expect(reason("token-in-cookie", in: result) == nil)
    }

    @Test func levelDecidesWhatFails() {
        let error = audit([exchange("GET", "https://api.example.com/?access_token=\(Self.token)")])
        #expect(error.fails(on: .error) && error.fails(on: .note))
        let warning = audit([
            exchange(
                "GET",
                "https://api.example.com/",
                ["Authorization: Bearer \(Self.token)", "X-Debug: \(Self.token)"]
            )
        ])
        #expect(warning.findings.map(\.level) == [.warning])
        #expect(!warning.fails(on: .error) && warning.fails(on: .warning))
        let note = audit([exchange("GET", "http://localhost/", ["Authorization: Bearer \(Self.token)"])])
        #expect(note.findings.map(\.level) == [.note])
        #expect(!note.fails(on: .warning) && note.fails(on: .note))
        #expect(!audit([exchange("GET", "https://api.example.com/")]).fails(on: .note))
    }

    @Test func liveAuditReportsALeakOnceAndAgainWhenItGetsWorse() {
        var auditor = Auditor()
        var ledger = Ledger()
        let finder = SightingFinder()
        let file = CaptureFile("tape.har", isCassette: true)
        let url = "https://shop.example.com/cb?t=\(Self.token)"
        let exchanges = [
            issue(["access_token": Self.token]),
            exchange("GET", "https://api.example.com/x", ["Referer: \(url)"]),
            exchange("GET", "https://api.example.com/y", ["Referer: \(url)"]),
            exchange("GET", "https://api.example.com/z", ["Referer: https://shop.example.org/cb?t=\(Self.token)"]),
            exchange("GET", "https://api.example.com/z", ["Cookie: tok=\(Self.token)"]),
        ]
        var news: [[String]] = []
        for (entry, exchange) in exchanges.enumerated() {
            let readable = ReadableExchange(exchange)
            let sightings = finder.sightings(in: readable, ledger: &ledger)
            let found = auditor.observe(readable, sightings: sightings, ledger: ledger, in: file, entry: entry)
            news.append(found.map { "\($0.level.rawValue) \($0.identity.rule)" })
        }
        #expect(news == [[], ["warning token-in-referer"], [], ["error token-in-referer"], ["error token-in-cookie"]])
        #expect(auditor.result.findings.count == 2)
        #expect(auditor.result.coverage.exchanges == 5)
    }
}
