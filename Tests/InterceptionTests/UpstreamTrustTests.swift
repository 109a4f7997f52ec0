import NIOCore
import NIOSSL
import Testing
import X509

@testable import Interception

/// Handshakes over loopback, with servers that are right or wrong in one way each.
@Suite("Upstream trust")
struct UpstreamTrustTests {
    private let folder: TemporaryFolder
    private let root: TestCertificate

    init() throws {
        folder = try TemporaryFolder()
        root = try TestCertificate(isAuthority: true)
    }

    private func trust(_ roots: TestCertificate...) throws -> UpstreamTrust {
        let bundle = try roots.map { try $0.certificatePEM }.joined()
        return try UpstreamTrust(additionalRoots: [folder.write(bundle, to: "roots.pem")])
    }

    private func connect(
        as host: String,
        to configuration: TLSConfiguration,
        with trust: UpstreamTrust,
        applicationProtocols: [String] = ["http/1.1"]
    ) async throws -> TLSClient {
        let server = try await TLSServer(configuration: configuration)
        let port = server.port
        return try await TLSClient.connect(to: port) {
            try trust.handlers(host: host, port: 443, applicationProtocols: applicationProtocols)
        }
    }

    /// The error of a handshake that must fail.
    private func fault(
        as host: String,
        _ leaf: TestCertificate,
        followedBy others: [TestCertificate] = [],
        with trust: UpstreamTrust
    ) async throws -> InterceptionError? {
        let configuration = try leaf.serverConfiguration(followedBy: others)
        return await #expect(throws: InterceptionError.self) {
            try await connect(as: host, to: configuration, with: trust)
        }
    }

    @Test(
        "Names and addresses in the certificate are accepted, whatever the socket is connected to",
        arguments: ["api.example.com", "API.EXAMPLE.COM", "a.wild.example", "my_service", "127.0.0.1", "::1", "[::1]"]
    )
    func accepted(host: String) async throws {
        let names: [GeneralName] = [
            .dnsName("api.example.com"), .dnsName("*.wild.example"), .dnsName("my_service"), .loopback, .ipv6Loopback,
        ]
        let leaf = try TestCertificate(names: names, issuer: root)
        let client = try await connect(as: host, to: leaf.serverConfiguration(), with: trust(root))
        #expect(client.received == TLSServer.greeting)
    }

    @Test(
        "Any other host is refused, also the address of the socket",
        arguments: [
            (
                "other.example", [GeneralName.dnsName("api.example.com")],
                "it is not for other.example but for api.example.com"
            ),
            ("a.b.wild.example", [.dnsName("*.wild.example")], "it is not for a.b.wild.example but for *.wild.example"),
            ("example", [.dnsName("*.example")], "it is not for example but for *.example"),
            ("a.example", [.dnsName("*.example")], "it is not for a.example but for *.example"),
            ("wild.example", [.dnsName("*.wild.example")], "it is not for wild.example but for *.wild.example"),
            ("ax.wild.example", [.dnsName("a*.wild.example")], "it is not for ax.wild.example but for a*.wild.example"),
            ("192.0.2.1", [.loopback], "it is not for 192.0.2.1 but for 127.0.0.1"),
            ("127.0.0.1", [.ipv6Loopback], "it is not for 127.0.0.1 but for ::1"),
            ("127.0.0.1", [.dnsName("127.0.0.1")], "it is not for 127.0.0.1 but for 127.0.0.1"),
            ("127.0.0.1", [.dnsName("*.0.0.1")], "it is not for 127.0.0.1 but for *.0.0.1"),
        ]
    )
    func wrongHost(host: String, names: [GeneralName], reason: String) async throws {
        let leaf = try TestCertificate(names: names, issuer: root)
        let error = try await fault(as: host, leaf, with: trust(root))
        #expect(error?.code == .untrustedPeer)
        #expect(error?.description == "the certificate of \(host):443 is not trusted: \(reason)")
    }

    @Test("Without a subjectAlternativeName the common name counts, for names only")
    func commonName() async throws {
        let leaf = try TestCertificate(commonName: "api.example.com", issuer: root)
        let client = try await connect(as: "api.example.com", to: leaf.serverConfiguration(), with: trust(root))
        #expect(client.received == TLSServer.greeting)
        let address = try TestCertificate(commonName: "127.0.0.1", issuer: root)
        #expect(try await fault(as: "127.0.0.1", address, with: trust(root))?.code == .untrustedPeer)
        let both = try TestCertificate(commonName: "api.example.com", names: [.loopback], issuer: root)
        #expect(try await fault(as: "api.example.com", both, with: trust(root))?.code == .untrustedPeer)
    }

    @Test("Who is not trusted is refused, with the reason and the remedy")
    func untrusted() async throws {
        let names: [GeneralName] = [.dnsName("api.example.com")]
        let other = try TestCertificate(isAuthority: true)
        let cases: [(TestCertificate, String)] = [
            (try TestCertificate(names: names), "it is self-signed; add it with --upstream-ca FILE"),
            (try TestCertificate(names: names, issuer: other), "unable to get local issuer certificate; add its root"),
            (try TestCertificate(names: names, issuer: root, validity: -7200 ... -3600), "it expired at 20"),
            (try TestCertificate(names: names, issuer: root, validity: 3600...7200), "it is not valid before 20"),
            (try TestCertificate(names: names, issuer: root, usage: .clientAuth), "extendedKeyUsage lacks serverAuth"),
        ]
        let trust = try trust(root)
        for (leaf, reason) in cases {
            let error = try await fault(as: "api.example.com", leaf, with: trust)
            #expect(error?.code == .untrustedPeer)
            #expect(
                error?.description.hasPrefix("the certificate of api.example.com:443 is not trusted: ") == true
                    && error?.description.contains(reason) == true,
                "\(reason): \(error?.description ?? "no error")"
            )
        }
    }

    @Test("An expired issuer is told from an expired server")
    func expiredIssuer() async throws {
        let intermediate = try TestCertificate(issuer: root, isAuthority: true, validity: -7200 ... -3600)
        let leaf = try TestCertificate(names: [.loopback], issuer: intermediate)
        let error = try await fault(as: "127.0.0.1", leaf, followedBy: [intermediate], with: trust(root))
        #expect(error?.description.contains("is not trusted: its issuer expired at") == true)
    }

    @Test("A chain with an intermediate is accepted, without it refused")
    func intermediate() async throws {
        let intermediate = try TestCertificate(issuer: root, isAuthority: true)
        let leaf = try TestCertificate(names: [.loopback], issuer: intermediate)
        let trust = try trust(root)
        let configuration = try leaf.serverConfiguration(followedBy: [intermediate])
        #expect(try await connect(as: "127.0.0.1", to: configuration, with: trust).received == TLSServer.greeting)
        let error = try await fault(as: "127.0.0.1", leaf, with: trust)
        #expect(error?.description.contains("unable to get local issuer certificate") == true)
    }

    @Test("A server certificate is no CA")
    func leafAsIssuer() async throws {
        let leaf = try TestCertificate(names: [.loopback], issuer: root)
        let forged = try TestCertificate(names: [.loopback], issuer: leaf)
        let error = try await fault(as: "127.0.0.1", forged, followedBy: [leaf], with: trust(root))
        #expect(error?.code == .untrustedPeer)
    }

    @Test("A file may hold several roots, and there may be several files")
    func severalRoots() async throws {
        let others = try [TestCertificate(isAuthority: true), TestCertificate(isAuthority: true)]
        let bundle = try others[0].certificatePEM + "# the one that counts\n" + root.certificatePEM
        let trust = try UpstreamTrust(additionalRoots: [
            folder.write(others[1].certificatePEM, to: "one.pem"), folder.write(bundle, to: "two.pem"),
        ])
        for issuer in [root, others[1]] {
            let leaf = try TestCertificate(names: [.loopback], issuer: issuer)
            let client = try await connect(as: "127.0.0.1", to: leaf.serverConfiguration(), with: trust)
            #expect(client.received == TLSServer.greeting)
        }
    }

    @Test("A self-signed CA certificate can be trusted as it is")
    func pinned() async throws {
        let own = try TestCertificate(names: [.loopback], isAuthority: true)
        let client = try await connect(as: "127.0.0.1", to: own.serverConfiguration(), with: trust(own))
        #expect(client.received == TLSServer.greeting)
    }

    @Test("Files without certificates are refused")
    func badFiles() throws {
        #expect(throws: InterceptionError.self) { try UpstreamTrust(additionalRoots: ["\(folder.path)/none.pem"]) }
        let empty = try folder.write("", to: "empty.pem")
        let error = #expect(throws: InterceptionError.self) { try UpstreamTrust(additionalRoots: [empty]) }
        #expect(error?.description.hasPrefix("\(empty) holds no certificate") == true)
    }

    @Test("Both sides agree on a protocol", arguments: [("h2", ["h2", "http/1.1"]), ("http/1.1", ["http/1.1"])])
    func applicationProtocol(expected: String, offered: [String]) async throws {
        let contexts = ServerContexts(authority: try .inMemory())
        let server = try await TLSServer {
            try contexts.handlers(host: "api.example.com", applicationProtocols: ["h2", "http/1.1"])
        }
        let roots = try folder.write(contexts.authority.certificatePEM, to: "authority.pem")
        let trust = try UpstreamTrust(additionalRoots: [roots])
        let client = try await TLSClient.connect(to: server.port) {
            try trust.handlers(host: "api.example.com", port: 443, applicationProtocols: offered)
        }
        #expect(client.applicationProtocol == expected)
        #expect(client.received == TLSServer.greeting)
    }
}
