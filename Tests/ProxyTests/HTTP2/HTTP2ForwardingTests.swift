import Capture
import NIOCore
import NIOHPACK
import NIOHTTP2
import Testing

@testable import Proxy

@Suite("HTTP/2 on both sides")
struct HTTP2ForwardingTests {
    @Test("A request and its response cross with their fields, bodies and trailers, and are captured")
    func exchange() async throws {
        let sink = TestSink()
        let setup = try await HTTP2Setup(.capture(sink))
        let origin = try await HTTP2Origin(setup.contexts)
        let client = try await setup.client(origin.authority)
        let request = try await client.open()
        let fields: HPACKHeaders = ["cookie": "a=1", "x-one": "1", "te": "trailers"]
        try await request.send(.request("POST", origin.authority, "/a?b=c", fields))
        try await request.send("hello")
        try await request.send(["x-end": "e"], end: true)

        let upstream = try await origin.accept()
        let stream = try await upstream.accept()
        let head = try await stream.headers()
        #expect(head.fields == .request("POST", origin.authority, "/a?b=c", fields))
        let (body, trailers) = try await stream.body()
        #expect(String(buffer: body) == "hello")
        #expect(trailers == ["x-end": "e"])
        try await stream.send([":status": "103", "link": "</s>"])
        try await stream.send([":status": "200", "content-type": "text/plain", "alt-svc": "h3=\":443\""])
        try await stream.send("world")
        try await stream.send(["grpc-status": "0"], end: true)

        #expect(try await request.headers().fields == [":status": "103", "link": "</s>"])
        #expect(try await request.headers().fields == [":status": "200", "content-type": "text/plain"])
        let answer = try await request.body()
        #expect(String(buffer: answer.bytes) == "world")
        #expect(answer.trailers == ["grpc-status": "0"])
        guard case .closed = try await request.next() else {
            Issue.record("a finished stream was reset")
            return
        }

        let exchange = try #require(await sink.nextAccepted())
        #expect(exchange.request.url == "https://\(origin.authority)/a?b=c")
        #expect(exchange.request.version == "HTTP/2")
        #expect(exchange.request.fields.map(\.name) == ["cookie", "x-one", "te"])
        #expect(exchange.request.body.bytes == Array("hello".utf8))
        #expect(exchange.request.trailers == [HeaderField("x-end", "e")])
        #expect(exchange.response?.version == "HTTP/2")
        #expect(exchange.response?.reason == [])
        #expect(exchange.response?.interim.map(\.status) == [103])
        #expect(exchange.response?.body.bytes == Array("world".utf8))
        #expect(exchange.response?.trailers == [HeaderField("grpc-status", "0")])
        await setup.stop()
    }

    @Test("Many exchanges at once share one connection to the origin")
    func manyStreams() async throws {
        let setup = try await HTTP2Setup(.forward)
        let origin = try await HTTP2Origin(setup.contexts)
        let client = try await setup.client(origin.authority)
        var requests: [StreamEnd] = []
        for number in 0..<80 { requests.append(try await client.get("/\(number)", origin.authority)) }
        let upstream = try await origin.accept()
        for _ in 0..<80 {
            let stream = try await upstream.accept()
            let path = try await stream.headers().fields.first(name: ":path") ?? ""
            try await stream.send([":status": "200"])
            try await stream.send(path, end: true)
        }
        for (number, request) in requests.enumerated() {
            _ = try await request.headers()
            #expect(String(buffer: try await request.body().bytes) == "/\(number)")
        }
        await setup.stop()
    }

    @Test("Both sides speak at once on a stream, as gRPC does")
    func bidirectional() async throws {
        let setup = try await HTTP2Setup(.capture(TestSink()))
        let origin = try await HTTP2Origin(setup.contexts)
        let client = try await setup.client(origin.authority)
        let request = try await client.open()
        try await request.send(.request("POST", origin.authority, "/echo", ["content-type": "application/grpc"]))
        let stream = try await origin.accept().accept()
        _ = try await stream.headers()
        try await stream.send([":status": "200", "content-type": "application/grpc"])
        _ = try await request.headers()
        for message in ["one", "two", "three"] {
            try await request.send(message)
            #expect(try await stream.content(message.utf8.count) == message)
            try await stream.send(message)
            #expect(try await request.content(message.utf8.count) == message)
        }
        try await request.send("", end: true)
        #expect(try await stream.body().bytes.readableBytes == 0)
        try await stream.send(["grpc-status": "0"], end: true)
        #expect(try await request.body().trailers == ["grpc-status": "0"])
        await setup.stop()
    }

