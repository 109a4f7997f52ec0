import FoundationEssentials
import Interception
import NIOCore
import NIOPosix
import Testing
import TokenSandbox

@Suite("Over sockets", .timeLimit(.minutes(1)))
struct SocketTests {
    @Test("requests over one connection, pipelined and kept alive")
    func keepAlive() async throws {
        try await withSandbox { sandbox, ports in
            let body = "client_id=\(sandbox.credentials.apiKey)&grant_type=password"
            let answer = try await exchange(
                "GET /store/sandbox/SessionToken HTTP/1.1\r\nHost: a\r\n\r\n"
                    + "POST /oauth20/token HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.count)\r\n\r\n" + body
                    + "GET /wire/no-content HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                port: ports.http
            )
            let heads = answer.split(separator: "HTTP/1.1 ").map { $0.prefix { $0 != "\r\n" } }
            #expect(heads == ["200 OK", "200 OK", "204 No Content"])
            #expect(answer.contains("Content-Length: 52\r\n"))
            #expect(answer.contains("Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n"))
            for secret in sandbox.issuedSecrets where [.sessionToken, .accessToken].contains(secret.kind) {
                #expect(answer.contains(secret.value))
            }
        }
    }

    @Test("HTTPS for the address and for a name", arguments: ["127.0.0.1", "localhost"])
    func https(host: String) async throws {
        try await withSandbox { sandbox, ports in
            let file = FileManager.default.temporaryDirectory.appending(path: "sandbox-\(UUID().uuidString).pem")
            try Data(sandbox.certificateAuthorityPEM.utf8).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let answer = try await exchange(
                "GET /store/sandbox/Home HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n",
                port: ports.https,
                trust: UpstreamTrust(additionalRoots: [file.path]),
                host: host
            )
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            // The page's own address scheme is the one it was asked with.
            #expect(answer.contains("src=\"https://\(host == "localhost" ? "127.0.0.1" : "localhost")/pixel.gif\""))
        }
    }

    @Test("a client that does not trust the sandbox gets nothing")
    func distrust() async throws {
        try await withSandbox { _, ports in
            await #expect(throws: (any Error).self) {
                try await exchange(
                    "GET /pixel.gif HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                    port: ports.https,
                    trust: UpstreamTrust(),
                    host: "127.0.0.1"
                )
            }
        }
    }

    @Test(
        "each framing",
        arguments: [
            ("GET", "echo", "HTTP/1.1 200 OK\r\n", "Content-Length: 4\r\nConnection: close\r\n\r\nbody"),
            ("GET", "chunked", "HTTP/1.1 200 OK\r\n", "\r\n0\r\nSandbox-Checksum: none\r\nSandbox-Parts: 5\r\n\r\n"),
            ("HEAD", "chunked", "HTTP/1.1 200 OK\r\n", "Connection: close\r\n\r\n"),
            ("HEAD", "echo", "HTTP/1.1 200 OK\r\n", "Content-Length: 4\r\nConnection: close\r\n\r\n"),
            (
                "GET", "early-hints",
                "HTTP/1.1 103 \r\nLink: </style.css>; rel=preload; as=style\r\n\r\nHTTP/1.1 200 OK\r\n",
                "\r\n\r\nThe hints came first.\n"
            ),
            ("GET", "no-content", "HTTP/1.1 204 No Content\r\n", "Connection: close\r\n\r\n"),
            ("GET", "until-close", "HTTP/1.1 200 OK\r\n", "\r\n\r\nThis ends when the connection does.\n"),
        ]
    )
    func framing(method: String, path: String, start: String, end: String) async throws {
        try await withSandbox { _, ports in
            let answer = try await exchange(
                "\(method) /wire/\(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody",
                port: ports.http
            )
            #expect(answer.hasPrefix(start))
            #expect(answer.hasSuffix(end))
            #expect(answer.contains("Content-Length") == (path == "echo" || path == "early-hints"))
            #expect(answer.contains("Transfer-Encoding: chunked") == (path == "chunked" && method == "GET"))
        }
    }

    @Test("HTTP/1.0 gets no chunks")
    func oldVersion() async throws {
        try await withSandbox { _, ports in
            let answer = try await exchange("GET /wire/chunked HTTP/1.0\r\n\r\n", port: ports.http)
            #expect(!answer.contains("Transfer-Encoding"))
            #expect(answer.hasSuffix("\r\n\r\nThis comes in pieces, and then a trailer.\n"))
        }
    }

    @Test("100 Continue goes out when it is waited for; content beyond the limit is refused")
    func expectations() async throws {
        try await withSandbox { _, ports in
            let answer = try await exchange(
                "POST /wire/echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1048577\r\n\r\n"
                    + String(repeating: "x", count: 1_048_577),
                port: ports.http
            )
            #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 413 "))
        }
    }

    @Test("a sandbox that has stopped is gone, and can start again")
    func stop() async throws {
        let sandbox = try TokenSandbox()
        let request = "GET /wire/no-content HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        let first = try await sandbox.start()
        _ = try await exchange(request, port: first.http)
        try await sandbox.stop()
        await #expect(throws: (any Error).self) { try await exchange(request, port: first.http) }
        let second = try await sandbox.start()
        #expect(try await exchange(request, port: second.http).hasPrefix("HTTP/1.1 204"))
        try await sandbox.stop()
        try await sandbox.stop()
    }

    /// Runs a listening sandbox for a test and stops it afterwards.
    private func withSandbox(
        _ test: (_ sandbox: TokenSandbox, _ ports: (http: Int, https: Int)) async throws -> Void
    ) async throws {
        let sandbox = try TokenSandbox()
        let ports = try await sandbox.start()
        do {
            try await test(sandbox, ports)
        } catch {
            try await sandbox.stop()
            throw error
        }
        try await sandbox.stop()
    }

    /// Sends bytes over one connection and returns all that comes back until the other side closes.
    @discardableResult
    private func exchange(
        _ request: String,
        port: Int,
        trust: UpstreamTrust? = nil,
        host: String = "127.0.0.1"
    ) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let trust {
                        try channel.pipeline.syncOperations.addHandlers(trust.handlers(host: host, port: port))
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var answer = ByteBuffer()
            for try await var part in inbound { answer.writeBuffer(&part) }
            return String(buffer: answer)
        }
    }
}
