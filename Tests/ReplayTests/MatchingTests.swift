import Capture
import Secrets
import Testing

@testable import Replay

/// Which live requests fit a recorded one without any secrets in it.
@Suite struct MatchingTests {
    private func fits(_ recorded: Request, _ live: Request, rules: MatchRules = MatchRules()) throws -> Bool {
        try player([entry(recorded, response("found"))], rules: rules).text(live) == "found"
    }

    @Test(arguments: [
        ("http://api.test/a", "http://API.test:80/a", true),
        ("https://api.test:443/a", "https://api.test/a", true),
        ("http://[::1]:80/a", "http://[::1]/a", true),
        ("http://api.test/a/b", "http://api.test/a/./c/../b", true),
        ("http://api.test/a/", "http://api.test/a/b/..", true),
        ("http://api.test/~me", "http://api.test/%7Eme", true),
        ("http://api.test/a%2fb", "http://api.test/a%2Fb", true),
        ("http://api.test/a%2Fb", "http://api.test/a/b", false),
        ("http://api.test/A", "http://api.test/a", false),
        ("http://api.test/a", "http://api.test/a/", false),
        ("http://api.test/a", "https://api.test/a", false),
        ("http://api.test/a", "http://api.test:8080/a", false),
        ("http://api.test/", "http://api.test", true),
        ("http://api.test/?a=1&b=2", "http://api.test/?b=2&a=1", true),
        ("http://api.test/?a=1&a=2", "http://api.test/?a=2&a=1", true),
        ("http://api.test/?a=1&a=1", "http://api.test/?a=1", false),
        ("http://api.test/?a=x+y", "http://api.test/?%61=x%20y", true),
        ("http://api.test/?a=1", "http://api.test/?a=1&b=2", false),
        ("http://api.test/?method=post", "http://api.test/?method=put", false),
        ("http://api.test/?a", "http://api.test/?b", false),
    ])
    func urls(_ recorded: String, _ live: String, _ expected: Bool) throws {
        #expect(try fits(get(recorded), get(live)) == expected)
    }

    @Test func theMethodCounts() throws {
        #expect(try !fits(get("http://api.test/a"), request("POST", "http://api.test/a")))
        #expect(try !fits(get("http://api.test/a"), request("get", "http://api.test/a")))
    }

    @Test func queryAndFormAreOneMap() throws {
        let recorded = post("http://api.test/token?grant_type=password", "format=json")
        #expect(try fits(recorded, post("http://api.test/token", "format=json&grant_type=password")))
        #expect(try !fits(recorded, post("http://api.test/token", "format=json")))
    }

