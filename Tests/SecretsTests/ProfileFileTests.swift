import Capture
import Testing

@testable import Secrets

/// A user's own profile in YAML.
struct ProfileFileTests {
    private static let acme = """
        name: acme
        hosts: [api.acme.example, "*.acme.example"]
        endpoints:
          token: [/v2/Session]
          login:
            - /v2/sign-on
        fields:
          - names: [acme_ticket, Acme-Ticket-Id]
            kind: session_token
            class: issued
            in: [query, json, header]
          - name: pass_word_hint
            kind: acme_hint
            at: login
            value: opaque
        never: [access_token_name, acme_token]
        lifetimes:
          session_token: 900
        """

    @Test func `all of it is read`() throws {
        let profile = try Profile(yaml: Self.acme, file: "acme.yaml")
        #expect(profile.name == "acme")
        #expect(profile.hosts == ["api.acme.example", "*.acme.example"])
        #expect(profile.endpoints.map(\.kind) == [.token, .login])
        #expect(profile.endpoints[0].paths == ["/v2/session"])
        #expect(profile.fields.map(\.names) == ["acme_ticket Acme-Ticket-Id", "pass_word_hint"])
        #expect(profile.fields[0].rule.contexts == [.query, .json, .header])
        #expect(profile.fields[1].rule.kind.rawValue == "acme_hint")
        #expect(profile.fields[1].rule.matchClass == .held)
        #expect(profile.fields[1].rule.scope == .endpoint(.login))
        #expect(profile.never == "access_token_name acme_token")
        #expect(profile.lifetimes == [.sessionToken: 900])
    }

    @Test func `its never-list counts at its hosts and nowhere else`() throws {
        let profile = try Profile(yaml: "name: a\nhosts: [api.example.test]\nnever: [access_token]", file: "a.yaml")
        let body = "{\"access_token\":\"\(Sample.token)\"}"
        let here = Sample.exchange("GET", "/", [], "", [], body)
        var elsewhere = here
        elsewhere.request.authority = "other.example.test"
        for (exchange, isMasked) in [(here, false), (elsewhere, true)] {
            var redactor = Redactor(finder: SightingFinder(profiles: [profile]))
            #expect(redactor.redact(exchange).redacted.text.contains(Sample.token) != isMasked)
        }
    }

    @Test func `its fields are masked at its hosts and nowhere else`() throws {
        let profile = try Profile(yaml: Self.acme, file: "acme.yaml")
        var redactor = Redactor(finder: SightingFinder(profiles: [profile]))
        for (host, isMasked) in [("api.acme.example", true), ("eu.acme.example:8443", true), ("other.example", false)] {
            var exchange = Sample.exchange("GET", "/x?acme_ticket=short-\(isMasked ? 1 : 2)", [], "", [], "ok")
            exchange.request.authority = host
            let target = String(decoding: redactor.redact(exchange).redacted.exchange.request.target, as: UTF8.self)
            #expect(target.contains("REDACTED_session_token_1") == isMasked, "\(host): \(target)")
        }
    }

    @Test func `it takes names out of the catalogue`() throws {
        let profile = try Profile(yaml: "name: a\nnever: [access_token]", file: "a.yaml")
        var redactor = Redactor(finder: SightingFinder(profiles: [profile]))
        let exchange = Sample.exchange("GET", "/x?access_token=q7Wd93kfLs02mXcv81Tz", [], "", [], "ok")
        #expect(redactor.redact(exchange).redacted.exchange == exchange)
    }

    @Test(arguments: [
        (
            "name: a\nfeilds: []",
            "a.yaml:2: the key \"feilds\" is not known; here these are: name, hosts, endpoints, "
                + "fields, never, lifetimes"
        ),
        (
            "name: a\nfields:\n  - names: [b]\n    kinds: c",
            "a.yaml:4: the key \"kinds\" is not known; here these are: "
                + "name, names, kind, class, in, at, value"
        ),
        ("name: a\nfields:\n  - kind: c", "a.yaml:3: this field has no name; add `names: [NAME]`"),
        (
            "name: a\nfields:\n  - name: b\n    class: sticky",
            "a.yaml:4: \"sticky\" is not known here; these are: issued, "
                + "held, volatile, echo"
        ),
        ("name: a\nlifetimes:\n  code: soon", "a.yaml:3: a lifetime is a number of seconds, such as 3600"),
        ("name: a\nfields:\n  - name: b\n    kind: Access Token", "a.yaml:4: here one word is expected"),
        ("hosts: [a]", "a.yaml:1: the profile has no name; add `name: NAME`"),
        ("", "a.yaml: the file holds no profile; it begins with `name: NAME`"),
        ("- a", "a.yaml:1: the file holds no profile; it begins with `name: NAME`"),
    ])
    func `an error names the line and what would be right`(yaml: String, message: String) {
        let error = #expect(throws: ProfileError.self) { try Profile(yaml: yaml, file: "a.yaml") }
        #expect(error?.description == message)
    }

