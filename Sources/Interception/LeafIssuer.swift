import Crypto
import FoundationEssentials
import NIOSSL
import X509

/// A certificate for one intercepted host, ready for use by a TLS server.
struct Leaf: Sendable {
    /// The certificate.
    let certificate: Certificate
    /// What the server shows: the certificate, then the intermediates of the CA.
    let chain: [NIOSSLCertificate]
    /// The key of the certificate.
    let privateKey: NIOSSLPrivateKey
    /// When it is time for the next one: well before this one ends.
    let renewal: Date
}

/// Signs certificates for hosts with the CA, all for one key pair that lives as long as the process.
struct LeafIssuer: Sendable {
    private let authority: CertificateAuthority
    private let privateKey: NIOSSLPrivateKey
    private let publicKey: Certificate.PublicKey
    private let signatureAlgorithm: Certificate.SignatureAlgorithm
    private let intermediates: [NIOSSLCertificate]

    /// How long a leaf is valid, in seconds. Clients refuse more than 397 days (CA/Browser Forum).
    static let validity: TimeInterval = 90 * 86400

    init(authority: CertificateAuthority) throws {
        let key = P256.Signing.PrivateKey()
        self.authority = authority
        privateKey = try NIOSSLPrivateKey(bytes: Array(key.derRepresentation), format: .der)
        publicKey = Certificate.PublicKey(key.publicKey)
        signatureAlgorithm = try Self.signatureAlgorithm(of: authority.privateKey)
        intermediates = try authority.intermediates.map { try NIOSSLCertificate(bytes: $0.derBytes(), format: .der) }
    }

    /// Signs a certificate for a host.
    func issue(for host: Host, now: Date) throws -> Leaf {
        guard authority.constraints.allows(host) else {
            throw InterceptionError(
                .host,
                "the CA may not sign for \(host.description), only for \(authority.hosts.joined(separator: ", "))"
            )
        }
        let issuer = authority.certificate
        guard now < issuer.notValidAfter else {
            throw InterceptionError(.authority, "the CA expired while Hushtape was running: start Hushtape again")
        }
        let end = min(now + Self.validity, issuer.notValidAfter)
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: publicKey,
            notValidBefore: max(now - 3600, issuer.notValidBefore),
            notValidAfter: end,
            issuer: issuer.subject,
            subject: host.subject,
            signatureAlgorithm: signatureAlgorithm,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectKeyIdentifier(hash: publicKey)
                AuthorityKeyIdentifier(keyIdentifier: try authority.keyIdentifier)
                SubjectAlternativeNames([host.subjectAlternativeName])
            },
            issuerPrivateKey: authority.privateKey
        )
        return Leaf(
            certificate: certificate,
            chain: [try NIOSSLCertificate(bytes: certificate.derBytes(), format: .der)] + intermediates,
            privateKey: privateKey,
            renewal: now + end.timeIntervalSince(now) * 2 / 3
        )
    }

    private static func signatureAlgorithm(of key: Certificate.PrivateKey) throws -> Certificate.SignatureAlgorithm {
        let usual: [Certificate.SignatureAlgorithm] = [.ecdsaWithSHA256, .sha256WithRSAEncryption, .ed25519]
        guard let algorithm = usual.first(where: key.supportedSignatureAlgorithms.contains) else {
            throw InterceptionError(.authority, "the CA's key is of a kind that cannot sign: give an RSA or EC key")
        }
        return algorithm
    }
}

extension Host {
    /// The subject of a certificate for this host, for people only: clients look at the subjectAlternativeName.
    ///
    /// An address is no common name, since OpenSSL and GnuTLS would hold it against the name constraints for DNS; nor is a
    /// name that is longer than the 64 characters X.520 allows.
    fileprivate var subject: DistinguishedName {
        get throws {
            if case .name(let name) = self, name.utf8.count <= 64 { return try DistinguishedName { CommonName(name) } }
            return try DistinguishedName { OrganizationName("Hushtape") }
        }
    }
}

extension CertificateAuthority {
    /// The identifier that leaves point to: the CA's own, else the hash of its key.
    fileprivate var keyIdentifier: ArraySlice<UInt8> {
        get throws {
            let own = try certificate.extensions.subjectKeyIdentifier
            return (own ?? SubjectKeyIdentifier(hash: certificate.publicKey)).keyIdentifier
        }
    }
}
