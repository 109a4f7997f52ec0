import NIOCore
import Testing
import Wire

/// One input that must be refused.
struct Refusal: CustomTestStringConvertible, Sendable {
    let name: String
    let input: String
    let code: WireError.Code
    var status = 400

    init(_ name: String, _ input: String, _ code: WireError.Code, _ status: Int = 400) {
        self.name = name
        self.input = input
        self.code = code
        self.status = status
    }

    var testDescription: String { name }

    /// A POST with these fields and what follows the head.
    static func post(
        _ name: String,
        _ fields: String,
        _ code: WireError.Code,
        _ status: Int = 400,
        then rest: String = ""
    ) -> Refusal {
        Refusal(name, "POST / HTTP/1.1\r\nHost: h\r\n\(fields)\r\n\r\n\(rest)", code, status)
    }

    /// A chunked POST with this body.
    static func chunked(_ name: String, _ body: String, _ code: WireError.Code, _ status: Int = 400) -> Refusal {
        post(name, "Transfer-Encoding: chunked", code, status, then: body)
    }
}

extension Refusal {
    static let framing: [Refusal] = [
        .post("length, then encoding", "Content-Length: 3\r\nTransfer-Encoding: chunked", .lengthAndEncoding),
        .post("encoding, then length", "Transfer-Encoding: chunked\r\nContent-Length: 3", .lengthAndEncoding),
        .post("two equal lengths", "Content-Length: 3\r\nContent-Length: 3", .duplicateContentLength),
        .post("two lengths", "Content-Length: 3\r\ncontent-length: 4", .duplicateContentLength),
        .post("list of lengths", "Content-Length: 3, 3", .contentLength),
        .post("plus sign", "Content-Length: +3", .contentLength),
        .post("minus sign", "Content-Length: -1", .contentLength),
        .post("inner space", "Content-Length: 1 2", .contentLength),
        .post("hexadecimal length", "Content-Length: 0x3", .contentLength),
        .post("fraction", "Content-Length: 3.0", .contentLength),
        .post("underscore", "Content-Length: 1_0", .contentLength),
        .post("empty length", "Content-Length:", .contentLength),
        .post("non-ASCII digit", "Content-Length: \u{b2}", .contentLength),
        .post("length of 2^63", "Content-Length: 9223372036854775808", .contentLength),
        .post("length of 2^64 + 3", "Content-Length: 18446744073709551619", .contentLength),
        .post("encoding after chunked", "Transfer-Encoding: chunked, identity", .transferEncoding, 501),
        .post("encoding before chunked", "Transfer-Encoding: gzip, chunked", .transferEncoding, 501),
        .post("unknown encoding", "Transfer-Encoding: xchunked", .transferEncoding, 501),
        .post("identity", "Transfer-Encoding: identity", .transferEncoding, 501),
        .post("quoted encoding", "Transfer-Encoding: \"chunked\"", .transferEncoding, 501),
        .post("encoding with parameter", "Transfer-Encoding: chunked;a=b", .transferEncoding, 501),
        .post("chunked twice in a list", "Transfer-Encoding: chunked, chunked", .transferEncoding, 501),
        .post("list with an empty element", "Transfer-Encoding: chunked,", .transferEncoding, 501),
        .post(
            "two encodings",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            .duplicateTransferEncoding
        ),
        .post("empty encoding", "Transfer-Encoding:", .duplicateTransferEncoding),
        .post("tab before chunked", "Transfer-Encoding:\tchunked", .transferEncoding, 501),
        .post("tab behind chunked", "Transfer-Encoding: chunked \t ", .transferEncoding, 501),
        .post("tab before a length", "Content-Length: \t 3", .contentLength),
        .post("tab behind a length", "Content-Length: 3\t", .contentLength),
        .post("vertical tab before chunked", "Transfer-Encoding: \u{b}chunked", .controlByte),
        .post("NBSP before chunked", "Transfer-Encoding: \u{a0}chunked", .transferEncoding, 501),
        Refusal(
            "encoding in HTTP/1.0",
            "POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n",
            .transferEncodingInHTTP10
        ),
        Refusal(
            "CONNECT with a body",
            "CONNECT h:1 HTTP/1.1\r\nHost: h:1\r\nContent-Length: 4\r\n\r\n",
            .unexpectedBody
        ),
        Refusal(
            "CONNECT with chunks",
            "CONNECT h:1 HTTP/1.1\r\nHost: h:1\r\nTransfer-Encoding: chunked\r\n\r\n",
            .unexpectedBody
        ),
    ]

