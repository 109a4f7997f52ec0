import Capture
import NIOCore
import Testing

@testable import Proxy

@Suite("Origins that fail")
struct OriginFailureTests {
    private func problem(_ client: RawConnection) async throws -> String {
        let answer = try await client.read(until: "}\n")
        #expect(answer.contains("Content-Type: application/problem+json\r\n"))
        return answer
    }

    @Test("Nobody listens: 502, and the exchange is abandoned with the reason")
    func refused() async throws {
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink))
        let client = try await proxy.connect()
        try await client.write(
            "GET http://\(closedAuthority)/secret-path HTTP/1.1\r\nHost: \(closedAuthority)\r\n\r\n"
        )
        let answer = try await problem(client)
        #expect(answer.hasPrefix("HTTP/1.1 502 "))
        #expect(answer.contains("\(closedAuthority) refuses connections"))
        #expect(!answer.contains("secret-path"))
        let exchange = try #require(await sink.nextAbandoned())
        #expect(exchange.response == nil)
        #expect(exchange.failure?.contains("refuses connections") == true)
        await proxy.stop()
    }

    @Test("A name that does not exist: 502")
    func unresolved() async throws {
        let proxy = try await TestProxy(.forward)
        let client = try await proxy.connect()
        try await client.write("GET http://no-such-host.invalid/ HTTP/1.1\r\nHost: no-such-host.invalid\r\n\r\n")
        #expect(try await problem(client).contains("no-such-host.invalid cannot be resolved"))
        await proxy.stop()
    }

    @Test(
        "What is no response: 502 that holds none of it",
        arguments: [
            "SSH-2.0-secret\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nsecret",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\nsecret",
            "HTTP/1.1 200 OK\nX: secret\n\n",
        ]
    )
    func malformed(answer: String) async throws {
        let origin = try await RawServer()
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink))
        let client = try await proxy.connect()
        try await client.write("GET http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "\r\n\r\n")
        try await upstream.write(answer)
        let refusal = try await problem(client)
        #expect(refusal.hasPrefix("HTTP/1.1 502 "))
        #expect(!refusal.contains("secret"))
        #expect(await sink.nextAbandoned()?.failure?.contains("secret") == false)
        await proxy.stop()
    }

    @Test("Closed or reset before an answer: 502", arguments: [true, false])
    func closedBeforeAnswer(resets: Bool) async throws {
        let origin = try await RawServer()
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink))
        let client = try await proxy.connect()
        try await client.write(
            "POST http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\nContent-Length: 0\r\n\r\n"
        )
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "\r\n\r\n")
        if resets { try await upstream.reset() } else { await upstream.close() }
        #expect(try await problem(client).hasPrefix("HTTP/1.1 502 "))
        #expect(await sink.nextAbandoned()?.response == nil)
        // The client's connection is still good.
        try await client.write("GET http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        let second = try await origin.accept()
        _ = try await second.read(until: "\r\n\r\n")
        await proxy.server.stop(grace: .zero)
    }

    @Test(
        "Broken in the middle of a response: the client sees a broken message, never a whole one",
        arguments: [
            ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", false),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", false),
            ("HTTP/1.1 200 OK\r\n\r\nhalf", true),
        ]
    )
    func brokenResponse(answer: String, resets: Bool) async throws {
        let origin = try await RawServer()
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink))
        let client = try await proxy.connect()
        try await client.write("GET http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "\r\n\r\n")
        try await upstream.write(answer)
        _ = try await client.read(until: "hal")
        if resets { try await upstream.reset() } else { await upstream.close() }
        _ = try await client.readToEnd()
        #expect(client.wasReset)
        let exchange = try #require(await sink.nextAbandoned())
        #expect(exchange.failure != nil)
        #expect(exchange.response?.body.bytes == Array("half".utf8))
        await proxy.stop()
    }

    @Test("A request on a kept connection that turns out closed is sent again on a new one")
    func staleConnection() async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward)
        let client = try await proxy.connect()
        let request = "GET http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n"
        try await client.write(request)
        let first = try await origin.accept()
        _ = try await first.read(until: "\r\n\r\n")
        try await first.write("HTTP/1.1 204 No Content\r\n\r\n")
        _ = try await client.read(until: "\r\n\r\n")
        try await client.write(request)
        _ = try await first.read(until: "\r\n\r\n")
        await first.close()
        let second = try await origin.accept()
        #expect(try await second.read(until: "\r\n\r\n").hasPrefix("GET / HTTP/1.1\r\n"))
        try await second.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
        #expect(try await client.read(until: "hi").hasPrefix("HTTP/1.1 200 OK"))
        await proxy.stop()
    }

    @Test("A POST on such a connection is not sent twice")
    func stalePost() async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward)
        let client = try await proxy.connect()
        let request =
            "POST http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\nContent-Length: 1\r\n\r\nx"
        try await client.write(request)
        let first = try await origin.accept()
        _ = try await first.read(until: "\r\n\r\nx")
        try await first.write("HTTP/1.1 204 No Content\r\n\r\n")
        _ = try await client.read(until: "\r\n\r\n")
        try await client.write(request)
        _ = try await first.read(until: "\r\n\r\nx")
        await first.close()
        #expect(try await problem(client).hasPrefix("HTTP/1.1 502 "))
        await proxy.stop()
    }

    @Test("No answer in time: 504")
    func stalled() async throws {
        let origin = try await RawServer()
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink)) { $0.timeouts.response = .milliseconds(100) }
        let client = try await proxy.connect()
        try await client.write("GET http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "\r\n\r\n")
        #expect(try await problem(client).hasPrefix("HTTP/1.1 504 Gateway Timeout\r\n"))
        #expect(await sink.nextAbandoned()?.failure?.contains("did not answer") == true)
        await proxy.stop()
    }

    @Test("The client goes away in the middle of a response: abandoned")
    func clientGone() async throws {
        let origin = try await RawServer()
        let sink = TestSink()
        let proxy = try await TestProxy(.capture(sink))
        let client = try await proxy.connect()
        try await client.write("GET http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        let upstream = try await origin.accept()
        _ = try await upstream.read(until: "\r\n\r\n")
        try await upstream.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
        _ = try await client.read(until: "half")
        try await client.reset()
        #expect(await sink.nextAbandoned()?.failure?.hasPrefix("The client closed") == true)
        #expect(try await upstream.readToEnd() == "")
        await proxy.stop()
    }

    @Test("A request to the proxy itself does not go round: 508")
    func loop() async throws {
        let proxy = try await TestProxy(.forward)
        let client = try await proxy.connect()
        try await client.write("GET http://localhost:\(proxy.port)/ HTTP/1.1\r\nHost: localhost:\(proxy.port)\r\n\r\n")
        #expect(try await problem(client).hasPrefix("HTTP/1.1 508 Loop Detected\r\n"))
        await proxy.stop()
    }

    @Test("A proxy that opens no connections says so and opens none")
    func dialsNothing() async throws {
        let origin = try await RawServer()
        let proxy = try await TestProxy(.forward) {
            $0.dialsOut = false
            $0.intercept = .none
        }
        let client = try await proxy.connect()
        try await client.write("GET http://\(origin.authority)/ HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        #expect(try await problem(client).contains("opens no connections"))
        try await client.write("CONNECT \(origin.authority) HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        #expect(try await problem(client).hasPrefix("HTTP/1.1 502 "))
        await proxy.stop()
    }
}
