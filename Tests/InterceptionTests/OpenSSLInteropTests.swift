import FoundationEssentials
import NIOCore
import SwiftASN1
import Testing
import X509

@testable import Interception

/// The same questions put to another implementation.
@Suite("Interoperation with OpenSSL", .needsOpenSSL)
struct OpenSSLInteropTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func file(_ name: String) -> String { "\(folder.path)/\(name)" }

    /// Makes a self-signed CA with `openssl req`.
    private func makeAuthority(key: String...) async throws {
        let made = try await OpenSSL.run(
            "req",
            "-x509",
            "-newkey",
            key[0],
            "-pkeyopt",
            key[1],
            "-nodes",
            "-days",
            "30",
            "-subj",
            "/O=Test/CN=Test CA",
            "-keyout",
            file("ca.key"),
            "-out",
            file("ca.pem"),
            "-addext",
            "keyUsage=critical,keyCertSign,cRLSign"
        )
        try #require(made.status == 0, "\(made.output)")
    }

    private func write(_ certificates: [Certificate], to name: String) throws -> String {
        try folder.write(certificates.map { try $0.serializeAsPEM().pemString + "\n" }.joined(), to: name)
    }

    @Test(
        "openssl verify accepts a leaf for its host only",
        arguments: ["api.example.com", "192.0.2.1", "2001:db8::1"]
    )
    func verify(host: String) async throws {
        let authority = try CertificateAuthority.inMemory(hosts: [host, "localhost"])
        let parsed = try Host(parsing: host)
        let leaf = try LeafIssuer(authority: authority).issue(for: parsed, now: .now)
        let root = try folder.write(authority.certificatePEM, to: "root.pem")
        let leafFile = try write([leaf.certificate], to: "leaf.pem")
        let check = if case .name = parsed { "-verify_hostname" } else { "-verify_ip" }

        let right = try await OpenSSL.run(
            "verify",
            "-x509_strict",
            "-purpose",
            "sslserver",
            "-CAfile",
            root,
            check,
            host,
            leafFile
        )
        #expect(right.status == 0, "\(right.output)")
        let wrong = try await OpenSSL.run("verify", "-CAfile", root, "-verify_hostname", "other.example", leafFile)
        #expect(wrong.status != 0)
    }

    @Test("OpenSSL keeps the CA to its name constraints", arguments: ["other.example", "192.0.2.9", "::1"])
    func constraints(host: String) async throws {
        let authority = try CertificateAuthority.inMemory(hosts: ["api.example.com", "192.0.2.1"])
        let name = try Host(parsing: host).subjectAlternativeName
        let leaf = try TestCertificate(names: [name], issuer: TestCertificate(authority))
        let root = try folder.write(authority.certificatePEM, to: "root.pem")
        let result = try await OpenSSL.run("verify", "-CAfile", root, write([leaf.certificate], to: "leaf.pem"))
        #expect(result.status != 0)
        #expect(result.output.contains("subtree violation"), "\(result.output)")
    }

    @Test("The fingerprint is the one openssl prints")
    func fingerprint() async throws {
        let authority = try CertificateAuthority.inMemory()
        let root = try folder.write(authority.certificatePEM, to: "root.pem")
        let result = try await OpenSSL.run("x509", "-noout", "-fingerprint", "-sha256", "-in", root)
        #expect(result.output.contains(authority.fingerprint))
    }

    @Test("Sessions resume from connection to connection", arguments: ["tls1_2", "tls1_3"])
    func resumption(version: String) async throws {
        let contexts = ServerContexts(authority: try .inMemory())
        let root = try folder.write(contexts.authority.certificatePEM, to: "root.pem")
        let server = try await TLSServer { try contexts.handlers(host: "api.example.com") }
        func connect(_ option: String) async throws -> OpenSSL.Result {
            try await OpenSSL.run(
                "s_client",
                "-connect",
                "127.0.0.1:\(server.port)",
                "-servername",
                "api.example.com",
                "-verify_hostname",
                "api.example.com",
                "-verify_return_error",
                "-CAfile",
                root,
                "-alpn",
                "http/1.1",
                "-\(version)",
                "-ign_eof",
                option,
                file("session.pem")
            )
        }
        let first = try await connect("-sess_out")
        #expect(first.output.contains("\nNew, TLSv1."), "\(first.output)")
        #expect(first.output.contains("Verify return code: 0 (ok)"))
        #expect(first.output.contains("ALPN protocol: http/1.1"))
        #expect(first.output.contains(TLSServer.greeting))
        let second = try await connect("-sess_in")
        #expect(second.output.contains("\nReused, TLSv1."), "\(second.output)")
        #expect(second.output.contains(TLSServer.greeting))
    }

    @Test(
        "CAs that openssl made sign leaves that openssl accepts, whatever the form of the key",
        arguments: [
            ["rsa:2048", "rsa_keygen_bits:2048"], ["ec", "ec_paramgen_curve:prime256v1"],
            ["ec", "ec_paramgen_curve:secp384r1"],
        ],
        ["PKCS#8", "traditional", "traditional after parameters"]
    )
    func given(key: [String], form: String) async throws {
        try await makeAuthority(key: key[0], key[1])
        if form != "PKCS#8" {
            let converted = try await OpenSSL.run(
                "pkey",
                "-traditional",
                "-in",
                file("ca.key"),
                "-out",
                file("old.key")
            )
            try #require(converted.status == 0, "\(converted.output)")
            let prefix =
                form == "traditional"
                ? "" : "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
            _ = try folder.write(prefix + text(of: file("old.key")), to: "ca.key")
        }
        let contexts = ServerContexts(
            authority: try CertificateAuthority(certificateFile: file("ca.pem"), keyFile: file("ca.key"))
        )
        let server = try await TLSServer { try contexts.handlers(host: "127.0.0.1") }
        let result = try await OpenSSL.run(
            "s_client",
            "-connect",
            "127.0.0.1:\(server.port)",
            "-verify_ip",
            "127.0.0.1",
            "-verify_return_error",
            "-x509_strict",
            "-CAfile",
            file("ca.pem"),
            "-ign_eof"
        )
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("Verify return code: 0 (ok)"))
    }

    @Test("An upstream server with an RSA certificate from openssl is accepted by address and by name")
    func upstream() async throws {
        try await makeAuthority(key: "rsa:2048", "rsa_keygen_bits:2048")
        let extensions = try folder.write(
            "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1\nbasicConstraints=CA:FALSE\n"
                + "extendedKeyUsage=serverAuth\nkeyUsage=digitalSignature,keyEncipherment\n",
            to: "extensions"
        )
        let request = try await OpenSSL.run(
            "req",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            file("leaf.key"),
            "-out",
            file("leaf.csr"),
            "-subj",
            "/CN=localhost"
        )
        try #require(request.status == 0, "\(request.output)")
        let signed = try await OpenSSL.run(
            "x509",
            "-req",
            "-in",
            file("leaf.csr"),
            "-CA",
            file("ca.pem"),
            "-CAkey",
            file("ca.key"),
            "-CAcreateserial",
            "-days",
            "30",
            "-extfile",
            extensions,
            "-out",
            file("leaf.pem")
        )
        try #require(signed.status == 0, "\(signed.output)")
        let leaf = try PEMFile(path: file("leaf.pem")).certificates()[0]
        let key = try PEMFile(path: file("leaf.key")).privateKey()
        let server = try await TLSServer(configuration: TestCertificate(leaf, key: key).serverConfiguration())
        let trust = try UpstreamTrust(additionalRoots: [file("ca.pem")])
        for host in ["localhost", "127.0.0.1", "::1"] {
            let client = try await TLSClient.connect(to: server.port) { try trust.handlers(host: host, port: 443) }
            #expect(client.received == TLSServer.greeting)
        }
    }
}
