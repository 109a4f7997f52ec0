import Crypto
import FoundationEssentials
import X509

extension CertificateAuthority {
    /// Makes a CA whose key never leaves memory.
    ///
    /// - Parameter hosts: DNS names (each with its subdomains) and IP addresses that the CA is confined to; none: any host.
    public static func inMemory(hosts: [String] = []) throws -> CertificateAuthority {
        let (certificate, key) = try makeRoot(for: Host.list(hosts), now: .now)
        return try CertificateAuthority(
            certificates: [certificate],
            privateKey: key,
            certificateFile: nil,
            remedy: "start again"
        )
    }

    /// Makes a root certificate, valid for ten years, and its key.
    static func makeRoot(for hosts: [Host], now: Date) throws -> (Certificate, Certificate.PrivateKey) {
        let key = P256.Signing.PrivateKey()
        let publicKey = Certificate.PublicKey(key.publicKey)
        let keyIdentifier = SubjectKeyIdentifier(hash: publicKey)
        // A part of the key's hash tells several such CAs in one trust store apart.
        let label = keyIdentifier.keyIdentifier.prefix(4).hexadecimal()
        let name = try DistinguishedName {
            OrganizationName("Hushtape")
            CommonName("Hushtape CA \(label)")
        }
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: publicKey,
            notValidBefore: now - 3600,
            notValidAfter: now + 10 * 365 * 86400,
            issuer: name,
            subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                keyIdentifier
                if !hosts.isEmpty {
                    Critical(NameConstraints(confiningTo: hosts))
                }
            },
            issuerPrivateKey: Certificate.PrivateKey(key)
        )
        return (certificate, Certificate.PrivateKey(key))
    }
}

extension Host {
    /// The hosts of a list as it stands on a command line: sorted, each once; `*.example.com` means `example.com`, whose
    /// constraint holds its subdomains.
    static func list(_ texts: [String]) throws -> [Host] {
        let hosts = try texts.map { try Host(parsing: $0.hasPrefix("*.") ? String($0.dropFirst(2)) : $0) }
        return Set(hosts).sorted { $0.description < $1.description }
    }
}