    @Test("The end of a response waits until the exchange is kept, and so do the last bytes of a known length")
    func holdBack() async throws {
        let sink = TestSink(settles: false)
        let setup = try await HTTP2Setup(.capture(sink))
        let origin = try await HTTP2Origin(setup.contexts)
        let client = try await setup.client(origin.authority)
        let request = try await client.get("/", origin.authority)
        let stream = try await origin.accept().accept()
        try await stream.send([":status": "200", "content-length": "6"])
        try await stream.send("abc")
        _ = try await request.headers()
        #expect(try await request.content(3) == "abc")
        try await stream.send("def")
        try await stream.send("", end: true)
        let (exchange, done) = try #require(await sink.nextHeld())
        #expect(exchange.response?.body.bytes == Array("abcdef".utf8))
        done(.success(()))
        #expect(String(buffer: try await request.body().bytes) == "def")
        await setup.stop()
    }

    @Test("An exchange that could not be kept is a failure for its client, and for no other")
    func notKept() async throws {
        let sink = TestSink(settles: false)
        let setup = try await HTTP2Setup(.capture(sink))
        let origin = try await HTTP2Origin(setup.contexts)
        let client = try await setup.client(origin.authority)
        let whole = try await client.get("/whole", origin.authority)
        let upstream = try await origin.accept()
        try await upstream.accept().send([":status": "204"], end: true)
        try #require(await sink.nextHeld()).1(.failure(TestSink.Refused()))
        #expect(try await whole.headers().fields.first(name: ":status") == "502")

        let begun = try await client.get("/begun", origin.authority)
        let stream = try await upstream.accept()
        try await stream.send([":status": "200"])
        try await stream.send("part")
        _ = try await begun.headers()
        _ = try await begun.content(4)
        try await stream.send("", end: true)
        try #require(await sink.nextHeld()).1(.failure(TestSink.Refused()))
        #expect(try await begun.resetCode() == .internalError)

        let other = try await client.get("/other", origin.authority)
        try await upstream.accept().send([":status": "200"], end: true)
        try #require(await sink.nextHeld()).1(.success(()))
        #expect(try await other.headers().fields.first(name: ":status") == "200")
        await setup.stop()
    }

    @Test("A reset reaches the partner with its code, and no other stream")
    func resets() async throws {
        let sink = TestSink()
        let setup = try await HTTP2Setup(.capture(sink))
        let origin = try await HTTP2Origin(setup.contexts)
        let client = try await setup.client(origin.authority)
        let kept = try await client.get("/kept", origin.authority)
        let upstream = try await origin.accept()
        let keptStream = try await upstream.accept()
        _ = try await keptStream.headers()

        let left = try await client.get("/left", origin.authority)
        let leftStream = try await upstream.accept()
        _ = try await leftStream.headers()
        try await left.reset(.enhanceYourCalm)
        #expect(try await leftStream.resetCode() == .enhanceYourCalm)
        #expect(await sink.nextAbandoned()?.request.target == Array("/left".utf8))

        let broken = try await client.get("/broken", origin.authority)
        let brokenStream = try await upstream.accept()
        try await brokenStream.send([":status": "200"])
        _ = try await broken.headers()
        try await brokenStream.reset(.internalError)
        #expect(try await broken.resetCode() == .internalError)

        try await keptStream.send([":status": "200"], end: true)
        #expect(try await kept.headers().fields.first(name: ":status") == "200")
        await setup.stop()
    }

    @Test("More than a thousand requests given up on one connection do not end it")
    func manyResets() async throws {
        let setup = try await HTTP2Setup(.forward)
        let origin = try await HTTP2Origin(setup.contexts)
        let client = try await setup.client(origin.authority)
        let first = try await client.get("/first", origin.authority)
        let upstream = try await origin.accept()
        try await upstream.accept().send([":status": "200"], end: true)
        _ = try await first.headers()
        for _ in 0..<1_200 {
            let request = try await client.get("/", origin.authority)
            try await request.reset(.cancel)
        }
        let last = try await client.get("/last", origin.authority)
        while true {
            let stream = try await upstream.accept()
            guard case .headers(let head, _) = try await stream.next() else { continue }
            guard head.first(name: ":path") == "/last" else { continue }
            try await stream.send([":status": "200"], end: true)
            break
        }
        #expect(try await last.headers().fields.first(name: ":status") == "200")
        await setup.stop()
    }

