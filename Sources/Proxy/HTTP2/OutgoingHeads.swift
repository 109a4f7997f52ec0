import NIOHPACK
import Wire

extension HPACKHeaders {
    /// The head of a request as an origin that speaks HTTP/2 takes it (RFC 9113 §8.3.1).
    init(_ head: RequestHead, _ preview: RequestPreview) {
        self.init()
        add(name: ":method", value: head.method)
        add(name: ":scheme", value: preview.scheme)
        add(name: ":authority", value: head.authorityText ?? preview.authority)
        add(name: ":path", value: String(decoding: preview.target, as: UTF8.self))
        add(head.fields, keepsHost: head.version == .http2)
    }

    /// The head of a response as a client that speaks HTTP/2 takes it (RFC 9113 §8.3.2).
    init(_ head: ResponseHead) {
        self.init()
        add(name: ":status", value: String(head.status))
        add(head.fields, keepsHost: true)
    }

    /// A trailer section.
    init(_ trailers: FieldSection) {
        self.init()
        add(trailers, keepsHost: true)
    }

    /// Adds the field lines, less those that are about the connection (RFC 9113 §8.2.2) and those that the pseudo-header
    /// fields stand for.
    private mutating func add(_ fields: FieldSection, keepsHost: Bool) {
        for line in fields.lines where !fields.matches(line.name, "transfer-encoding") {
            let isTrailersTE = fields.matches(line.name, "te") && fields.matches(line.value, "trailers")
            guard isTrailersTE || !fields.isHopByHop(line) else { continue }
            guard keepsHost || !fields.matches(line.name, "host") else { continue }
            add(name: fields.name(of: line).lowercased(), value: fields.text(line.value))
        }
    }
}

extension RequestHead {
    /// The server that the request names, as it names it.
    fileprivate var authorityText: String? {
        guard version == .http2, case .absolute(_, let authority, let pathAndQuery) = target else {
            return fields.text("host").flatMap { $0.isEmpty ? nil : $0 }
        }
        let start = authority.host.lowerBound - (authority.isIPv6 ? 1 : 0)
        return fields.text(start..<pathAndQuery.lowerBound)
    }
}
