/// An error answer; the provider has several shapes for it.
struct Failure: Error, Hashable, Sendable {
    var status: Int
    var code: String
    var description: String
    var shape: Shape

    enum Shape: Hashable, Sendable {
        /// `{"error":"...","error_description":"..."}` (RFC 6749 §5.2).
        case flat
        /// `{"errors":{"error":{...}}}`.
        case nested
        /// `{"errors":{"error":[{...}]}}`, with the resource that refused.
        case listed(relation: String)
        /// `<fault>...</fault>` of the gateway, to JSON clients too.
        case fault
    }

    func response(to call: Call, usualFormat: Call.Format = .json) -> SandboxResponse {
        if case .fault = shape {
            let fault: Document = [
                "fault": [
                    "faultstring": .text(description),
                    "detail": ["errorcode": .text(code), "trace": "Fault Name: ServiceIdentificationFailure"],
                ]
            ]
            return .content(fault.xml(root: "fault"), type: "text/xml;charset=UTF-8", status: status)
        }
        let answer = SandboxResponse.document(
            document,
            to: call,
            status: status,
            root: "errors",
            usualFormat: usualFormat
        )
        guard status == 401, answer.status == 401 else { return answer }
        return answer.adding("WWW-Authenticate", challenge)
    }

    private var document: Document {
        switch shape {
        case .flat, .fault:
            [
                "error": .text(code), "error_description": .text(description),
                "error_uri": "http://developers.example.com/oauth20/overview",
            ]
        case .nested:
            ["errors": ["error": ["code": .text(code), "description": .text(description), "relation": "oauth20"]]]
        case .listed(let relation):
            [
                "errors": [
                    "error": [["relation": .text(relation), "code": .text(code), "description": .text(description)]]
                ]
            ]
        }
    }

    /// RFC 9110 §11.6.1: a 401 names a scheme.
    private var challenge: String {
        code == "invalid_client" ? #"Basic realm="sandbox""# : #"Bearer realm="sandbox", error="\#(code)""#
    }
}

extension Failure {
    static let unknownClient = Failure(
        status: 401,
        code: "invalid_client",
        description: "Request Contains Invalid Client ID",
        shape: .flat
    )
    static let unknownService = Failure(
        status: 404,
        code: "26108",
        description: "Service Identification Failure",
        shape: .fault
    )

    static func invalidRequest(_ description: String) -> Failure {
        Failure(status: 400, code: "invalid_request", description: description, shape: .nested)
    }
}
