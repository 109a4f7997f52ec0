import FoundationEssentials
import Testing
import X509

@testable import Interception

/// CAs that the user gives: what is wrong with them is said by name of file, and never with a byte of the key.
@Suite("Given certificate authority")
struct GivenAuthorityTests {
    private let folder: TemporaryFolder
    private let pair: TestCertificate

    init() throws {
        folder = try TemporaryFolder()
        pair = try TestCertificate(isAuthority: true)
    }

    private func load(_ certificate: String, _ key: String) throws -> CertificateAuthority {
        try CertificateAuthority(
            certificateFile: folder.write(certificate, to: "ca.pem"),
            keyFile: folder.write(key, to: "ca.key")
        )
    }

    /// The error of loading these, after a look that it holds nothing of the key.
    private func fault(_ certificate: String, _ key: String) throws -> InterceptionError? {
        let error = #expect(throws: InterceptionError.self) { try load(certificate, key) }
        let secret = key.split(separator: "\n").filter { !$0.hasPrefix("-----") }
        #expect(secret.allSatisfy { error?.description.contains($0.prefix(8)) == false })
        return error
    }

    @Test("A pair that belongs together is taken, with text around the PEM")
    func right() throws {
        let authority = try load("subject=Test\n" + pair.certificatePEM, pair.keyPEM)
        #expect(authority.certificate == pair.certificate)
        #expect(authority.certificateFile == "\(folder.path)/ca.pem")
        #expect(try authority.certificatePEM == pair.certificatePEM)
        #expect(authority.intermediates.isEmpty)
    }

    @Test("A key of another certificate is refused")
    func otherKey() throws {
        let other = try TestCertificate(isAuthority: true)
        let error = try fault(pair.certificatePEM, other.keyPEM)
        #expect(error?.code == .authority)
        #expect(error?.description.contains("ca.key is not the key of the certificate in") == true)
    }

    @Test(
        "A certificate that cannot sign now is refused",
        arguments: [
            (try TestCertificate(isAuthority: true, validity: -7200 ... -3600), "expired at"),
            (try TestCertificate(isAuthority: true, validity: 3600...7200), "is not valid before"),
            (try TestCertificate(names: [.loopback]), "CA:TRUE"),
            (try TestCertificate(isAuthority: true, maySign: false), "keyCertSign"),
        ]
    )
    func useless(pair: TestCertificate, reason: String) throws {
        let error = try fault(pair.certificatePEM, pair.keyPEM)
        #expect(error?.code == .authority)
        #expect(error?.description.contains(reason) == true)
        #expect(error?.description.contains("ca.pem") == true)
    }

    @Test("Files that are cut off are refused", arguments: [0.3, 0.6, 0.95])
    func truncated(part: Double) throws {
        func cut(_ text: String) -> String { String(text.prefix(Int(Double(text.count) * part))) }
        let certificate = try fault(cut(pair.certificatePEM), pair.keyPEM)
        #expect(certificate?.code == .file)
        #expect(certificate?.description.contains("ca.pem") == true)
        let key = try fault(pair.certificatePEM, cut(pair.keyPEM))
        #expect(key?.code == .file)
        #expect(key?.description.contains("ca.key") == true)
    }

    @Test("Files that hold something else are refused")
    func otherContent() throws {
        let noCertificate = try fault(pair.keyPEM, pair.keyPEM)
        #expect(noCertificate?.description.contains("holds no certificate") == true)
        let noKey = try fault(pair.certificatePEM, pair.certificatePEM)
        #expect(noKey?.description.contains("holds no private key") == true)
        let damaged = "-----BEGIN PRIVATE KEY-----\nAAECAwQFBgcICQoL\n-----END PRIVATE KEY-----\n"
        let damagedKey = try fault(pair.certificatePEM, damaged)
        #expect(damagedKey?.description.contains("cannot be used") == true)
        let locked = damaged.replacing("PRIVATE", with: "ENCRYPTED PRIVATE")
        #expect(try fault(pair.certificatePEM, locked)?.description.contains("has a passphrase") == true)
        let damagedCertificate = try fault(damaged.replacing("PRIVATE KEY", with: "CERTIFICATE"), pair.keyPEM)
        #expect(damagedCertificate?.description.contains("damaged certificate") == true)
    }

    @Test("A file that is not there is named")
    func missing() throws {
        let error = #expect(throws: InterceptionError.self) {
            try CertificateAuthority(certificateFile: "\(folder.path)/none.pem", keyFile: "\(folder.path)/none.key")
        }
        #expect(error?.code == .file)
        #expect(error?.description == "\(folder.path)/none.pem cannot be read: No such file or directory")
    }

    @Test("An intermediate CA sends its own certificate along")
    func intermediate() throws {
        let root = try TestCertificate(isAuthority: true)
        let pair = try TestCertificate(issuer: root, isAuthority: true)
        let authority = try load(pair.certificatePEM + root.certificatePEM, pair.keyPEM)
        #expect(authority.intermediates == [pair.certificate])
        let leaf = try LeafIssuer(authority: authority).issue(for: .name("example.com"), now: .now)
        #expect(leaf.chain.count == 2)
    }
}
