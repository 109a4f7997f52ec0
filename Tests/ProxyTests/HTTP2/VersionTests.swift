import Capture
import Interception
import NIOCore
import NIOHPACK
import NIOHTTP2
import Testing

@testable import Proxy

@Suite("Which version is spoken, and translation where the sides cannot speak the same")
struct VersionTests {
    /// An origin that speaks HTTP/1.1 over TLS.
    private func http1Origin(_ setup: HTTP2Setup) async throws -> RawServer {
        let contexts = setup.contexts
        return try await RawServer { try contexts.handlers(host: "127.0.0.1") }
    }

    @Test("The client is offered what the origin speaks")
    func mirrors() async throws {
        let setup = try await HTTP2Setup(.forward)
        let http1 = try await http1Origin(setup)
        let http2 = try await HTTP2Origin(setup.contexts)
        let both = ["h2", "http/1.1"]
        #expect(try await setup.tunnel(http2.authority, offers: both).1 == "h2")
        #expect(try await setup.tunnel(http1.authority, offers: both).1 == "http/1.1")
        #expect(try await setup.tunnel(http1.authority, offers: ["http/1.1"]).1 == "http/1.1")
        #expect(try await setup.tunnel(http1.authority, offers: ["h2"]).1 == "h2")
        #expect(try await setup.tunnel(http1.authority, offers: []).1 == nil)
        await setup.stop()
    }

    @Test("The connection that was made to find out carries the first request")
    func firstConnection() async throws {
        let setup = try await HTTP2Setup(.forward)
        let origin = try await http1Origin(setup)
        let (client, _) = try await setup.tunnel(origin.authority, offers: ["h2", "http/1.1"])
        let upstream = try await origin.accept()
        try await client.write("GET / HTTP/1.1\r\nHost: \(origin.authority)\r\n\r\n")
        _ = try await upstream.read(until: "\r\n\r\n")
        try await upstream.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
        #expect(try await client.read(until: "hi") == "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
        await setup.stop()
    }