    @Test(arguments: [
        (#"{"a": 1, "b": {"c": [1, 2]}}"#, #"{"b":{"c":[1,2]},"a":1}"#, true),
        (#"{"a": "x/y"}"#, #"{"a": "x\/\u0079"}"#, true),
        (#"{"a": [1, 2]}"#, #"{"a": [2, 1]}"#, false),
        (#"{"a": 1}"#, #"{"a": "1"}"#, false),
        (#"{"a": 1}"#, #"{"a": 1.0}"#, false),
        (#"{"a": {}}"#, #"{"a": []}"#, false),
        (#"{"a": {}}"#, "{}", false),
        (#"{"a/b": 1}"#, #"{"a": {"b": 1}}"#, false),
        (#"{"a": 1, "a": 2}"#, #"{"a": 1}"#, false),
        (#"{"a": null}"#, #"{"a": null}"#, true),
    ])
    func json(_ recorded: String, _ live: String, _ expected: Bool) throws {
        let type = "application/json"
        let recorded = post("http://api.test/", recorded, type: type)
        #expect(try fits(recorded, post("http://api.test/", live, type: type)) == expected)
        #expect(try fits(recorded, post("http://api.test/", live, type: "text/plain")) == expected)
    }

    @Test func aWrongContentTypeIsTolerated() throws {
        let form = "grant_type=password&format=json"
        let recorded = post("http://api.test/", form)
        #expect(try fits(recorded, post("http://api.test/", form, type: "application/json")))
        let json = #"{"grant_type": "password"}"#
        #expect(
            try fits(post("http://api.test/", json), post("http://api.test/", #"{"grant_type":"password"}"#))
        )
    }

    @Test(arguments: [
        ("<a>\r\n<b/>\r\n</a>\r\n", "<a>\n<b/>\n</a>", true),
        ("<a> <b/></a>", "<a><b/></a>", false),
        ("{grant_type: password}\n", "{grant_type: password}", true),
    ])
    func text(_ recorded: String, _ live: String, _ expected: Bool) throws {
        let recorded = post("http://api.test/", recorded, type: "text/xml")
        #expect(try fits(recorded, post("http://api.test/", live, type: "text/xml")) == expected)
    }

    @Test func theBoundaryOfMultipartDoesNotCount() throws {
        func upload(_ boundary: String, _ value: String) -> Request {
            let part = "Content-Disposition: form-data; name=\"a\"\r\n\r\n\(value)"
            return post(
                "http://api.test/",
                "--\(boundary)\r\n\(part)\r\n--\(boundary)--\r\n",
                type: "multipart/form-data; boundary=\"\(boundary)\""
            )
        }
        #expect(try fits(upload("x1", "v"), upload("another", "v")))
        #expect(try !fits(upload("x1", "v"), upload("x1", "w")))
    }

    @Test func acceptOfOneTypeCounts() throws {
        func asking(_ types: String) -> Request { get("http://api.test/", [HeaderField("Accept", types)]) }
        #expect(try !fits(asking("application/json"), asking("application/xml")))
        #expect(try fits(asking("application/json"), asking("Application/JSON;q=0.9")))
        #expect(try fits(asking("application/json"), asking("*/*")))
        #expect(try fits(asking("application/json"), asking("text/html, application/xml")))
        #expect(try fits(asking("application/json"), get("http://api.test/")))
    }

    @Test func codedRequestBodiesAreRead() throws {
        var live = post("http://api.test/", "", [HeaderField("Content-Encoding", "gzip")])
        live.body = Body(try ContentCoding.gzip.encode(Array("a=1&b=2".utf8)))
        #expect(try fits(post("http://api.test/", "b=2&a=1"), live))
        // Nobody decodes twice: an upload that is compressed already is compared as it is.
        let file = try ContentCoding.gzip.encode(Array("a=1&b=2".utf8))
        var recorded = live
        recorded.body = Body(file)
        live.body = Body(try ContentCoding.gzip.encode(file))
        #expect(try fits(recorded, live))
    }

    @Test func rulesLeavePartsOut() throws {
        let recorded = post("http://api.test/a?q=1", "b=1", [bearer("REDACTED_access_token_1")])
        let live = post("http://other.test/b?q=2", "b=2", [bearer("something")])
        #expect(try !fits(recorded, live))
        #expect(try fits(recorded, live, rules: MatchRules(parts: [.method])))
        #expect(try !fits(recorded, live, rules: MatchRules(parts: [.method, .query])))
        let ignoring = MatchRules(ignored: ["q", "b"])
        #expect(try fits(recorded, post("http://api.test/a?q=2", "", [bearer("x")]), rules: ignoring))
        #expect(try !fits(recorded, post("http://api.test/a?c=2", "", [bearer("x")]), rules: ignoring))
        let json = post("http://api.test/", #"{"x": {"b": 1}}"#, type: "application/json")
        let other = post("http://api.test/", #"{"x": {"b": 2}}"#, type: "application/json")
        #expect(try fits(json, other, rules: ignoring))
    }

    @Test func anyBodyFitsOneThatTheRecordingDoesNotHave() throws {
        var recorded = post("http://api.test/upload?a=1", "")
        recorded.body.content = .withheld(length: 9_000, reason: .overLimit)
        let player = try player([
            entry(recorded, response("any")), entry(post("http://api.test/upload?a=1", "b=1"), response("b")),
        ])
        for _ in 0..<2 { #expect(player.text(post("http://api.test/upload?a=1", "b=1")) == "b") }
        #expect(player.text(post("http://api.test/upload?a=1", "c=1")) == "any")
        #expect(player.text(post("http://api.test/upload?a=2", "c=1")) == "miss")
    }

    @Test func entriesWithoutAResponseAreNotPlayed() throws {
        let failed = try CassetteEntry(
            exchange: Exchange(request: get("http://api.test/"), response: nil, failure: "reset"),
            extension: nil
        )
        let player = player([failed])
        #expect(player.text(get("http://api.test/")) == "miss")
        #expect(player.summary.unplayed.isEmpty)
    }
}
