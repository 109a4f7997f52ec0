import SwiftASN1
import X509

/// The server's certificate must name the host that was asked for (RFC 9525 §6), not the one the socket is connected to.
///
/// Without any subjectAlternativeName, its common name counts as a DNS name, as it does for curl.
struct RequestedHostPolicy: VerifierPolicy {
    /// The host that was asked for.
    let host: Host

    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [.X509ExtensionID.subjectAlternativeName]

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
        let asked = host.description
        guard let names = try? chain.leaf.hostNames else {
            return .failsToMeetPolicy(reason: "it is not for \(asked): its subjectAlternativeName cannot be read")
        }
        if names.contains(where: host.isNamed) { return .meetsPolicy }
        let named = names.compactMap(\.hostDescription).joined(separator: ", ")
        return .failsToMeetPolicy(reason: "it is not for \(asked)\(named.isEmpty ? "" : " but for \(named)")")
    }
}

/// Every certificate below the root that limits its purposes must allow TLS servers (RFC 5280 §4.2.1.12).
struct ServerPurposePolicy: VerifierPolicy {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [.X509ExtensionID.extendedKeyUsage]

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
        let issued = chain.count > 1 ? chain.dropLast() : chain[...]
        let isForServers = issued.allSatisfy { certificate in
            guard let usage = try? certificate.extensions.extendedKeyUsage else {
                return certificate.extensions[oid: .X509ExtensionID.extendedKeyUsage] == nil
            }
            return usage.contains(.serverAuth) || usage.contains(.any)
        }
        return isForServers
            ? .meetsPolicy
            : .failsToMeetPolicy(reason: "it is not meant for servers (extendedKeyUsage lacks serverAuth)")
    }
}

extension Certificate {
    /// What the certificate is for: its subjectAlternativeName, else its common name.
    fileprivate var hostNames: [GeneralName] {
        get throws {
            if let names = try extensions.subjectAlternativeNames { return Array(names) }
            let attributes = subject.flatMap(\.self).filter { $0.type == .RDNAttributeType.commonName }
            return attributes.suffix(1).compactMap { String($0.value).map(GeneralName.dnsName) }
        }
    }
}

extension Host {
    /// Whether a name in a certificate stands for this host. `*` stands for one whole label, the first of at least three
    /// (RFC 9525 §6.3).
    fileprivate func isNamed(by presented: GeneralName) -> Bool {
        switch (self, presented) {
        case (.address(let asked), .ipAddress(let bytes)):
            return asked.elementsEqual(bytes.bytes)
        case (.name(let asked), .dnsName(let presented)):
            let presented = presented.lowercased()
            guard presented.hasPrefix("*.") else { return asked == presented }
            let parent = presented.dropFirst(2)
            guard parent.contains("."), let dot = asked.firstIndex(of: ".") else { return false }
            return asked[asked.index(after: dot)...] == parent
        default:
            return false
        }
    }
}

extension GeneralName {
    /// The DNS name or address, for messages.
    fileprivate var hostDescription: String? {
        switch self {
        case .dnsName(let name): name
        case .ipAddress(let bytes): Host.address(Array(bytes.bytes)).description
        default: nil
        }
    }
}
