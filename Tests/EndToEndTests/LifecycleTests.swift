import Capture
import Foundation
import Recording
import Secrets
import Synchronization
import Testing
import TokenSandbox

/// How the program ends, by its own will and without.
struct LifecycleTests {
    @Test("a signal lets answers that are on their way arrive", arguments: [SIGINT, SIGTERM])
    func drains(signal: Int32) async throws {
        let folder = try TemporaryFolder()
        let release = DispatchSemaphore(value: 0)
        let origin = try RawOrigin { connection in
            _ = try connection.receive(until: "\r\n\r\n")
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\nhalf")
            release.wait()
            try connection.send("more")
        }
        let recorder = try await Program.listen(
            "record",
            "--output",
            folder.file("slow.har"),
            "--resolve",
            "slow.test:80=127.0.0.1:\(origin.port)",
            in: folder
        )
        let port = recorder.port
        let (client, idle) = try await blocking {
            let idle = try RawSocket(to: port)
            let client = try RawSocket(to: port)
            try client.send("GET http://slow.test/ HTTP/1.1\r\nHost: slow.test\r\n\r\n")
            _ = try client.receive(until: "\r\n\r\nhalf")
            return (client, idle)
        }
        recorder.process.signal(signal)
        // The program closes idle connections once it has heard the signal.
        let rest = try await blocking {
            _ = try? idle.receive()
            release.signal()
            return String(decoding: try client.receive(count: 4), as: UTF8.self)
        }
        #expect(rest == "more")
        let ending = await recorder.process.ending()
        #expect(ending.status == 0)
        #expect(ending.errors.contains("slow.har: 1 exchange recorded, 1 in all; no secrets found; no leaks\n"))
        let cassette = try Cassette(path: folder.file("slow.har"))
        #expect(cassette.entries.map { $0.exchange.response?.status } == [200])
    }

    @Test("kill -9 under load loses no exchange that a client saw whole")
    func killed() async throws {
        try await withShop { shop in
            let recorder = try await shop.record(into: "shop.har", "--quiet")
            let seen = Shared<[String]>([])
            let enough = DispatchSemaphore(value: 0)
            let port = recorder.port
            let clients = (0..<4).map { client in
                Task {
                    try await blocking {
                        let connection = try RawSocket(to: port)
                        for number in 0..<1000 {
                            let name = "\(client)-\(number)"
                            try connection.send(
                                "POST http://shop.test/wire/echo?n=\(name) HTTP/1.1\r\nHost: shop.test\r\n"
                                    + "Content-Type: text/plain\r\nContent-Length: 4\r\n\r\nbody"
                            )
                            let head = try connection.receive(until: "\r\n\r\n")
                            guard head.hasPrefix("HTTP/1.1 200 "), try connection.receive(count: 4).count == 4
                            else { return }
                            let count = seen.value.withLock { seen in
                                seen.append(name)
                                return seen.count
                            }
                            if count == 200 { enough.signal() }
                        }
                    }
                }
            }
            try await blocking { _ = enough.wait(timeout: .now() + .seconds(50)) }
            #expect(await recorder.stop(SIGKILL).status == 128 + SIGKILL)
            for client in clients { _ = await client.result }
            let whole = seen.value.withLock { $0 }
            #expect(whole.count >= 200)
            let cassette = try Cassette(path: shop.folder.file("shop.har"))
            let recorded = Set(
                cassette.entries.map { $0.exchange.request.url.split(separator: "=").last.map(String.init) }
            )
            #expect(whole.filter { !recorded.contains($0) } == [])
        }
    }

    @Test("hosts outside of --intercept pass unread, with their own certificate", .needsCurl)
    func tunnels() async throws {
        try await withShop { shop in
            let recorder = try await shop.record(into: "shop.har", "--intercept", "other.test")
            let own = Curl(through: recorder, trusting: shop.authority)
            #expect(try await own.send("https://shop.test/wire/etag").status == 200)
            let certificate = try await Program.run("ca", "--pem", "--intercept", "other.test", in: shop.folder)
            let authority = try shop.folder.write(certificate.output, to: "program-ca.pem")
            // 60: the certificate is none that the program's CA signed.
            let refused = try await Curl(through: recorder, trusting: authority).run(["https://shop.test/wire/etag"])
            #expect(refused.status == 60)
            #expect(await recorder.stop().status == 0)
            #expect(try Cassette(path: shop.folder.file("shop.har")).entries.isEmpty)
        }
    }

    @Test("audit ends with 0, 1 or 2, and names no secret", .needsCurl)
    func auditStatus() async throws {
        try await withShop(leaky: true) { shop in
            let clean = try await shop.record(into: "clean.har")
            _ = try await Curl(through: clean).send("http://shop.test/wire/etag")
            await clean.stop()
            #expect(try await Program.run("audit", shop.folder.file("clean.har"), in: shop.folder).status == 0)

            let leaking = try await shop.record(into: "leaky.har")
            let form = ["-d", "grant_type=password&format=json&client_id=\(shop.sandbox.credentials.apiKey)"]
            let token = try await Curl(through: leaking).send("http://shop.test/oauth20/token", form)
            let value = try #require(token.text(after: "\"access_token\":\""))
            _ = try await Curl(through: leaking).send("http://shop.test/store/sandbox/Home?token=\(value)")
            let recording = await leaking.stop()
            #expect(recording.errors.contains(" leaks; see: hushtape audit "))
            let search = SecretSearch(shop.sandbox.issuedSecrets)
            #expect(search.found(in: recording.errors) == [])
            for format in ["text", "json"] {
                let path = shop.folder.file("leaky.har")
                let ending = try await Program.run("audit", "--format", format, path, in: shop.folder)
                #expect(ending.status == 1)
                #expect(!ending.output.isEmpty)
                #expect(search.found(in: ending.output + ending.errors) == [])
            }
            #expect(try await Program.run("audit", shop.folder.file("none.har"), in: shop.folder).status == 2)
        }
    }

    @Test("a client that names the proxy in the Host of CONNECT, as Node's core http does", .needsPython)
    func connectHost() async throws {
        try await withShop { shop in
            let recorder = try await shop.record(into: "shop.har")
            let ending = try await Tool.python3.run(
                ["-c", Self.coreClient, "\(recorder.port)", recorder.authority],
                in: shop.folder
            )
            #expect(ending.output == "HTTP/1.1 200 OK\n", "\(ending.errors)")
            #expect(await recorder.stop().status == 0)
            #expect(try Cassette(path: shop.folder.file("shop.har")).entries.count == 1)
        }
    }

    private static let coreClient = """
        import socket, ssl, sys
        port, authority = int(sys.argv[1]), sys.argv[2]
        plain = socket.create_connection(("127.0.0.1", port), timeout=30)
        plain.sendall(f"CONNECT shop.test:443 HTTP/1.1\\r\\nHost: 127.0.0.1:{port}\\r\\nConnection: close\\r\\n\\r\\n".encode())
        head = b""
        while not head.endswith(b"\\r\\n\\r\\n"):
            head += plain.recv(1)
        assert head.startswith(b"HTTP/1.1 200 "), head
        secure = ssl.create_default_context(cafile=authority).wrap_socket(plain, server_hostname="shop.test")
        secure.sendall(b"GET /wire/etag HTTP/1.1\\r\\nHost: shop.test\\r\\nConnection: close\\r\\n\\r\\n")
        print(secure.makefile("rb").readline().decode().strip())
        """
}
