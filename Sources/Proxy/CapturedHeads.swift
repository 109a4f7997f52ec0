import Capture
import Wire

extension Request {
    /// The head of a request as captured. What the client said to the proxy alone is left out: `Proxy-Authorization`
    /// and `Proxy-Connection`.
    init(_ head: RequestHead, _ preview: RequestPreview) {
        self.init(
            method: preview.method,
            scheme: preview.scheme,
            authority: preview.authority,
            target: preview.target,
            version: head.version.rawValue,
            fields: head.fields.headerFields.filter {
                !$0.isNamed("Proxy-Authorization") && !$0.isNamed("Proxy-Connection")
            }
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
            fields: head.fields.headerFields
        )
    }
}

extension FieldSection {
    /// Copies of all field lines.
    var headerFields: [HeaderField] {
        lines.map { HeaderField(name(of: $0), value(of: $0)) }
    }
}
