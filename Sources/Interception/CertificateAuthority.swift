import Crypto
public import FoundationEssentials
import SwiftASN1
import X509

/// The local certificate authority (CA) that the intercepted hosts' certificates come from.
///
/// A client that is to be recorded must trust its certificate; nothing else in Hushtape asks for trust.
public struct CertificateAuthority: Sendable {
    /// The certificate of the CA.
    let certificate: Certificate
    /// The certificate in DER.
    let certificateBytes: [UInt8]
    /// The certificates a client needs to find its way from a leaf to a root it trusts; empty for a root CA.
    let intermediates: [Certificate]
    let privateKey: Certificate.PrivateKey
    /// The hosts the certificate is confined to.
    let constraints: NameConstraintSet

    /// The file that holds the certificate, for clients to trust; nil for a CA in memory.
    public let certificateFile: String?

    /// Takes a CA certificate and its key from PEM files, and checks that they can be used.
    ///
    /// - Parameters:
    ///   - certificateFile: The CA's certificate; intermediate certificates may follow it.
    ///   - keyFile: Its private key, RSA or EC, as PKCS#8, PKCS#1 or SEC 1, without a passphrase.
    public init(certificateFile: String, keyFile: String) throws {
        let certificates = try PEMFile(path: certificateFile).certificates()
        let key = try PEMFile(path: keyFile).privateKey()
        try self.init(
            certificates: certificates,
            privateKey: key,
            certificateFile: certificateFile,
            remedy: "give another --ca-cert and --ca-key"
        )
        guard certificate.publicKey == key.publicKey else {
            throw InterceptionError(
                .authority,
                "the key in \(keyFile) is not the key of the certificate in \(certificateFile): give the pair that belongs together"
            )
        }
    }

    /// Takes a certificate chain, the CA first, and the CA's key.
    ///
    /// - Parameter remedy: What the user can do if the CA is of no use.
    init(
        certificates: [Certificate],
        privateKey: Certificate.PrivateKey,
        certificateFile: String?,
        remedy: String,
        now: Date = .now
    ) throws {
        let source = certificateFile.map { "the CA certificate in \($0)" } ?? "the CA certificate"
        guard let certificate = certificates.first else {
            throw InterceptionError(.authority, "\(source) is missing: \(remedy)")
        }
        guard case .isCertificateAuthority = try? certificate.extensions.basicConstraints else {
            throw InterceptionError(
                .authority,
                "\(source) is not one of a CA (basicConstraints lacks CA:TRUE): \(remedy)"
            )
        }
        if let usage = try? certificate.extensions.keyUsage, !usage.keyCertSign {
            throw InterceptionError(
                .authority,
                "\(source) may not sign certificates (keyUsage lacks keyCertSign): \(remedy)"
            )
        }
        guard certificate.notValidBefore <= now else {
            throw InterceptionError(
                .authority,
                "\(source) is not valid before \(certificate.notValidBefore.formatted(.iso8601)): set the clock, or \(remedy)"
            )
        }
        guard now < certificate.notValidAfter else {
            throw InterceptionError(
                .authority,
                "\(source) expired at \(certificate.notValidAfter.formatted(.iso8601)): \(remedy)"
            )
        }
        self.certificate = certificate
        self.certificateBytes = try certificate.derBytes()
        self.constraints = try NameConstraintSet(of: certificate, source: source)
        self.intermediates = certificates.filter { $0.subject != $0.issuer }
        self.privateKey = privateKey
        self.certificateFile = certificateFile
    }

    /// The certificate in PEM (RFC 7468): what a client has to trust.
    public var certificatePEM: String {
        PEMDocument(type: "CERTIFICATE", derBytes: certificateBytes).pemString + "\n"
    }

    /// The SHA-256 fingerprint of the certificate, as `openssl x509 -fingerprint -sha256` prints it.
    public var fingerprint: String {
        SHA256.hash(data: certificateBytes).hexadecimal(separator: ":").uppercased()
    }

    /// The DNS names (each with its subdomains) and IP ranges the CA is confined to; empty when it may sign for any host.
    public var hosts: [String] { constraints.permitted.map(\.description) }

    /// Whether clients accept a certificate of this CA for a host, a DNS name or an IP address.
    public func isPermitted(host: String) -> Bool {
        guard let host = try? Host(parsing: host) else { return false }
        return constraints.allows(host)
    }

    /// The moment from which on nobody accepts the CA any more.
    public var notValidAfter: Date { certificate.notValidAfter }
}

extension Certificate {
    /// The certificate in DER.
    func derBytes() throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.serialize(self)
        return serializer.serializedBytes
    }
}
