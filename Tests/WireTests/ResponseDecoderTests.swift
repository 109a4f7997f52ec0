import NIOCore
import Testing
import Wire

/// Bytes in, events out.
@Suite struct ResponseDecoderTests {
    @Test(arguments: [
        ("HTTP/1.1 200 Fine By Me\r\n", "Fine By Me"),
        ("HTTP/1.1 299 \r\n", ""),
        ("HTTP/1.1 200\r\n", ""),
        ("HTTP/1.0 404 Caf\u{e9} \r\n", "Caf\u{e9} "),
        ("HTTP/1.1 200  two\r\n", " two"),
    ])
    func keepsTheReasonPhrase(_ line: String, reason: String) {
        let transcript = Transcript.responses([bytes(line + "Content-Length: 0\r\n\r\n")])
        guard case .response(_, let found, _, .length(0)) = transcript.steps.first else {
            Issue.record("no head: \(transcript)")
            return
        }
        #expect(found == reason)
    }

    @Test func bodyUntilCloseEndsWell() {
        let input = [bytes("HTTP/1.1 200 OK\r\nX: y\r\n\r\nab"), bytes("cd")]
        let head = Transcript.Step.response(status: 200, reason: "OK", fields: ["X: y"], .untilClose)
        #expect(Transcript.responses(input).steps == [head, .body("abcd")])
        #expect(Transcript.responses(input, atEnd: true).steps == [head, .body("abcd"), .end(trailers: [])])
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", WireError.Code.truncatedBody),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab", .truncatedBody),
        ("HTTP/1.1 200 OK\r\n", .truncatedHead),
        ("HTTP/1.1 100 Continue\r\n\r\n", .missingResponse),
        ("", .missingResponse),
        ("HTTP/1.1 204 No Content\r\n\r\n", nil),
    ])
    func theEndOfTheConnection(_ input: String, code: WireError.Code?) {
        let error = Transcript.responses([bytes(input)], atEnd: true).error
        #expect(error?.code == code)
        #expect(error.map(\.status) ?? 502 == 502)
    }

    @Test(arguments: [
        ("200 OK", MethodKind.head, "Content-Length: 9\r\n"),
        ("200 OK", .head, "Transfer-Encoding: chunked\r\n"),
        ("304 Not Modified", .other, "Content-Length: 9\r\n"),
        ("304 Not Modified", .other, "Transfer-Encoding: chunked\r\n"),
        ("204 No Content", .other, ""),
        ("204 No Content", .other, "Content-Length: 0\r\n"),
    ])
    func statusAndMethodMayForbidABody(_ status: String, method: MethodKind, field: String) {
        let one = "HTTP/1.1 \(status)\r\n\(field)\r\n"
        let transcript = Transcript.responses([bytes(one + one)], to: [method, method])
        #expect(transcript.error == nil)
        #expect(transcript.steps.count == 4, "the second response follows at once: \(transcript)")
    }

    @Test func interimResponsesAreForwarded() {
        let transcript = Transcript.responses([
            bytes(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: </a>\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"
            )
        ])
        #expect(
            transcript.steps == [
                .response(status: 100, reason: "Continue", fields: [], nil),
                .response(status: 103, reason: "Early", fields: ["Link: </a>"], nil),
                .response(status: 200, reason: "OK", fields: ["Content-Length: 1"], .length(1)),
                .body("x"),
                .end(trailers: []),
            ]
        )
    }

    @Test(arguments: [200, 204, 299])
    func aTunnelStartsBehindTheHead(_ status: Int) throws {
        var decoder = ResponseDecoder()
        decoder.expect(.connect)
        decoder.receive(bytes("HTTP/1.1 \(status) \r\nTransfer-Encoding: chunked\r\n\r\n\u{16}\u{3}"))
        if status == 204 {
            #expect(throws: WireError.self) { try decoder.next() }
            return
        }
        guard case .head(_, .none) = try decoder.next() else { throw Unexpected() }
        #expect(try decoder.next() == .end(trailers: .empty))
        #expect(try decoder.next() == nil)
        #expect(decoder.isSwitched)
        #expect(decoder.takeRemaining() == bytes("\u{16}\u{3}"))
    }

    @Test func aRefusedConnectHasABody() {
        let transcript = Transcript.responses(
            [bytes("HTTP/1.1 407 No\r\nContent-Length: 2\r\n\r\nno")],
            to: [.connect]
        )
        #expect(Array(transcript.steps.dropFirst()) == [.body("no"), .end(trailers: [])])
    }

    @Test func switchingProtocolsNeedsARequestForIt() throws {
        let head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
        var decoder = ResponseDecoder()
        decoder.expect(.other, upgrade: true)
        decoder.receive(bytes(head + "\u{81}"))
        guard case .head(_, .none) = try decoder.next() else { throw Unexpected() }
        #expect(try decoder.next() == .end(trailers: .empty))
        #expect(decoder.isSwitched)
        #expect(decoder.takeRemaining() == bytes("\u{81}"))
        #expect(try decoder.finish() == nil)
        #expect(Transcript.responses([bytes(head)]).error?.code == .unsolicitedUpgrade)
    }

    @Test func bytesThatNobodyAskedForAreRefused() {
        let response = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        #expect(Transcript.responses([bytes(response)], to: []).error?.code == .unsolicitedResponse)
        #expect(Transcript.responses([bytes(response + response)]).error?.code == .unsolicitedResponse)
        #expect(Transcript.responses([bytes(response + response)], to: [.other, .other]).error == nil)
        let last = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        #expect(Transcript.responses([bytes(last + response)], to: [.other, .other]).error?.code == .dataAfterClose)
        #expect(
            Transcript.responses([bytes(last)], to: [.other, .other], atEnd: true).error?.code == .missingResponse
        )
    }

    @Test func chunkedWithTrailers() {
        let transcript = Transcript.responses([
            bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-T: \u{e9}\r\n\r\n")
        ])
        #expect(Array(transcript.steps.dropFirst()) == [.chunk(3), .body("abc"), .end(trailers: ["X-T: \u{e9}"])])
    }
}
