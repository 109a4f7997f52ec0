import SwiftASN1
import X509

/// The hosts a CA is confined to by its name constraints (RFC 5280 §4.2.1.10).
struct NameConstraintSet: Sendable {
    /// A part of the name space.
    enum Subtree: Sendable, CustomStringConvertible {
        /// A DNS name and everything below it; the empty name is all of DNS.
        case domain(String)
        /// The addresses that agree with these bytes wherever the mask has a one.
        case range(address: [UInt8], mask: [UInt8])

        init?(_ name: GeneralName) {
            switch name {
            case .dnsName(let name):
                self = .domain(name.lowercased())
            case .ipAddress(let bytes) where [8, 32].contains(bytes.bytes.count):
                let half = bytes.bytes.count / 2
                self = .range(address: Array(bytes.bytes.prefix(half)), mask: Array(bytes.bytes.suffix(half)))
            default:
                return nil
            }
        }

        var description: String {
            switch self {
            case .domain(let name):
                return name
            case .range(let address, let mask):
                let host = Host.address(address).description
                let ones = mask.reduce(0) { $0 + $1.nonzeroBitCount }
                return ones == mask.count * 8 ? host : "\(host)/\(ones)"
            }
        }

        func contains(_ host: Host) -> Bool {
            switch (self, host) {
            case (.domain(let domain), .name(let name)):
                domain.isEmpty || name == domain || name.hasSuffix(".\(domain)")
            case (.range(let address, let mask), .address(let bytes)):
                address.count == bytes.count
                    && zip(mask, zip(address, bytes)).allSatisfy { mask, pair in (pair.0 ^ pair.1) & mask == 0 }
            case (.domain, .address), (.range, .name):
                false
            }
        }

        func isSameKind(as host: Host) -> Bool {
            switch (self, host) {
            case (.domain, .name): true
            case (.range(let address, _), .address(let bytes)): address.count == bytes.count
            case (.domain, .address), (.range, .name): false
            }
        }
    }

    /// What the CA may sign for; a kind of name of which nothing is listed is free.
    let permitted: [Subtree]
    /// What the CA may never sign for.
    let excluded: [Subtree]

    /// Reads the constraints of a certificate; `source` is for messages.
    init(of certificate: Certificate, source: String) throws {
        let constraints: NameConstraints?
        do {
            constraints = try certificate.extensions.nameConstraints
        } catch {
            throw InterceptionError(.authority, "\(source) has name constraints that cannot be read")
        }
        permitted = constraints?.permittedSubtrees.compactMap(Subtree.init) ?? []
        excluded = constraints?.excludedSubtrees.compactMap(Subtree.init) ?? []
    }

    /// Whether the constraints leave room for a host.
    func allows(_ host: Host) -> Bool {
        guard !excluded.contains(where: { $0.contains(host) }) else { return false }
        let sameKind = permitted.filter { $0.isSameKind(as: host) }
        return sameKind.isEmpty || sameKind.contains { $0.contains(host) }
    }
}

extension NameConstraints {
    /// Confines a CA to these hosts. A kind of name that none of them is of is shut out whole, since it would be free.
    init(confiningTo hosts: [Host]) {
        var names: [String] = []
        var ranges: [ASN1OctetString] = []
        var freeLengths: Set = [4, 16]
        for host in hosts {
            switch host {
            case .name(let name):
                names.append(name)
            case .address(let bytes):
                let mask = [UInt8](repeating: 0xFF, count: bytes.count)
                ranges.append(ASN1OctetString(contentBytes: (bytes + mask)[...]))
                freeLengths.remove(bytes.count)
            }
        }
        self.init(
            permittedDNSDomains: names,
            excludedDNSDomains: names.isEmpty ? [""] : [],
            permittedIPRanges: ranges,
            excludedIPRanges: freeLengths.sorted().map { length in
                ASN1OctetString(contentBytes: [UInt8](repeating: 0, count: 2 * length)[...])
            }
        )
    }
}
