import Capture
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import Synchronization
import Testing

@testable import Proxy

@Suite("Origins of HTTP/2 that fail, and peers that are slow")
struct HTTP2OriginFailureTests {
    @Test("A connection that breaks in the middle of a response resets its stream")
    func breaks() async throws {
        let sink = TestSink()
        let setup = try await HTTP2Setup(.capture(sink))
        let origin = try await HTTP2Origin(setup.contexts)
        let client = try await setup.client(origin.authority)
        let request = try await client.get("/", origin.authority)
        let upstream = try await origin.accept()
        let stream = try await upstream.accept()
        try await stream.send([":status": "200"])
        try await stream.send("part")
        _ = try await request.headers()
        #expect(try await request.content(4) == "part")
        await upstream.close()
        #expect(try await request.resetCode() == .internalError)
        #expect(await sink.nextAbandoned()?.response?.body.bytes == Array("part".utf8))
        await setup.stop()
    }

    @Test("A connection that was closed while it was idle is made anew")
    func closedWhileIdle() async throws {
        let setup = try await HTTP2Setup(.forward)
        let origin = try await HTTP2Origin(setup.contexts)
        let client = try await setup.client(origin.authority)
        let first = try await client.get("/first", origin.authority)
        let upstream = try await origin.accept()
        try await upstream.accept().send([":status": "200"], end: true)
        _ = try await first.headers()
        await upstream.close()
        let second = try await client.get("/second", origin.authority)
        let next = try await origin.accept()
        try await next.accept().send([":status": "204"], end: true)
        #expect(try await second.headers().fields.first(name: ":status") == "204")
        await setup.stop()
    }

    @Test("An origin that does not answer in time: 504, and its stream is reset")
    func silent() async throws {
        let setup = try await HTTP2Setup(.forward) { $0.timeouts.response = .milliseconds(200) }
        let origin = try await HTTP2Origin(setup.contexts)
        let client = try await setup.client(origin.authority)
        let request = try await client.get("/", origin.authority)
        let stream = try await origin.accept().accept()
        #expect(try await request.headers().fields.first(name: ":status") == "504")
        #expect(try await stream.resetCode() == .cancel)
        await setup.stop()
    }

    @Test("A response that is none is a problem, and resets the origin's stream", arguments: ["101", "20", "abc"])
    func badStatus(status: String) async throws {
        let setup = try await HTTP2Setup(.forward)
        let origin = try await HTTP2Origin(setup.contexts)
        let client = try await setup.client(origin.authority)
        let request = try await client.get("/", origin.authority)
        let stream = try await origin.accept().accept()
        try await stream.send([":status": status], end: false)
        switch try await request.next() {
        case .headers(let head, _): #expect(head.first(name: ":status") == "502")
        case .reset(let code): #expect(code == .protocolError)
        case let event: Issue.record("\(event)")
        }
        await setup.stop()
    }

    @Test("A client that does not read a stream stops its origin there, and nowhere else")
    func backpressure() async throws {
        let setup = try await HTTP2Setup(.forward)
        let origin = try await HTTP2Origin(setup.contexts)
        let client = try await setup.client(origin.authority)
        let slow = try await client.open(autoRead: false)
        try await slow.send(.request("GET", origin.authority, "/slow"), end: true)
        let upstream = try await origin.accept()
        let stream = try await upstream.accept()
        try await stream.send([":status": "200"])
        let pieces = 200
        let piece = ByteBuffer(repeating: 7, count: 64 * 1024)
        let sent = Mutex(0)
        let counter = Box(sent)
        async let sending: Void = {
            for index in 0..<pieces {
                try await stream.send(piece, end: index == pieces - 1)
                counter.value.withLock { $0 += piece.readableBytes }
            }
        }()
        for _ in 0..<200 {
            let other = try await client.get("/other", origin.authority)
            try await upstream.accept().send([":status": "200"], end: true)
            _ = try await other.headers()
        }
        #expect(counter.value.withLock { $0 } < 2_000_000)
        let channel = slow.channel
        try await channel.setOption(.autoRead, value: true).get()
        channel.read()
        _ = try await slow.headers()
        #expect(try await slow.body().bytes.readableBytes == pieces * piece.readableBytes)
        try await sending
        await setup.stop()
    }

    @Test("An origin that does not read a stream stops its client there, and nowhere else")
    func uploadBackpressure() async throws {
        let setup = try await HTTP2Setup(.forward)
        let origin = try await HTTP2Origin(setup.contexts, autoRead: false)
        let client = try await setup.client(origin.authority)
        let slow = try await client.open()
        try await slow.send(.request("PUT", origin.authority, "/slow"))
        let upstream = try await origin.accept()
        let stream = try await upstream.accept()
        let pieces = 200
        let piece = ByteBuffer(repeating: 7, count: 64 * 1024)
        let sent = Mutex(0)
        let counter = Box(sent)
        async let sending: Void = {
            for index in 0..<pieces {
                try await slow.send(piece, end: index == pieces - 1)
                counter.value.withLock { $0 += piece.readableBytes }
            }
        }()
        for _ in 0..<200 {
            let other = try await client.get("/other", origin.authority)
            try await upstream.accept().send([":status": "200"], end: true)
            _ = try await other.headers()
        }
        #expect(counter.value.withLock { $0 } < 2_000_000)
        try await stream.channel.setOption(.autoRead, value: true).get()
        stream.channel.read()
        _ = try await stream.headers()
        #expect(try await stream.body().bytes.readableBytes == pieces * piece.readableBytes)
        try await sending
        await setup.stop()
    }
}