    @Test("Requests that an origin leaves with GOAWAY are sent on a new connection")
    func goAway() async throws {
        let setup = try await HTTP2Setup(.forward)
        let origin = try await HTTP2Origin(setup.contexts)
        let client = try await setup.client(origin.authority)
        let first = try await client.open()
        try await first.send(.request("POST", origin.authority, "/first", [:]))
        let upstream = try await origin.accept()
        let firstStream = try await upstream.accept()
        _ = try await firstStream.headers()
        let second = try await client.open()
        try await second.send(.request("POST", origin.authority, "/second", [:]))
        try await second.send("body", end: true)
        _ = try await upstream.accept().headers()
        try await upstream.send(
            HTTP2Frame(
                streamID: .rootStream,
                payload: .goAway(lastStreamID: 1, errorCode: .noError, opaqueData: nil)
            )
        )
        let next = try await origin.accept()
        let again = try await next.accept()
        #expect(try await again.headers().fields.first(name: ":path") == "/second")
        #expect(String(buffer: try await again.body().bytes) == "body")
        try await again.send([":status": "200"], end: true)
        #expect(try await second.headers().fields.first(name: ":status") == "200")

        try await first.send("", end: true)
        _ = try await firstStream.body()
        try await firstStream.send([":status": "201"], end: true)
        #expect(try await first.headers().fields.first(name: ":status") == "201")
        await setup.stop()
    }

    @Test("A request that the origin refuses to work on is sent again, but not for ever")
    func refusedStream() async throws {
        let setup = try await HTTP2Setup(.forward)
        let origin = try await HTTP2Origin(setup.contexts)
        let client = try await setup.client(origin.authority)
        let request = try await client.get("/", origin.authority)
        let upstream = try await origin.accept()
        for _ in 0..<4 { try await upstream.accept().reset(.refusedStream) }
        #expect(try await request.resetCode() == .refusedStream)
        await setup.stop()
    }

    @Test("A stopping proxy says so with GOAWAY and lets exchanges end")
    func drains() async throws {
        let setup = try await HTTP2Setup(.forward)
        let origin = try await HTTP2Origin(setup.contexts)
        let client = try await setup.client(origin.authority)
        let request = try await client.get("/", origin.authority)
        let stream = try await origin.accept().accept()
        _ = try await stream.headers()
        async let stopping: Void = setup.stop()
        #expect(try await client.goAway().code == .noError)
        try await stream.send([":status": "200"], end: true)
        #expect(try await request.headers().fields.first(name: ":status") == "200")
        await stopping
    }

    @Test("A request that waits for others to end and is given up never reaches the origin")
    func waitingStreams() async throws {
        let setup = try await HTTP2Setup(.forward)
        let limit = HTTP2Setting(parameter: .maxConcurrentStreams, value: 1)
        let origin = try await HTTP2Origin(setup.contexts, settings: [limit])
        let client = try await setup.client(origin.authority)
        let first = try await client.get("/first", origin.authority)
        let upstream = try await origin.accept()
        let stream = try await upstream.accept()
        _ = try await stream.headers()
        let second = try await client.get("/second", origin.authority)
        let third = try await client.get("/third", origin.authority)
        try await second.reset(.cancel)
        try await stream.send([":status": "200"], end: true)
        #expect(try await first.headers().fields.first(name: ":status") == "200")
        let next = try await upstream.accept()
        #expect(try await next.headers().fields.first(name: ":path") == "/third")
        try await next.send([":status": "200"], end: true)
        #expect(try await third.headers().fields.first(name: ":status") == "200")
        await setup.stop()
    }

    @Test("A body of any size crosses whole, both ways")
    func largeBodies() async throws {
        let setup = try await HTTP2Setup(.capture(TestSink()))
        let origin = try await HTTP2Origin(setup.contexts)
        let client = try await setup.client(origin.authority)
        let body = ByteBuffer(bytes: (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let request = try await client.open()
        try await request.send(.request("PUT", origin.authority, "/"))
        async let sending: Void = request.send(body, end: true)
        let stream = try await origin.accept().accept()
        _ = try await stream.headers()
        #expect(try await stream.body().bytes == body)
        try await sending
        try await stream.send([":status": "200", "content-length": "3000000"])
        async let answering: Void = stream.send(body, end: true)
        _ = try await request.headers()
        #expect(try await request.body().bytes == body)
        try await answering
        await setup.stop()
    }
}
