import FoundationEssentials
import Testing
import X509

@testable import Interception

@Suite("Certificate authority")
struct CertificateAuthorityTests {
    @Test("Its certificate says what it may do, critically")
    func extensions() throws {
        let certificate = try CertificateAuthority.inMemory(hosts: ["api.example.com"]).certificate
        let extensions = certificate.extensions
        #expect(try extensions.basicConstraints == .isCertificateAuthority(maxPathLength: 0))
        #expect(try extensions.keyUsage == KeyUsage(keyCertSign: true, cRLSign: true))
        let critical: [Certificate.Extension] = extensions.filter(\.critical)
        #expect(critical.count == 3, "basicConstraints, keyUsage, nameConstraints")
        #expect(try extensions.subjectKeyIdentifier == SubjectKeyIdentifier(hash: certificate.publicKey))
        #expect(certificate.notValidBefore < .now - 3000)
    }

    @Test("Without hosts it may sign for any")
    func unconfined() throws {
        let authority = try CertificateAuthority.inMemory()
        #expect(authority.hosts.isEmpty)
        #expect(try authority.certificate.extensions.nameConstraints == nil)
        #expect(authority.isPermitted(host: "anything.example"))
        #expect(authority.isPermitted(host: "192.0.2.1"))
        #expect(!authority.isPermitted(host: "not a host"))
    }

    @Test(
        "With hosts it may sign for those, their subdomains and nothing else",
        arguments: [
            ("api.example.com", true), ("API.example.com.", true), ("eu.api.example.com", true),
            ("example.com", false), ("notapi.example.com", false), ("other.example", false),
            ("192.0.2.1", true), ("192.0.2.2", false), ("::1", false), ("2001:db8::1", false),
        ]
    )
    func confined(host: String, isPermitted: Bool) async throws {
        let authority = try CertificateAuthority.inMemory(hosts: ["*.API.example.com", "192.0.2.1"])
        #expect(authority.hosts == ["api.example.com", "192.0.2.1"])
        #expect(authority.isPermitted(host: host) == isPermitted)

        // Clients see it the same way, also when the CA signs against its own rules.
        let parsed = try Host(parsing: host)
        let leaf = try TestCertificate(names: [parsed.subjectAlternativeName], issuer: TestCertificate(authority))
        #expect(await isAccepted(leaf.certificate, for: parsed, root: authority.certificate) == isPermitted)
    }

    @Test("Confined to an address, it may sign for no name")
    func confinedToAddress() async throws {
        let authority = try CertificateAuthority.inMemory(hosts: ["::1"])
        #expect(authority.isPermitted(host: "[::1]"))
        for host in ["localhost", "127.0.0.1", "::2"] {
            #expect(!authority.isPermitted(host: host))
            let parsed = try Host(parsing: host)
            let leaf = try TestCertificate(names: [parsed.subjectAlternativeName], issuer: TestCertificate(authority))
            #expect(await !isAccepted(leaf.certificate, for: parsed, root: authority.certificate))
        }
    }

    @Test("Hosts that are none are refused")
    func badHosts() {
        #expect(throws: InterceptionError.self) { try CertificateAuthority.inMemory(hosts: ["https://example.com"]) }
    }
}
