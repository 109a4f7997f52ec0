import NIOCore

/// An answer that this proxy gives in an origin's place: a status and a problem document (RFC 9457).
///
/// The detail is for the reader: what happened, where, what to do next. It holds no byte of a path, a value or a body.
struct Problem: Error, Hashable, Sendable {
    /// The status code of the answer.
    var status: Int
    /// One or two sentences about this occurrence.
    var detail: String

    init(_ status: Int, _ detail: String) {
        self.status = status
        self.detail = detail
    }

    /// The standard reason phrase of the status (RFC 9110 §15).
    var title: String {
        switch status {
        case 400: "Bad Request"
        case 404: "Not Found"
        case 408: "Request Timeout"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 421: "Misdirected Request"
        case 431: "Request Header Fields Too Large"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        case 508: "Loop Detected"
        default: status < 500 ? "Client Error" : "Server Error"
        }
    }

    /// The whole response. It announces that the connection is closed after it when `closing`; `bodyless` leaves the
    /// document out, as the answer to `HEAD` must (RFC 9110 §9.3.2).
    func response(closing: Bool, bodyless: Bool = false) -> ByteBuffer {
        let document = document
        var buffer = ByteBuffer()
        buffer.writeString("HTTP/1.1 \(status) \(title)\r\nContent-Type: \(Problem.mediaType)\r\n")
        buffer.writeString("Content-Length: \(document.utf8.count)\r\n")
        buffer.writeString(closing ? "Connection: close\r\n\r\n" : "\r\n")
        if !bodyless { buffer.writeString(document) }
        return buffer
    }

    /// The type of ``document``.
    static let mediaType = "application/problem+json"

    /// The problem document.
    var document: String {
        #"{"type":"about:blank","title":"\#(title)","status":\#(status),"detail":"\#(Problem.escaped(detail))"}"# + "\n"
    }

    /// Text as the inside of a JSON string (RFC 8259 §7).
    private static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case _ where scalar.value < 0x20:
                out += "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
