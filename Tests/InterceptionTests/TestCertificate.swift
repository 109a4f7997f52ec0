import Crypto
import FoundationEssentials
import NIOSSL
import SwiftASN1
import X509

@testable import Interception

/// A certificate made to be right or wrong in a way that a test wants.
struct TestCertificate {
    let certificate: Certificate
    let key: Certificate.PrivateKey

    /// - Parameters:
    ///   - issuer: Nil for a self-signed certificate.
    ///   - validity: From and until when, in seconds from now.
    ///   - usage: Nil for no extendedKeyUsage.
    init(
        commonName: String = "Test \(UInt32.random(in: 0...UInt32.max))",
        names: [GeneralName] = [],
        issuer: TestCertificate? = nil,
        isAuthority: Bool = false,
        maySign: Bool = true,
        validity: ClosedRange<TimeInterval> = -3600...86400,
        usage: ExtendedKeyUsage.Usage? = .serverAuth
    ) throws {
        let own = P256.Signing.PrivateKey()
        key = Certificate.PrivateKey(own)
        let subject = try DistinguishedName { CommonName(commonName) }
        certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: key.publicKey,
            notValidBefore: .now + validity.lowerBound,
            notValidAfter: .now + validity.upperBound,
            issuer: issuer?.certificate.subject ?? subject,
            subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                if isAuthority {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                    Critical(KeyUsage(digitalSignature: true, keyCertSign: maySign, cRLSign: true))
                } else if let usage {
                    try ExtendedKeyUsage([usage])
                }
                if !names.isEmpty { SubjectAlternativeNames(names) }
            },
            issuerPrivateKey: issuer?.key ?? key
        )
    }

    /// A certificate and key from elsewhere.
    init(_ certificate: Certificate, key: Certificate.PrivateKey) {
        self.certificate = certificate
        self.key = key
    }

    /// The certificate and key of a CA under test, to sign what its issuer would refuse to sign.
    init(_ authority: CertificateAuthority) {
        certificate = authority.certificate
        key = authority.privateKey
    }

    var certificatePEM: String {
        get throws { try certificate.serializeAsPEM().pemString + "\n" }
    }

    var keyPEM: String {
        get throws { try key.serializeAsPEM().pemString + "\n" }
    }

    /// A TLS server's configuration that shows this certificate, followed by others.
    func serverConfiguration(followedBy others: [TestCertificate] = []) throws -> TLSConfiguration {
        let chain = try ([self] + others).map {
            NIOSSLCertificateSource.certificate(try NIOSSLCertificate(bytes: $0.certificate.derBytes(), format: .der))
        }
        let key = try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem)
        return .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
    }
}

extension GeneralName {
    static let loopback = GeneralName.ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))
    static let ipv6Loopback = GeneralName.ipAddress(
        ASN1OctetString(contentBytes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    )
}

/// Whether a client that trusts one root accepts a certificate for a host.
func isAccepted(_ leaf: Certificate, for host: Host, root: Certificate) async -> Bool {
    var verifier = Verifier(rootCertificates: CertificateStore([root])) {
        RFC5280Policy()
        RequestedHostPolicy(host: host)
        ServerPurposePolicy()
    }
    if case .validCertificate = await verifier.validate(leaf: leaf, intermediates: CertificateStore()) { return true }
    return false
}
