import FoundationEssentials
import NIOSSL
import SwiftASN1
import X509

/// Verifies the certificates of an upstream server (RFC 5280 §6, RFC 9525).
struct PeerVerifier: Sendable {
    /// The host that was asked for.
    let host: Host
    /// Roots that are trusted besides the system's.
    let additionalRoots: CertificateStore

    /// Why the chain, the server's own certificate first, is not trusted for the host; nil if it is.
    func fault(in chain: [NIOSSLCertificate]) async -> String? {
        guard let certificates = try? chain.map({ try Certificate(derEncoded: $0.toDERBytes()) }),
            let leaf = certificates.first
        else { return "it cannot be read" }

        // The roots the user added come first: to read those of the system takes a while, and may never be needed.
        var failures: [CertificateValidationResult.PolicyFailure] = []
        for roots in [additionalRoots, .systemTrustRoots] {
            var verifier = Verifier(rootCertificates: roots) {
                RFC5280Policy()
                ServerPurposePolicy()
                RequestedHostPolicy(host: host)
            }
            switch await verifier.validate(leaf: leaf, intermediates: CertificateStore(certificates.dropFirst())) {
            case .validCertificate: return nil
            case .couldNotValidate(let found): failures += found
            }
        }
        return explanation(of: failures, leaf: leaf, now: .now)
    }

    /// The reason in words, what is wrong with the server's own certificate first.
    private func explanation(
        of failures: [CertificateValidationResult.PolicyFailure],
        leaf: Certificate,
        now: Date
    ) -> String {
        for (certificate, subject) in [(leaf, "it")] + failures.flatMap({ $0.chain.map { ($0, "its issuer") } }) {
            if certificate.notValidAfter < now {
                return "\(subject) expired at \(certificate.notValidAfter.formatted(.iso8601))"
            }
            if now < certificate.notValidBefore {
                return "\(subject) is not valid before \(certificate.notValidBefore.formatted(.iso8601))"
            }
        }
        if let failure = failures.first { return failure.policyFailureReason.description.printable }
        return leaf.subject == leaf.issuer
            ? "it is self-signed; add it with --upstream-ca FILE to trust it"
            : "unable to get local issuer certificate; add its root with --upstream-ca FILE"
    }
}
