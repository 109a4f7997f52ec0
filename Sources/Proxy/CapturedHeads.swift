import Capture
import Wire

extension Request {
    /// The head of a request as captured.
    init(_ head: RequestHead, _ preview: RequestPreview) {
        self.init(
            method: preview.method,
            scheme: preview.scheme,
            authority: preview.authority,
            target: preview.target,
            version: head.version.rawValue,
            fields: head.fields.capturedFields
        )
    }
}

extension Response {
    /// The head of a response as captured.
    init(_ head: ResponseHead) {
        self.init(
            status: head.status,
            reason: head.reason,
            version: head.version.rawValue,
            fields: head.fields.capturedFields
        )
    }
}

extension FieldSection {
    /// Copies of the field lines that belong to the message. What one side said to the proxy alone, about itself or about
    /// their connection, is left out; cookies that came one by one are put together (RFC 9113 §8.2.3).
    fileprivate var capturedFields: [HeaderField] {
        let fields = headerFields.filter { field in !Self.connectionFields.contains { field.isNamed($0) } }
        guard let cookies = joinedCookies, let first = fields.firstIndex(where: { $0.isNamed("cookie") }) else {
            return fields
        }
        var joined = fields
        joined[first].value = cookies
        joined[(first + 1)...].removeAll { $0.isNamed("cookie") }
        return joined
    }

    private static let connectionFields = [
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "Proxy-Authenticate",
    ]

    /// Copies of all field lines.
    var headerFields: [HeaderField] {
        lines.map { HeaderField(name(of: $0), value(of: $0)) }
    }
}
