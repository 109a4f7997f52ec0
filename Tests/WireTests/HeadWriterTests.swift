import NIOCore
import Testing
import Wire

@Suite struct HeadWriterTests {
    private func request(_ text: String, _ change: (inout HeadEdit) -> Void = { _ in }) throws -> String {
        var decoder = RequestDecoder()
        // Bytes before the head, so that its offsets are not those of the storage.
        decoder.receive(bytes("\r\n" + text))
        guard case .head(let head, _) = try decoder.next() else { throw Unexpected() }
        var edit = HeadEdit()
        change(&edit)
        var out = ByteBuffer()
        head.write(edit, into: &out)
        return latin1(out)
    }

    private func response(_ text: String, _ change: (inout HeadEdit) -> Void = { _ in }) throws -> String {
        var decoder = ResponseDecoder()
        decoder.expect(.other)
        decoder.receive(bytes(text))
        guard case .head(let head, _) = try decoder.next() else { throw Unexpected() }
        var edit = HeadEdit()
        change(&edit)
        var out = ByteBuffer()
        head.write(edit, into: &out)
        return latin1(out)
    }

    @Test func anEmptyEditChangesNoByte() throws {
        let head = "gEt /caf\u{e9}?\u{ff} HTTP/1.1\r\nhOST:h\r\nX:  \u{80} \t\r\nx:\r\nX: \u{80}\r\n\r\n"
        #expect(try request(head) == head)
        let answer = "HTTP/1.0 299 Fine \u{e9} \r\nSet-Cookie:a\r\nset-cookie:  a\r\n\r\n"
        #expect(try response(answer) == answer)
    }

    @Test func hopByHopFieldsAreLeftOut() throws {
        let head = try request(
            "GET / HTTP/1.1\r\nConnection: close, X-Hop\r\nHost: h\r\nKeep-Alive: a\r\nx-hop: 1\r\nB: 2\r\n"
                + "Proxy-Connection: keep-alive\r\nTE: trailers\r\nUpgrade: x\r\nProxy-Authorization: y\r\nC: 3\r\n"
                + "Transfer-Encoding: chunked\r\nTrailer: D\r\n\r\n"
        )
        #expect(
            head == "GET / HTTP/1.1\r\nHost: h\r\nB: 2\r\nC: 3\r\nTransfer-Encoding: chunked\r\nTrailer: D\r\n\r\n"
        )
        let answer = try response(
            "HTTP/1.1 200 OK\r\nAlt-Svc: h3\r\nProxy-Authenticate: a\r\nProxy-Authentication-Info: b\r\nX: y\r\n\r\n"
        )
        #expect(answer == "HTTP/1.1 200 OK\r\nX: y\r\n\r\n")
    }

    @Test func connectionCannotTakeFramingAway() throws {
        let head = "POST / HTTP/1.1\r\nConnection: content-length, host\r\nHost: h\r\nContent-Length: 1\r\n\r\n"
        #expect(try request(head) == "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n")
    }

    @Test(arguments: [
        ("GET http://h/a?b HTTP/1.1", "GET /a?b HTTP/1.1"),
        ("GET http://u:p@h HTTP/1.1", "GET / HTTP/1.1"),
        ("GET http://h?b HTTP/1.1", "GET /?b HTTP/1.1"),
        ("OPTIONS http://h HTTP/1.1", "OPTIONS * HTTP/1.1"),
        ("OPTIONS http://h/ HTTP/1.1", "OPTIONS / HTTP/1.1"),
        ("OPTIONS http://h?b HTTP/1.1", "OPTIONS /?b HTTP/1.1"),
        ("GET /a HTTP/1.1", "GET /a HTTP/1.1"),
        ("OPTIONS * HTTP/1.1", "OPTIONS * HTTP/1.1"),
    ])
    func originForm(_ line: String, expected: String) throws {
        #expect(
            try request("\(line)\r\nHost: h\r\n\r\n") { $0.target = .originForm } == "\(expected)\r\nHost: h\r\n\r\n"
        )
    }

    @Test(arguments: ["h.example:81", "[::1]"])
    func originFormOfHTTP10KeepsTheHost(_ host: String) throws {
        let head = try request("GET http://u@\(host)/a HTTP/1.0\r\nX: y\r\n\r\n") { $0.target = .originForm }
        #expect(head == "GET /a HTTP/1.0\r\nHost: \(host)\r\nX: y\r\n\r\n")
        let set = try request("GET http://u@\(host)/a HTTP/1.0\r\n\r\n") {
            $0.target = .originForm
            $0.set = [HeadEdit.Field("host", "other")]
        }
        #expect(set == "GET /a HTTP/1.0\r\nhost: other\r\n\r\n")
    }

    @Test func anotherTarget() throws {
        let head = try request("GET / HTTP/1.1\r\nHost: h\r\n\r\n") { $0.target = .bytes(Array("http://h/".utf8)) }
        #expect(head == "GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n")
    }

    @Test func setReplacesInPlaceOrAppends() throws {
        let head = try request("GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\nB: 2\r\na: 3\r\n\r\n") {
            $0.set = [HeadEdit.Field("a", "9"), HeadEdit.Field("C", "4")]
        }
        #expect(head == "GET / HTTP/1.1\r\nHost: h\r\na: 9\r\nB: 2\r\nC: 4\r\n\r\n")
    }

    @Test func removeTakesEveryLineOfTheName() throws {
        let head = try request("GET / HTTP/1.1\r\nA: 1\r\nHost: h\r\na: 3\r\n\r\n") { $0.remove = ["a"] }
        #expect(head == "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
    }

    @Test func connectionOptionsOfTheProxyStandWhereThoseOfTheClientStood() throws {
        let head = try request(
            "GET / HTTP/1.1\r\nConnection: keep-alive, Upgrade, TE\r\nHost: h\r\nUpgrade: websocket\r\nTE: trailers\r\n\r\n"
        ) {
            $0.keepsUpgrade = true
            $0.keepsTrailers = true
        }
        #expect(
            head == "GET / HTTP/1.1\r\nConnection: Upgrade, TE\r\nHost: h\r\nUpgrade: websocket\r\nTE: trailers\r\n\r\n"
        )
        let closing = try request("GET / HTTP/1.1\r\nHost: h\r\nTE: gzip\r\n\r\n") {
            $0.keepsTrailers = true
            $0.connection = ["close"]
        }
        #expect(closing == "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    }

    @Test func nothingIsDroppedWhenNotAsked() throws {
        let head = "GET / HTTP/1.1\r\nHost: h\r\nConnection: X\r\nX: 1\r\nTE: gzip\r\n\r\n"
        #expect(try request(head) { $0.dropsHopByHop = false } == head)
    }

    @Test func aWrittenHeadReadsTheSame() throws {
        var generator = MessageGenerator(seed: 7)
        for _ in 0..<200 {
            var decoder = RequestDecoder()
            decoder.receive(ByteBuffer(bytes: generator.requests()))
            guard case .head(let head, let framing) = try decoder.next() else { throw Unexpected() }
            var edit = HeadEdit()
            edit.target = .originForm
            var out = ByteBuffer()
            head.write(edit, into: &out)
            var second = RequestDecoder()
            second.receive(out)
            guard case .head(let again, let framingAgain) = try second.next() else { throw Unexpected() }
            #expect(framingAgain == framing)
            #expect(again.method == head.method)
            #expect(again.host == head.host)
            let kept = head.fields.lines.filter { !head.fields.isHopByHop($0) }
            #expect(again.fields.lines.map(again.fields.value) == kept.map(head.fields.value))
        }
    }
}
