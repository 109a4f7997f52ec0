import SwiftASN1
import X509

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The host a certificate speaks for: a DNS name or an IP address (RFC 9110 §4.3.4, RFC 9525).
enum Host: Hashable, Sendable, CustomStringConvertible {
    /// A DNS name: lower case, without a trailing dot.
    case name(String)
    /// The 4 or 16 bytes of an IPv4 or IPv6 address, in network order.
    case address([UInt8])

    /// Parses a host as it stands in a URL or in `CONNECT`, an IPv6 address with or without brackets.
    init(parsing text: String) throws {
        let bare = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
        if let address = Self.addressBytes(bare) {
            self = .address(address)
            return
        }
        var name = bare.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy(Self.isLabel) else {
            throw InterceptionError(
                .host,
                "\"\(text.printable)\" is neither a DNS name nor an IP address"
            )
        }
        self = .name(name)
    }

    /// The name in a certificate that stands for this host (RFC 5280 §4.2.1.6).
    var subjectAlternativeName: GeneralName {
        switch self {
        case .name(let name): .dnsName(name)
        case .address(let bytes): .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
        }
    }

    /// The host as people write it, an IPv6 address without brackets.
    var description: String {
        switch self {
        case .name(let name): name
        case .address(let bytes): Self.text(ofAddress: bytes)
        }
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        (1...63).contains(label.count)
            && label.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
    }

    private static func addressBytes(_ text: String) -> [UInt8]? {
        for (family, length) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: length)
            if inet_pton(family, text, &bytes) == 1 { return bytes }
        }
        return nil
    }

    private static func text(ofAddress bytes: [UInt8]) -> String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "an invalid address" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension String {
    /// Text from outside, made fit for one line of an error: without control characters, and not too long.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.prefix(500).map { $0.properties.generalCategory == .control ? "?" : $0 }
            )
        )
    }
}
