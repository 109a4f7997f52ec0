import Capture
import NIOCore
import Wire

/// A captured response, made ready for one client.
struct PlayedResponse {
    let response: Response
    private let clientVersion: HTTPVersion
    let delivery: Delivery
    /// Whether the connection stays open after it.
    let staysOpen: Bool

    /// How the content gets to the client.
    enum Delivery {
        /// No content, whatever the fields say (RFC 9112 §6.3).
        case headOnly
        case length
        case chunked([Int])
        case untilClose
    }

    init(_ response: Response, toHead: Bool, clientVersion: HTTPVersion, isClientPersistent: Bool) {
        self.response = response
        self.clientVersion = clientVersion
        if toHead || response.status < 200 || response.status == 204 || response.status == 304 {
            delivery = .headOnly
        } else {
            switch response.body.framing {
            case .none, .length: delivery = .length
            case .chunked(let sizes): delivery = clientVersion == .http10 ? .untilClose : .chunked(sizes)
            case .untilClose: delivery = .untilClose
            }
        }
        if case .untilClose = delivery { staysOpen = false } else { staysOpen = isClientPersistent }
    }

    /// Why this response cannot be sent.
    var problem: Problem? {
        if case .withheld(_, let reason) = response.body.content {
            return Problem(502, "The content of this response is not in the recording: \(reason.rawValue).")
        }
        if response.status == 101 {
            return Problem(501, "The recorded response switches to another protocol, which cannot be replayed.")
        }
        // A value that came back from the request must not start a new field line.
        let fields = response.fields + response.trailers + response.interim.flatMap(\.fields)
        let isClean = fields.allSatisfy { $0.name.utf8.allSatisfy(\.staysOnLine) && $0.value.allSatisfy(\.staysOnLine) }
        guard isClean, response.reason.allSatisfy(\.staysOnLine) else {
            return Problem(502, "The recorded response has a field with a line end in it, which cannot be sent.")
        }
        return nil
    }

    /// Writes the whole response. `announcesClose` says in it that the connection does not stay open.
    func write(staysOpen: Bool, into out: inout ByteBuffer) {
        let content = response.body.bytes
        out.reserveCapacity(minimumWritableBytes: 512 + content.count)
        if clientVersion == .http11 {
            for interim in response.interim {
                writeStartLine(interim, into: &out)
                for field in interim.fields where !interim.fields.isHopByHop(field) { out.write(field) }
                out.writeStaticString("\r\n")
            }
        }
        writeStartLine(response, into: &out)
        writeFields(length: content.count, into: &out)
        if !staysOpen {
            out.writeStaticString("Connection: close\r\n\r\n")
        } else if clientVersion == .http10 || response.version == "HTTP/1.0" {
            out.writeStaticString("Connection: keep-alive\r\n\r\n")
        } else {
            out.writeStaticString("\r\n")
        }
        switch delivery {
        case .headOnly: break
        case .length, .untilClose: out.writeBytes(content)
        case .chunked(let sizes): writeChunks(content, sizes, into: &out)
        }
    }

    private func writeStartLine(_ response: Response, into out: inout ByteBuffer) {
        out.writeString(response.version.hasPrefix("HTTP/1.") ? response.version : "HTTP/1.1")
        out.writeStaticString(" ")
        out.writeString(String(response.status))
        out.writeStaticString(" ")
        out.writeBytes(response.reason)
        out.writeStaticString("\r\n")
    }

    /// Writes the fields as recorded, less the hop-by-hop ones; those that frame the content are made to fit it.
    private func writeFields(length: Int, into out: inout ByteBuffer) {
        var isFramed = false
        for field in response.fields where !response.fields.isHopByHop(field) {
            switch delivery {
            case .headOnly:
                break
            case .length:
                if field.isNamed("Transfer-Encoding") { continue }
                if field.isNamed("Content-Length") {
                    if isFramed { continue }
                    isFramed = true
                    out.write(HeaderField(field.name, String(length)))
                    continue
                }
            case .chunked:
                if field.isNamed("Content-Length") { continue }
                if field.isNamed("Transfer-Encoding") { isFramed = true }
            case .untilClose:
                if field.isNamed("Content-Length") || field.isNamed("Transfer-Encoding") { continue }
            }
            out.write(field)
        }
        switch delivery {
        case .length where !isFramed: out.write(HeaderField("Content-Length", String(length)))
        case .chunked where !isFramed: out.write(HeaderField("Transfer-Encoding", "chunked"))
        default: break
        }
    }

    /// Writes the chunks in their recorded sizes; in one chunk when the content has another length than they have.
    private func writeChunks(_ content: [UInt8], _ sizes: [Int], into out: inout ByteBuffer) {
        let fits = sizes.allSatisfy { $0 > 0 } && sizes.reduce(0, +) == content.count
        var start = 0
        for size in fits ? sizes : [content.count] where size > 0 {
            ChunkedEncoder.writeChunkLine(size: size, into: &out)
            out.writeBytes(content[start..<start + size])
            out.writeStaticString(ChunkedEncoder.chunkEnd)
            start += size
        }
        out.writeStaticString("0\r\n")
        for field in response.trailers where !response.trailers.isHopByHop(field) { out.write(field) }
        out.writeStaticString("\r\n")
    }
}

extension UInt8 {
    fileprivate var staysOnLine: Bool {
        self != UInt8(ascii: "\r") && self != UInt8(ascii: "\n") && self != 0
    }
}

extension ByteBuffer {
    fileprivate mutating func write(_ field: HeaderField) {
        writeString(field.name)
        writeStaticString(": ")
        writeBytes(field.value)
        writeStaticString("\r\n")
    }
}

extension [HeaderField] {
    private static let hopByHop = [
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authentication-Info",
        "TE", "Upgrade", "Alt-Svc",
    ]

    /// Whether a field is not passed on: the same ones as of a live response (RFC 9110 §7.6.1, RFC 7838).
    func isHopByHop(_ field: HeaderField) -> Bool {
        if Self.hopByHop.contains(where: field.isNamed) { return true }
        if field.isNamed("Transfer-Encoding") || field.isNamed("Content-Length") { return false }
        return contains { other in
            other.isNamed("Connection")
                && other.text.split(separator: ",").contains { option in
                    field.isNamed(String(option.drop { $0 == " " }.prefix { $0 != " " }))
                }
        }
    }
}
