import NIOCore
import Testing
import Wire

@testable import Proxy

@Suite("What a client's connection carries")
struct ClientConnectionMachineTests {
    private func head(_ line: String, host: String, fields: String = "") throws -> RequestHead {
        var decoder = RequestDecoder()
        decoder.receive(ByteBuffer(string: "\(line) HTTP/1.1\r\nHost: \(host)\r\n\(fields)\r\n"))
        guard case .head(let head, _)? = try decoder.next() else { throw WireError(.startLine) }
        return head
    }

    private func machine(inside target: HostPort, first: String) -> ClientConnectionMachine {
        var machine = ClientConnectionMachine(scope: .all)
        machine.opened(target)
        _ = machine.sniff(ByteBuffer(string: first))
        return machine
    }

    @Test(
        "An absolute target names route, origin and target",
        arguments: [
            ("GET http://API.example/a?b", "API.example", "http", "api.example", 80, "/a?b"),
            ("GET http://api.example:8080", "api.example:8080", "http", "api.example", 8080, "/"),
            ("GET http://api.example?q", "api.example", "http", "api.example", 80, "/?q"),
            ("OPTIONS http://api.example", "api.example", "http", "api.example", 80, "*"),
            ("GET https://api.example/", "api.example", "https", "api.example", 443, "/"),
            ("GET http://[::1]:81/", "[::1]:81", "http", "::1", 81, "/"),
        ]
    )
    func absolute(line: String, host: String, scheme: String, name: String, port: Int, target: String) throws {
        var machine = ClientConnectionMachine(scope: .all)
        let origin = HostPort(host: name, port: port)
        let route = Route(scheme: scheme, origin: origin, serverName: name)
        #expect(
            machine.receive(try head(line, host: host))
                == .exchange(route: route, origin: origin, target: Array(target.utf8))
        )
    }

    @Test("CONNECT opens tunnels to hosts in scope, and makes blind ones to others")
    func connect() throws {
        var machine = ClientConnectionMachine(scope: .hosts(["*.example"]))
        #expect(
            machine.receive(try head("CONNECT api.example:443", host: "api.example:443"))
                == .open(HostPort(host: "api.example", port: 443))
        )
        #expect(
            machine.receive(try head("CONNECT other.test:443", host: "other.test:443"))
                == .tunnel(HostPort(host: "other.test", port: 443))
        )
    }

    @Test("The user name of CONNECT holds for the requests in the tunnel")
    func session() throws {
        var machine = ClientConnectionMachine(scope: .all)
        let authorization = "Proxy-Authorization: Basic bG9naW4tdGVzdDp4\r\n"
        _ = machine.receive(try head("CONNECT api.example:80", host: "api.example:80", fields: authorization))
        machine.opened(HostPort(host: "api.example", port: 80))
        _ = machine.sniff(ByteBuffer(string: "GET / HTTP/1.1\r\n"))
        _ = machine.receive(try head("GET /", host: "api.example"))
        #expect(machine.session == "login-test")
    }

    @Test(
        "User names of Proxy-Authorization (RFC 7617)",
        arguments: [
            ("Basic dXNlcjpwYXNz", "user"), ("basic dXNlcg==", "user"), ("Basic Og==", nil), ("Basic !", nil),
            ("Bearer dXNlcjpwYXNz", nil), ("Basic", nil),
        ] as [(String, String?)]
    )
    func proxyUser(value: String, user: String?) throws {
        let head = try head("GET http://x/", host: "x", fields: "Proxy-Authorization: \(value)\r\n")
        #expect(head.fields.proxyUser == user)
    }

    @Test("Origin-form to the proxy itself is never forwarded", arguments: ["GET /", "GET /x", "POST /", "OPTIONS *"])
    func ownAddress(line: String) throws {
        var machine = ClientConnectionMachine(scope: .all)
        let decision = machine.receive(try head(line, host: "127.0.0.1"))
        if line == "GET /" {
            #expect(decision == .describe)
        } else if case .refuse(let problem) = decision {
            #expect(problem.status == 404)
        } else {
            Issue.record("\(decision)")
        }
    }

    @Test("Other schemes are refused")
    func otherScheme() throws {
        var machine = ClientConnectionMachine(scope: .all)
        guard case .refuse(let problem) = machine.receive(try head("GET ftp://x/", host: "x")) else {
            Issue.record("not refused")
            return
        }
        #expect(problem.status == 400)
    }

    @Test("First bytes in a tunnel: request lines are HTTP, TLS waits for its server name, the rest is opaque")
    func sniff() {
        let target = HostPort(host: "api.example", port: 443)
        let cases: [([UInt8], ClientConnectionMachine.Sniff)] = [
            (Array("GET".utf8), .needMore), (Array("GET /".utf8), .http), (Array("M-SEARCH * ".utf8), .http),
            (Array("SSH-2.0".utf8), .opaque(target)), (Array(" GET".utf8), .opaque(target)),
            (Array(repeating: UInt8(ascii: "A"), count: 40), .opaque(target)), ([0x16], .needMore),
            ([0x16, 0x03, 0x01], .needMore), ([0x16, 0x02], .opaque(target)), ([0x00], .opaque(target)),
        ]
        for (bytes, expected) in cases {
            var machine = ClientConnectionMachine(scope: .all)
            machine.opened(target)
            #expect(machine.sniff(ByteBuffer(bytes: bytes)) == expected, "\(bytes)")
        }
    }

    @Test("In a tunnel the route is the tunnel's and the origin is what Host says")
    func inside() throws {
        let target = HostPort(host: "192.0.2.7", port: 8080)
        var machine = machine(inside: target, first: "GET /")
        let route = Route(scheme: "http", origin: target, serverName: "192.0.2.7")
        #expect(
            machine.receive(try head("GET /a", host: "api.example"))
                == .exchange(route: route, origin: HostPort(host: "api.example", port: 80), target: Array("/a".utf8))
        )
        #expect(
            machine.receive(try head("GET http://192.0.2.7:8080/b", host: "192.0.2.7:8080"))
                == .exchange(route: route, origin: target, target: Array("/b".utf8))
        )
    }
}
