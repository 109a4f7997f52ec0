import Capture
import Recording
import Secrets
import Testing

/// Clients that do not speak HTTP properly get an answer that says so, and disturb nobody.
struct BadRequestTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: String
        var status = 400
        /// How the detail of the answer goes on after "the client's request was refused: ".
        let detail: String

        var testDescription: String { name }
    }

    private static let cases = [
        Case(
            name: "request line",
            bytes: "GET\r\nHost: shop.test\r\n\r\n",
            detail: "the first line is not that of an HTTP/1.1 message"
        ),
        Case(
            name: "header over the limit",
            bytes: "GET http://shop.test/ HTTP/1.1\r\nHost: shop.test\r\n"
                + "X: \(String(repeating: "x", count: 200_000))\r\n\r\n",
            status: 431,
            detail: "its header section is longer than the limit"
        ),
        Case(
            name: "Content-Length with Transfer-Encoding",
            bytes: "POST http://shop.test/ HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 5\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            detail: "it has both Content-Length and Transfer-Encoding"
        ),
        Case(
            name: "two Content-Lengths",
            bytes: "POST http://shop.test/ HTTP/1.1\r\nHost: shop.test\r\n"
                + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            detail: "it has more than one Content-Length field"
        ),
        Case(
            name: "another Transfer-Encoding",
            bytes: "POST http://shop.test/ HTTP/1.1\r\nHost: shop.test\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            status: 501,
            detail: "its Transfer-Encoding is not exactly chunked"
        ),
        Case(
            name: "two Hosts",
            bytes: "GET http://shop.test/ HTTP/1.1\r\nHost: shop.test\r\nHost: other.test\r\n\r\n",
            detail: "it has more than one Host field"
        ),
        Case(
            name: "no Host",
            bytes: "GET http://shop.test/ HTTP/1.1\r\nAccept: */*\r\n\r\n",
            detail: "it has no Host field"
        ),
        Case(
            name: "another Host than in the target",
            bytes: "GET http://shop.test/ HTTP/1.1\r\nHost: other.test\r\n\r\n",
            detail: "its target and its Host field name different servers"
        ),
        Case(
            name: "folded line",
            bytes: "GET http://shop.test/ HTTP/1.1\r\nHost: shop.test\r\nX: a\r\n b\r\n\r\n",
            detail: "a field line starts with whitespace"
        ),
        Case(
            name: "space before colon",
            bytes: "GET http://shop.test/ HTTP/1.1\r\nHost: shop.test\r\nX : a\r\n\r\n",
            detail: "there is whitespace between a field name and its colon"
        ),
        Case(
            name: "bare LF",
            bytes: "GET http://shop.test/ HTTP/1.1\nHost: shop.test\n\n",
            detail: "a line ends without CR"
        ),
        Case(
            name: "bad chunk",
            bytes: "POST http://shop.test/wire/echo HTTP/1.1\r\nHost: shop.test\r\n"
                + "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
            detail: "a chunk size is not a hexadecimal number"
        ),
        Case(
            name: "another version",
            bytes: "GET http://shop.test/ HTTP/3.7\r\nHost: shop.test\r\n\r\n",
            status: 505,
            detail: "its HTTP version is not 1.0 or 1.1"
        ),
    ]

    @Test("is answered with a problem document, and nothing recorded is lost", arguments: ["record", "replay"])
    func refused(command: String) async throws {
        try await withShop { shop in
            var proxy = try await shop.record(into: "shop.har")
            #expect(try await exchange(Self.good, with: proxy).hasPrefix("HTTP/1.1 200 "))
            if command == "replay" {
                await proxy.stop()
                proxy = try await Program.listen("replay", shop.folder.file("shop.har"), in: shop.folder)
            }
            for bad in Self.cases {
                let answer = try await exchange(bad.bytes, with: proxy)
                let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
                #expect(answer.hasPrefix("HTTP/1.1 \(bad.status) "), "\(bad.name): \(answer)")
                #expect(answer.contains("\r\nContent-Type: application/problem+json\r\n"), "\(bad.name)")
                let start = #""status":\#(bad.status),"detail":"the client's request was refused: \#(bad.detail)"#
                #expect(parts.last?.contains(start) == true, "\(bad.name): \(answer)")
            }
            #expect(try await exchange(Self.good, with: proxy).hasPrefix("HTTP/1.1 200 "))
            #expect(await proxy.stop().status == 0)
            let cassette = try Cassette(path: shop.folder.file("shop.har"))
            let whole = cassette.entries.filter { $0.exchange.response?.status == 200 }
            #expect(cassette.isComplete)
            #expect(whole.count == (command == "record" ? 2 : 1))
        }
    }

    private static let good = "GET http://shop.test/wire/etag HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n"

    private func exchange(_ request: String, with proxy: Listening) async throws -> String {
        let port = proxy.port
        return try await blocking {
            let client = try RawSocket(to: port)
            try client.send(request)
            return try client.receiveToEnd()
        }
    }
}
