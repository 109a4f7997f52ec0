import FoundationEssentials
import Testing
import X509

@testable import Interception

@Suite("CA folder")
struct AuthorityFolderTests {
    private let base: TemporaryFolder
    private var folder: String { "\(base.path)/share/hushtape" }

    init() throws {
        base = try TemporaryFolder()
    }

    @Test("The CA is made on first use, closed to others, and found again")
    func firstUse() throws {
        let first = try CertificateAuthority.loadOrCreate(in: folder)
        #expect(try permissions(of: folder) == 0o700)
        #expect(try permissions(of: "\(folder)/ca-key.pem") == 0o600)
        #expect(first.certificateFile == "\(folder)/ca.pem")
        #expect(try text(of: "\(folder)/ca.pem") == first.certificatePEM)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["ca-key.pem", "ca.pem"])

        let second = try CertificateAuthority.loadOrCreate(in: folder)
        #expect(second.fingerprint == first.fingerprint)
        #expect(second.certificate.publicKey == first.privateKey.publicKey)
    }

    @Test("Each set of hosts has its CA, in whatever order and spelling")
    func hostSets() throws {
        let any = try CertificateAuthority.loadOrCreate(in: folder)
        let both = try CertificateAuthority.loadOrCreate(in: folder, for: ["b.example", "A.example"])
        let again = try CertificateAuthority.loadOrCreate(in: folder, for: ["a.example", "b.example", "*.b.example"])
        let one = try CertificateAuthority.loadOrCreate(in: folder, for: ["a.example"])
        #expect(both.fingerprint == again.fingerprint)
        #expect(Set([any, both, one].map(\.fingerprint)).count == 3)
        #expect(both.hosts == ["a.example", "b.example"])
        #expect(one.hosts == ["a.example"])
    }

    @Test("Those who start at once get the same CA")
    func race() async throws {
        let folder = folder
        let fingerprints = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<24 {
                group.addTask {
                    try CertificateAuthority.loadOrCreate(in: folder, for: ["api.example.com"]).fingerprint
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(fingerprints.count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2, "no temporary file is left")
    }

    @Test("A missing or stale certificate file is written again")
    func certificateFile() throws {
        let authority = try CertificateAuthority.loadOrCreate(in: folder)
        try FileManager.default.removeItem(atPath: "\(folder)/ca.pem")
        _ = try CertificateAuthority.loadOrCreate(in: folder)
        #expect(try text(of: "\(folder)/ca.pem") == authority.certificatePEM)
        try "stale".write(toFile: "\(folder)/ca.pem", atomically: true, encoding: .utf8)
        _ = try CertificateAuthority.loadOrCreate(in: folder)
        #expect(try text(of: "\(folder)/ca.pem") == authority.certificatePEM)
    }

    @Test("A key that others may read is refused", arguments: [0o640, 0o604, 0o622])
    func looseKey(mode: Int) throws {
        _ = try CertificateAuthority.loadOrCreate(in: folder)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: "\(folder)/ca-key.pem")
        let error = #expect(throws: InterceptionError.self) { try CertificateAuthority.loadOrCreate(in: folder) }
        #expect(error?.description.contains("chmod 600 \(folder)/ca-key.pem") == true)
    }

    @Test("A damaged or expired CA is never replaced in silence")
    func damaged() throws {
        _ = try CertificateAuthority.loadOrCreate(in: folder)
        let keyFile = "\(folder)/ca-key.pem"
        let whole = try text(of: keyFile)
        let expired = try TestCertificate(isAuthority: true, validity: -7200 ... -3600)
        for content in [String(whole.prefix(whole.count / 2)), "", try expired.keyPEM + expired.certificatePEM] {
            try content.write(toFile: keyFile, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keyFile)
            let error = #expect(throws: InterceptionError.self) { try CertificateAuthority.loadOrCreate(in: folder) }
            #expect(error?.description.contains(folder) == true)
            #expect(try text(of: keyFile) == content)
        }
    }

    @Test("A folder that cannot be made is named")
    func noFolder() throws {
        let file = try base.write("", to: "file")
        let error = #expect(throws: InterceptionError.self) { try CertificateAuthority.loadOrCreate(in: "\(file)/x/y") }
        #expect(error?.code == .file)
        #expect(error?.description.contains(file) == true)
    }

    @Test(
        "The folder follows the XDG base directory specification",
        arguments: [
            (["XDG_DATA_HOME": "/data", "HOME": "/home/a"], "/data/hushtape"),
            (["XDG_DATA_HOME": "data", "HOME": "/home/a"], "/home/a/.local/share/hushtape"),
            (["XDG_DATA_HOME": "", "HOME": "/home/a"], "/home/a/.local/share/hushtape"),
        ]
    )
    func defaultFolder(environment: [String: String], expected: String) throws {
        #expect(try CertificateAuthority.defaultFolder(environment: environment) == expected)
    }

    @Test("Without a home there is no folder")
    func noHome() {
        #expect(throws: InterceptionError.self) { try CertificateAuthority.defaultFolder(environment: [:]) }
    }
}
