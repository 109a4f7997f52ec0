import NIOCore
import Testing
import Wire

/// Each limit: a message at it passes, one byte or one line more does not.
@Suite struct LimitsTests {
    private func code(_ input: String, _ change: (inout Limits) -> Void) -> (code: WireError.Code, status: Int)? {
        var limits = Limits()
        change(&limits)
        let whole = Transcript.requests([bytes(input)], limits: limits)
        #expect(Transcript.requests(singly(bytes(input)), limits: limits) == whole, "the cuts do not matter")
        return whole.error.map { ($0.code, $0.status) }
    }

    private func post(_ fields: String, _ body: String) -> String {
        "POST / HTTP/1.1\r\nHost: h\r\n\(fields)\r\n\r\n\(body)"
    }

    @Test func method() {
        let input = "ABCD / HTTP/1.1\r\nHost: h\r\n\r\n"
        #expect(code(input) { $0.methodBytes = 4 } == nil)
        #expect(code(input) { $0.methodBytes = 3 }?.code == .methodTooLong)
        #expect(code(input) { $0.methodBytes = 3 }?.status == 501)
    }

    @Test func target() {
        let input = "GET /234 HTTP/1.1\r\nHost: h\r\n\r\n"
        #expect(code(input) { $0.targetBytes = 4 } == nil)
        #expect(code(input) { $0.targetBytes = 3 }?.code == .targetTooLong)
        #expect(code(input) { $0.targetBytes = 3 }?.status == 414)
        let endless = "GET /" + String(repeating: "a", count: 200)
        #expect(code(endless) { $0.targetBytes = 100 }?.code == .targetTooLong, "without waiting for the line to end")
    }

    @Test func head() {
        let input = "GET / HTTP/1.1\r\nHost: h\r\nX: 1\r\n\r\n"
        #expect(code(input) { $0.headBytes = input.utf8.count } == nil)
        #expect(code(input) { $0.headBytes = input.utf8.count - 1 }?.code == .headTooLarge)
        #expect(code(input) { $0.headBytes = 5 }?.status == 431)
        let endless = "GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 200)
        #expect(code(endless) { $0.headBytes = 100 }?.code == .headTooLarge)
    }

    @Test func responseHead() {
        let input = bytes("HTTP/1.1 200 OK\r\nX: 1\r\n\r\n")
        var limits = Limits()
        limits.headBytes = input.readableBytes
        #expect(Transcript.responses([input], limits: limits).error == nil)
        limits.headBytes -= 1
        #expect(Transcript.responses([input], limits: limits).error?.code == .headTooLarge)
        #expect(Transcript.responses([input], limits: limits).error?.status == 502)
    }

    @Test func fieldCount() {
        let input = "GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\nA: 2\r\n\r\n"
        #expect(code(input) { $0.fieldCount = 3 } == nil)
        #expect(code(input) { $0.fieldCount = 2 }?.code == .tooManyFields)
        let many = String(repeating: "A: 1\r\n", count: 300)
        #expect(code("GET / HTTP/1.1\r\nHost: h\r\n\(many)\r\n") { _ in }?.status == 431)
    }

    @Test func connectionOptions() {
        let input = "GET / HTTP/1.1\r\nHost: h\r\nConnection: a, b,\r\nconnection: c\r\n\r\n"
        #expect(code(input) { $0.connectionOptions = 3 } == nil)
        #expect(code(input) { $0.connectionOptions = 2 }?.code == .tooManyConnectionOptions)
        #expect(code(input) { $0.connectionOptions = 2 }?.status == 431)
    }

    @Test func trailers() {
        let trailers = "A: 1\r\n\r\n"
        let input = post("Transfer-Encoding: chunked", "0\r\n" + trailers)
        #expect(code(input) { $0.trailerBytes = trailers.utf8.count } == nil)
        #expect(code(input) { $0.trailerBytes = trailers.utf8.count - 1 }?.code == .trailersTooLarge)
        #expect(
            code(post("Transfer-Encoding: chunked", "0\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n")) { $0.fieldCount = 2 }?.code
                == .tooManyFields
        )
    }

    @Test func chunkLine() {
        let input = post("Transfer-Encoding: chunked", "1;abc\r\nx\r\n0\r\n\r\n")
        #expect(code(input) { $0.chunkLineBytes = 5 } == nil)
        #expect(code(input) { $0.chunkLineBytes = 4 }?.code == .chunkLineTooLong)
        #expect(code(post("Transfer-Encoding: chunked", "000000")) { $0.chunkLineBytes = 4 }?.status == 400)
    }

    @Test func chunkExtensions() {
        let input = post("Transfer-Encoding: chunked", "1;a\r\nx\r\n1;a\r\nx\r\n0\r\n\r\n")
        #expect(code(input) { $0.chunkExtensionBytes = 4 } == nil)
        #expect(code(input) { $0.chunkExtensionBytes = 3 }?.code == .chunkLineTooLong)
    }
}
