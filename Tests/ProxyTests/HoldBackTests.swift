import Capture
import NIOCore
import Testing

@testable import Proxy

@Suite("Nothing whole reaches the client before the sink has it")
struct HoldBackTests {
    /// An answer in two writes, and what of it may be seen before the sink is done.
    struct Answer: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let first: String
        let last: String
        var closes = false
        /// Where the end of the connection is the end of the body, one byte is held back.
        var seen: String { closes ? String(first.dropLast()) : first }
    }

    static let answers = [
        Answer(testDescription: "length", first: "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nfour", last: "more"),
        Answer(
            testDescription: "chunked",
            first: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n",
            last: "4\r\nmore\r\n0\r\n\r\n"
        ),
        Answer(testDescription: "no body", first: "", last: "HTTP/1.1 204 No Content\r\n\r\n"),
        Answer(testDescription: "empty body", first: "", last: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        Answer(
            testDescription: "until close",
            first: "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nfourmore",
            last: "",
            closes: true
        ),
    ]

    private struct Held {
        let proxy: TestProxy
        let client: RawConnection
        let origin: RawServer
        let done: TestSink.Done
    }

    /// Brings an answer up to where the sink has the exchange and has not said anything yet.
    private func hold(_ answer: Answer) async throws -> Held {
        let origin = try await RawServer()
        let sink = TestSink(settles: false)
        let proxy = try await TestProxy(.capture(sink))
        let client = try await proxy.connect()
        try await client.write("GET http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "\r\n\r\n")
        if !answer.first.isEmpty {
            try await upstream.write(answer.first)
            #expect(
                String(decoding: try await client.read(count: answer.seen.utf8.count), as: UTF8.self) == answer.seen
            )
        }
        if !answer.last.isEmpty { try await upstream.write(answer.last) }
        if answer.closes { await upstream.close() }
        let (exchange, done) = try #require(await sink.nextHeld())
        #expect(exchange.response != nil)
        #expect(exchange.failure == nil)
        return Held(proxy: proxy, client: client, origin: origin, done: done)
    }

    @Test("The last bytes wait for success", arguments: answers)
    func success(answer: Answer) async throws {
        let held = try await hold(answer)
        // A round trip on the proxy's only event loop: whatever it wanted to send is sent.
        let other = try await held.proxy.connect()
        try await other.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try await other.readToEnd()
        #expect(held.client.pending == "")
        held.done(.success(()))
        if answer.closes {
            #expect(try await held.client.readToEnd() == "e")
            #expect(!held.client.wasReset)
        } else {
            let last = try await held.client.read(count: answer.last.utf8.count)
            #expect(String(decoding: last, as: UTF8.self) == answer.last)
        }
        await held.proxy.stop()
    }

    @Test("When it fails, the client sees a broken message, or a 502 when it had seen nothing", arguments: answers)
    func failure(answer: Answer) async throws {
        let held = try await hold(answer)
        held.done(.failure(TestSink.Refused()))
        if answer.first.isEmpty {
            let refusal = try await held.client.read(until: "}\n")
            #expect(refusal.hasPrefix("HTTP/1.1 502 Bad Gateway\r\nContent-Type: application/problem+json\r\n"))
        } else {
            #expect(try await held.client.readToEnd() == "")
            #expect(held.client.wasReset, "the end must not look like the end of the message")
        }
        #expect(held.proxy.log.lines.contains { $0.contains("was not kept") })
        await held.proxy.stop()
    }

    @Test("The next request waits for the sink, and is answered after it")
    func nextRequestWaits() async throws {
        let held = try await hold(Self.answers[0])
        try await held.client.write(
            "GET http://\(held.origin.authority)/2 HTTP/1.1\r\nHost: \(held.origin.authority)\r\n\r\n"
        )
        held.done(.success(()))
        #expect(try await held.client.read(count: 4) == Array("more".utf8))
        await held.proxy.server.stop(grace: .zero)
    }

    @Test("A second word of the sink changes nothing")
    func doneTwice() async throws {
        let held = try await hold(Self.answers[0])
        held.done(.success(()))
        held.done(.failure(TestSink.Refused()))
        #expect(try await held.client.read(count: 4) == Array("more".utf8))
        await held.proxy.stop()
        #expect(!held.client.wasReset)
    }

    @Test("A body over the capture limit reaches the client whole and the sink as its length")
    func overLimit() async throws {
        let origin = try await RawServer()
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink)) { $0.captureLimit = 1000 }
        let client = try await proxy.connect()
        let body = String(repeating: "x", count: 200_000)
        try await client.write(
            "POST http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\nContent-Length: 1001\r\n\r\n"
                + body.prefix(1001)
        )
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "\r\n\r\n")
        #expect(try await upstream.read(count: 1001).count == 1001)
        try await upstream.write("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + body)
        _ = try await client.read(until: "\r\n\r\n")
        #expect(try await client.read(count: 200_000) == Array(body.utf8))
        let exchange = try #require(await sink.nextAccepted())
        #expect(exchange.request.body.content == .withheld(length: 1001, reason: .overLimit))
        #expect(exchange.response?.body.content == .withheld(length: 200_000, reason: .overLimit))
        await proxy.stop()
    }
}