    @Test("From HTTP/2 to HTTP/1.1")
    func downgrade() async throws {
        let sink = TestSink()
        let setup = try await HTTP2Setup(.capture(sink))
        let origin = try await http1Origin(setup)
        let client = try await setup.client(origin.authority, offers: ["h2"])
        let request = try await client.open()
        let fields: HPACKHeaders = ["cookie": "a=1", "te": "trailers", "cookie": "b=2", "x-one": "1"]
        try await request.send(.request("POST", origin.authority, "/a?b", fields))
        try await request.send("abc")
        let upstream = try await origin.accept()
        #expect(
            try await upstream.read(until: "3\r\nabc\r\n")
                == "POST /a?b HTTP/1.1\r\ncookie: a=1; b=2\r\nte: trailers\r\nx-one: 1\r\nHost: \(origin.authority)\r\n"
                + "Transfer-Encoding: chunked\r\nConnection: TE\r\n\r\n3\r\nabc\r\n"
        )
        try await request.send(["x-end": "e"], end: true)
        #expect(try await upstream.read(until: "\r\n\r\n") == "0\r\nx-end: e\r\n\r\n")
        try await upstream.write(
            "HTTP/1.1 103 Early Hints\r\nLink: </s>\r\n\r\nHTTP/1.1 200 Fine\r\nTransfer-Encoding: chunked\r\n"
                + "Connection: keep-alive\r\nX-Two: 2\r\n\r\n2\r\nhi\r\n0\r\nX-T: t\r\n\r\n"
        )
        #expect(try await request.headers().fields == [":status": "103", "link": "</s>"])
        #expect(try await request.headers().fields == [":status": "200", "x-two": "2"])
        let answer = try await request.body()
        #expect(String(buffer: answer.bytes) == "hi")
        #expect(answer.trailers == ["x-t": "t"])
        let exchange = try #require(await sink.nextAccepted())
        #expect(exchange.request.version == "HTTP/2")
        #expect(exchange.request.fields.first("cookie") == "a=1; b=2")
        #expect(exchange.response?.version == "HTTP/1.1")
        #expect(exchange.response?.reason == Array("Fine".utf8))
        await setup.stop()
    }

    @Test("Exchanges at once with an origin of HTTP/1.1 have a connection each")
    func unshared() async throws {
        let setup = try await HTTP2Setup(.forward)
        let origin = try await http1Origin(setup)
        let client = try await setup.client(origin.authority, offers: ["h2"])
        let requests = [try await client.get("/1", origin.authority), try await client.get("/2", origin.authority)]
        let connections = [try await origin.accept(), try await origin.accept()]
        for connection in connections {
            let path = try await connection.read(until: "\r\n\r\n").split(separator: " ")[1]
            try await connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\(path)")
        }
        for (index, request) in requests.enumerated() {
            _ = try await request.headers()
            #expect(String(buffer: try await request.body().bytes) == "/\(index + 1)")
        }
        await setup.stop()
    }

    @Test("From HTTP/1.1 to an origin that speaks nothing but HTTP/2")
    func upgrade() async throws {
        let sink = TestSink()
        let setup = try await HTTP2Setup(.capture(sink))
        let origin = try await HTTP2Origin(setup.contexts, refusesFirst: true)
        let (client, negotiated) = try await setup.tunnel(origin.authority, offers: ["http/1.1"])
        #expect(negotiated == "http/1.1")
        try await client.write(
            "POST /a HTTP/1.1\r\nHost: \(origin.authority)\r\nConnection: X-Hop\r\nX-Hop: 1\r\nX-Two: 2\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-T: t\r\n\r\n"
        )
        let stream = try await origin.accept().accept()
        #expect(try await stream.headers().fields == .request("POST", origin.authority, "/a", ["x-two": "2"]))
        let body = try await stream.body()
        #expect(String(buffer: body.bytes) == "abc")
        #expect(body.trailers == ["x-t": "t"])
        try await stream.send([":status": "200", "x-three": "3"])
        try await stream.send("hello")
        try await stream.send(["x-end": "e"], end: true)
        #expect(
            try await client.read(until: "x-end: e\r\n\r\n")
                == "HTTP/1.1 200 \r\nx-three: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nx-end: e\r\n\r\n"
        )
        #expect(await sink.nextAccepted()?.response?.version == "HTTP/2")
        await setup.stop()
    }

    @Test("An origin that cannot be reached is a problem in either version")
    func unreachable() async throws {
        let setup = try await HTTP2Setup(.forward)
        let client = try await setup.client(closedAuthority)
        let request = try await client.get("/", closedAuthority)
        let head = try await request.headers().fields
        #expect(head.first(name: ":status") == "502")
        #expect(head.first(name: "content-type") == "application/problem+json")
        #expect(String(buffer: try await request.body().bytes).contains("refuses connections"))
        await setup.stop()
    }

    @Test("A request that breaks a rule is refused, and no other")
    func refused() async throws {
        let setup = try await HTTP2Setup(.forward)
        let origin = try await HTTP2Origin(setup.contexts)
        let client = try await setup.client(origin.authority)
        let other = try await client.open()
        try await other.send(.request("POST", origin.authority, "/other"))
        let stream = try await origin.accept().accept()
        for bad: HPACKHeaders in [
            ["host": "elsewhere"], ["content-length": "1"], ["x": "a\r\nb: c"], ["transfer-encoding": "chunked"],
            ["connection": "close"], ["te": "gzip"], [":path": "/again"],
        ] {
            let request = try await client.get("/", origin.authority, bad)
            switch try await request.next() {
            case .headers(let head, _): #expect(head.first(name: ":status") == "400", "\(bad)")
            case .reset(let code): #expect(code == .protocolError, "\(bad)")
            case let event: Issue.record("\(bad): \(event)")
            }
        }
        try await other.send("", end: true)
        try await stream.send([":status": "200"], end: true)
        #expect(try await other.headers().fields.first(name: ":status") == "200")
        await setup.stop()
    }
}