    @Test(arguments: [
        "https://api.example.test", "api.example.test:8443", "api.example.test/token", "*", "*.", "a.*.test", "[::1]",
    ])
    func `what no host of a request can be is an error`(host: String) {
        let yaml = "name: a\nhosts: [\"\(host)\"]"
        let error = #expect(throws: ProfileError.self) { try Profile(yaml: yaml, file: "a.yaml") }
        #expect(error?.line == 2)
        #expect(error?.description.contains("is no host") == true)
    }

    @Test(arguments: ["/v1/*", "http://api.example.test/v1/token", "/v1/token?a=b"])
    func `what no path has in it is an error`(path: String) {
        let yaml = "name: a\nendpoints:\n  token: [\"\(path)\"]"
        let error = #expect(throws: ProfileError.self) { try Profile(yaml: yaml, file: "a.yaml") }
        #expect(error?.line == 3)
        #expect(error?.description.contains("is no part of a path") == true)
    }

    @Test(arguments: ["/v1/issue", "v1/issue", "/v1/issue/", "/V1/Issue"])
    func `an endpoint is a part of a path, with or without a slash at its end`(path: String) throws {
        let yaml =
            "name: a\nendpoints:\n  token: [\"\(path)\"]\nfields:\n  - names: [zeta]\n    at: token\n    kind: access_token"
        var redactor = Redactor(finder: SightingFinder(profiles: [try Profile(yaml: yaml, file: "a.yaml")]))
        let answer = "{\"zeta\":\"\(Sample.token)\"}"
        let redacted = redactor.redact(Sample.exchange("POST", "/v1/issue", [], "", [], answer)).redacted
        #expect(redacted.text.hasSuffix("{\"zeta\":\"REDACTED_access_token_1\"}"))
        let other = redactor.redact(
            Sample.exchange("POST", "/v1/issued", [], "", [], "{\"zeta\":\"a1b2c3d4e5f6a7b8c9d0\"}")
        )
        #expect(path.hasSuffix("/") == other.redacted.text.hasSuffix("{\"zeta\":\"a1b2c3d4e5f6a7b8c9d0\"}"))
    }

    @Test(arguments: ["localhost", "127.0.0.1", "::1", "*.example.test", "API.example.test"])
    func `hosts are names and addresses`(host: String) throws {
        #expect(try Profile(yaml: "name: a\nhosts: [\"\(host)\"]", file: "a.yaml").hosts == [HostPattern(host)])
    }

    @Test func `a byte order mark is no part of it`() throws {
        #expect(try Profile(yaml: [0xEF, 0xBB, 0xBF] + Array("name: a\n".utf8), file: "a.yaml").name == "a")
    }

    @Test func `what is no YAML is an error with its line`() throws {
        let error = #expect(throws: ProfileError.self) { try Profile(yaml: "name: a\nb: [", file: "a.yaml") }
        #expect(error?.line == 3 || error?.line == 2)
    }

    @Test func `a key given twice, and bytes that are no text, are errors with their line`() throws {
        for (bytes, line) in [
            (Array("name: a\nhosts: [b]\nhosts: [c]\n".utf8), 2),
            (Array("name: a\n# \u{0}\n".utf8), 2),
            (Array("name: a\nhosts: [b]\n# gr".utf8) + [0xF6, 0xDF, 0x0A], 3),
            (Array("name: a\n# \u{7}\n".utf8), 2),
        ] {
            let error = #expect(throws: ProfileError.self) { try Profile(yaml: bytes, file: "a.yaml") }
            #expect(error?.line == line, "\(error?.description ?? "")")
        }
    }
}