    static let lines: [Refusal] = [
        .post("space before colon", "Content-Length : 3", .spaceBeforeColon),
        .post("tab before colon", "Content-Length\t: 3", .spaceBeforeColon),
        .post("folded line", "X: a\r\n b", .foldedLine),
        .post("folded line with tab", "X: a\r\n\tb", .foldedLine),
        Refusal("space before the first field", "GET / HTTP/1.1\r\n Host: h\r\n\r\n", .foldedLine),
        .post("empty name", ": a", .fieldName),
        .post("no colon", "X", .fieldName),
        .post("name with a parenthesis", "X(: a", .fieldName),
        .post("name with a non-ASCII byte", "X\u{e9}: a", .fieldName),
        .post("NUL in a name", "X\u{0}: a", .nul),
        .post("NUL in a value", "X: a\u{0}b", .nul),
        .post("DEL in a value", "X: a\u{7f}b", .controlByte),
        .post("CR in a value", "X: a\rb", .bareCR),
        .post("CR before CRLF", "X: a\r", .bareCR),
        .post("CR in a name", "X\rY: a", .bareCR),
        .post("LF in the fields", "X: a\nTransfer-Encoding: chunked", .bareLF),
        Refusal("LF behind the request line", "GET / HTTP/1.1\nHost: h\r\n\r\n", .bareLF),
        Refusal("LF as the empty line", "GET / HTTP/1.1\r\nHost: h\r\n\n", .bareLF),
        Refusal("LF before the request", "\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", .bareLF),
        Refusal("CR before the request", "\rGET / HTTP/1.1\r\nHost: h\r\n\r\n", .bareCR),
        Refusal("two empty lines before the request", "\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", .emptyLine),
        Refusal("CR in the target", "GET /\ra HTTP/1.1\r\nHost: h\r\n\r\n", .bareCR),
        Refusal("NUL in the target", "GET /\u{0} HTTP/1.1\r\nHost: h\r\n\r\n", .nul),
        Refusal("tab in the target", "GET /a\tb HTTP/1.1\r\nHost: h\r\n\r\n", .startLine),
        Refusal("space in the target", "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n", .startLine),
        Refusal("two spaces before the target", "GET  / HTTP/1.1\r\nHost: h\r\n\r\n", .startLine),
        Refusal("two spaces before the version", "GET /  HTTP/1.1\r\nHost: h\r\n\r\n", .startLine),
        Refusal("space behind the version", "GET / HTTP/1.1 \r\nHost: h\r\n\r\n", .startLine),
        Refusal("space before the method", " GET / HTTP/1.1\r\nHost: h\r\n\r\n", .startLine),
        Refusal("tab behind the method", "GET\t/ HTTP/1.1\r\nHost: h\r\n\r\n", .startLine),
        Refusal("method with a colon", "GE:T / HTTP/1.1\r\nHost: h\r\n\r\n", .startLine),
        Refusal("no target", "GET HTTP/1.1\r\nHost: h\r\n\r\n", .startLine),
        Refusal("HTTP/0.9", "GET /\r\n", .startLine),
        Refusal("lower-case version", "GET / http/1.1\r\nHost: h\r\n\r\n", .startLine),
        Refusal("version with more digits", "GET / HTTP/1.10\r\nHost: h\r\n\r\n", .startLine),
        Refusal("version 1.2", "GET / HTTP/1.2\r\nHost: h\r\n\r\n", .version, 505),
        Refusal("version 2.0", "GET / HTTP/2.0\r\nHost: h\r\n\r\n", .version, 505),
        Refusal("version 0.9", "GET / HTTP/0.9\r\nHost: h\r\n\r\n", .version, 505),
        Refusal("preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .version, 505),
        Refusal("TLS to a plain port", "\u{16}\u{3}\u{1}", .startLine),
    ]

    static let chunks: [Refusal] = [
        .chunked("LF behind the size", "1\na\r\n0\r\n\r\n", .chunkLine),
        .chunked("prefix 0x", "0x1\r\na\r\n0\r\n\r\n", .chunkSize),
        .chunked("sign", "+1\r\na\r\n0\r\n\r\n", .chunkSize),
        .chunked("minus zero", "-0\r\n\r\n", .chunkSize),
        .chunked("empty size", "\r\na\r\n0\r\n\r\n", .chunkSize),
        .chunked("no digit", "g\r\n", .chunkSize),
        .chunked("size of 2^63", "8000000000000000\r\n", .chunkSize),
        .chunked("size of 2^64 + 1", "10000000000000001\r\n", .chunkSize),
        .chunked("space behind the size", "1 \r\na\r\n0\r\n\r\n", .chunkSize),
        .chunked("space before the size", " 1\r\na\r\n0\r\n\r\n", .chunkSize),
        .chunked("LF in an extension", "1;a\nb\r\na\r\n0\r\n\r\n", .chunkLine),
        .chunked("CR in an extension", "1;a\rb\r\na\r\n0\r\n\r\n", .chunkLine),
        .chunked("NUL in an extension", "1;\u{0}\r\na\r\n0\r\n\r\n", .chunkLine),
        .chunked("no line end behind a chunk", "1\r\nab\r\n0\r\n\r\n", .chunkEnd),
        .chunked("LF behind a chunk", "1\r\na\n0\r\n\r\n", .chunkEnd),
        .chunked("CR alone behind a chunk", "1\r\na\rb0\r\n\r\n", .chunkEnd),
        .chunked("folded trailer", "0\r\nA: b\r\n c\r\n\r\n", .foldedLine),
        .chunked("LF in the trailers", "0\r\nA: b\n\r\n", .bareLF),
        .chunked("LF as the last line", "0\r\n\n", .bareLF),
        .chunked("length as trailer", "0\r\nContent-Length: 1\r\n\r\n", .trailerField),
        .chunked("encoding as trailer", "0\r\ntransfer-encoding: chunked\r\n\r\n", .trailerField),
        .chunked("connection as trailer", "0\r\nConnection: close\r\n\r\n", .trailerField),
        .chunked("host as trailer", "0\r\nHost: other\r\n\r\n", .trailerField),
    ]

    static let hosts: [Refusal] = [
        Refusal("no Host", "GET / HTTP/1.1\r\n\r\n", .missingHost),
        Refusal("two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", .duplicateHost),
        Refusal("two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", .duplicateHost),
        Refusal("list of hosts", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", .hostValue),
        Refusal("Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", .hostValue),
        Refusal("Host with userinfo", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", .hostValue),
        Refusal("Host with a bad port", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", .hostValue),
        Refusal("Host with a port over 65535", "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n", .hostValue),
        Refusal("Host percent-encoded", "GET / HTTP/1.1\r\nHost: %61\r\n\r\n", .hostValue),
        Refusal("Host that is not ASCII", "GET / HTTP/1.1\r\nHost: \u{e9}\r\n\r\n", .hostValue),
        Refusal("Host with a port only", "GET / HTTP/1.1\r\nHost: :80\r\n\r\n", .hostValue),
        Refusal("Host with an open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", .hostValue),
        Refusal("absolute target, other Host", "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n", .hostMismatch),
        Refusal("absolute target, other port", "GET http://a/ HTTP/1.1\r\nHost: a:81\r\n\r\n", .hostMismatch),
        Refusal("absolute target, no port in Host", "GET http://a:81/ HTTP/1.1\r\nHost: a\r\n\r\n", .hostMismatch),
        Refusal("absolute target, empty Host", "GET http://a/ HTTP/1.1\r\nHost:\r\n\r\n", .hostMismatch),
        Refusal("absolute target, other Host, 1.0", "GET http://a/ HTTP/1.0\r\nHost: b\r\n\r\n", .hostMismatch),
        Refusal("absolute target without Host", "GET http://a/ HTTP/1.1\r\n\r\n", .missingHost),
    ]

    static let requests = framing + lines + chunks + hosts

    /// A response with these fields.
    private static func ok(_ name: String, _ fields: String, _ code: WireError.Code, then rest: String = "") -> Refusal
    {
        Refusal(name, "HTTP/1.1 200 OK\r\n\(fields)\r\n\r\n\(rest)", code, 502)
    }

    static let responses: [Refusal] = [
        .ok("length and encoding", "Content-Length: 3\r\nTransfer-Encoding: chunked", .lengthAndEncoding),
        .ok("two equal lengths", "Content-Length: 3\r\nContent-Length: 3", .duplicateContentLength),
        .ok("list of lengths", "Content-Length: 3, 3", .contentLength),
        .ok("encoding before chunked", "Transfer-Encoding: gzip, chunked", .transferEncoding),
        .ok("identity", "Transfer-Encoding: identity", .transferEncoding),
        .ok("folded line", "X: a\r\n b", .foldedLine),
        .ok("space before colon", "X : a", .spaceBeforeColon),
        .ok("NUL", "X: \u{0}", .nul),
        .ok("LF in the fields", "X: a\nY: b", .bareLF),
        .ok("bad chunk size", "Transfer-Encoding: chunked", .chunkSize, then: "x\r\n"),
        Refusal(
            "encoding in HTTP/1.0",
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            .transferEncodingInHTTP10,
            502
        ),
        Refusal("204 with a length", "HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\n", .unexpectedBody, 502),
        Refusal("204 with chunks", "HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n", .unexpectedBody, 502),
        Refusal("100 with a length", "HTTP/1.1 100 Go\r\nContent-Length: 5\r\n\r\n", .unexpectedBody, 502),
        Refusal("LF behind the status line", "HTTP/1.1 200 OK\n\r\n", .bareLF, 502),
        Refusal("CR in the reason", "HTTP/1.1 200 O\rK\r\n\r\n", .bareCR, 502),
        Refusal("NUL in the reason", "HTTP/1.1 200 O\u{0}K\r\n\r\n", .nul, 502),
        Refusal("two spaces before the status", "HTTP/1.1  200 OK\r\n\r\n", .startLine, 502),
        Refusal("status of two digits", "HTTP/1.1 20 OK\r\n\r\n", .startLine, 502),
        Refusal("status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", .startLine, 502),
        Refusal("status below 100", "HTTP/1.1 099 OK\r\n\r\n", .startLine, 502),
        Refusal("status with a sign", "HTTP/1.1 +20 OK\r\n\r\n", .startLine, 502),
        Refusal("version 2.0", "HTTP/2.0 200 OK\r\n\r\n", .version, 502),
        Refusal("no HTTP at all", "ICY 200 OK\r\n\r\n", .startLine, 502),
        Refusal("empty line before", "\r\nHTTP/1.1 200 OK\r\n\r\n", .startLine, 502),
    ]
}

@Suite struct SmugglingTests {
    @Test(arguments: Refusal.requests)
    func refusesRequest(_ refusal: Refusal) throws {
        let error = try #require(Transcript.requests([bytes(refusal.input)]).error)
        #expect(error.code.name == refusal.code.name)
        #expect(error.status == refusal.status)
    }

    @Test(arguments: Refusal.responses)
    func refusesResponse(_ refusal: Refusal) throws {
        let error = try #require(Transcript.responses([bytes(refusal.input)]).error)
        #expect(error.code.name == refusal.code.name)
        #expect(error.status == refusal.status)
    }

    @Test(arguments: Refusal.requests)
    func refusesRequestHoweverItIsCut(_ refusal: Refusal) {
        let input = bytes(refusal.input)
        let whole = Transcript.requests([input])
        #expect(Transcript.requests(singly(input)) == whole)
        for index in 1..<max(1, input.readableBytes) {
            #expect(Transcript.requests(cut(input, at: index)) == whole, "cut at \(index)")
        }
    }

    @Test(arguments: Refusal.responses)
    func refusesResponseHoweverItIsCut(_ refusal: Refusal) {
        let input = bytes(refusal.input)
        let whole = Transcript.responses([input])
        #expect(Transcript.responses(singly(input)) == whole)
        for index in 1..<max(1, input.readableBytes) {
            #expect(Transcript.responses(cut(input, at: index)) == whole, "cut at \(index)")
        }
    }
}
