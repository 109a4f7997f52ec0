import SwiftASN1
import X509

/// The server's certificate must name the host that was asked for (RFC 9525 §6).
struct RequestedHostPolicy: VerifierPolicy {
    private let host: Host
    private var names: ServerIdentityPolicy

    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [.X509ExtensionID.subjectAlternativeName]

    /// - Parameter host: What was asked for, not what the socket is connected to.
    init(host: Host) {
        self.host = host
        switch host {
        case .name(let name): names = ServerIdentityPolicy(serverHostname: name, serverIP: nil)
        case .address: names = ServerIdentityPolicy(serverHostname: nil, serverIP: host.description)
        }
    }

    mutating func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
        if case .meetsPolicy = names.chainMeetsPolicyRequirements(chain: chain) { return .meetsPolicy }
        let asked = host.description
        let named = chain.leaf.hosts.joined(separator: ", ")
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
    /// The hosts the certificate names, for messages.
    fileprivate var hosts: [String] {
        let names = (try? extensions.subjectAlternativeNames).flatMap { $0 }.map(Array.init) ?? []
        return names.compactMap { name in
            switch name {
            case .dnsName(let name): name
            case .ipAddress(let bytes): Host.address(Array(bytes.bytes)).description
            default: nil
            }
        }
    }
}
