import Capture

extension Exchange {
    /// The bytes of a surface, for writing.
    subscript(surface: Surface) -> [UInt8] {
        get { ReadableExchange(decoded: self)[surface] }
        set {
            switch surface {
            case .authority: request.authority = String(decoding: newValue, as: UTF8.self)
            case .target: request.target = newValue
            case .requestField(let index): request.fields[index].value = newValue
            case .requestBody: request.body.content = .bytes(newValue)
            case .requestTrailer(let index): request.trailers[index].value = newValue
            case .reason: response?.reason = newValue
            case .responseField(let index): response?.fields[index].value = newValue
            case .responseBody: response?.body.content = .bytes(newValue)
            case .responseTrailer(let index): response?.trailers[index].value = newValue
            case .interimField(let interim, let field): response?.interim[interim].fields[field].value = newValue
            }
        }
    }

    /// Takes all of a surface out.
    mutating func withhold(_ surface: Surface, reason: Body.Withheld = .unsafe) {
        switch surface {
        case .requestBody:
            request.body.content = .withheld(length: request.body.length, reason: reason)
        case .responseBody:
            let length = response?.body.length ?? 0
            response?.body.content = .withheld(length: length, reason: reason)
        case .authority:
            request.authority = "masked.invalid"
        case .target:
            self[surface] = Array("/MASKED".utf8)
        default:
            self[surface] = Array("MASKED".utf8)
        }
    }

    /// Masks what is no surface and holds a secret all the same: method, authority, versions, field names, the reason phrases
    /// of interim responses, why there is no response. Returns whether there was such a thing.
    mutating func withholdNames(where holds: ([UInt8]) -> Bool) -> Bool {
        var found = false
        func mask(_ text: inout String, _ replacement: String) {
            guard holds(Array(text.utf8)) else { return }
            text = replacement
            found = true
        }
        func mask(_ fields: inout [HeaderField]) {
            for index in fields.indices { mask(&fields[index].name, "Masked") }
        }
        if var failure {
            mask(&failure, "The reason was masked.")
            self.failure = failure
        }
        mask(&request.method, "MASKED")
        mask(&request.version, "HTTP/1.1")
        mask(&request.authority, "masked.invalid")
        mask(&request.fields)
        mask(&request.trailers)
        guard var response else { return found }
        mask(&response.version, "HTTP/1.1")
        mask(&response.fields)
        mask(&response.trailers)
        for index in response.interim.indices {
            mask(&response.interim[index].version, "HTTP/1.1")
            mask(&response.interim[index].fields)
            if holds(response.interim[index].reason) {
                response.interim[index].reason = []
                found = true
            }
        }
        self.response = response
        return found
    }

    /// Sets `Content-Length` to the length of the body as it is now, where the body is framed by it.
    mutating func recomputeContentLength() {
        request.fields.setContentLength(of: request.body)
        let body = response?.body ?? .none
        response?.fields.setContentLength(of: body)
    }
}

extension ReadableExchange {
    /// All that is written of the exchange but its bodies, a line each: the surfaces, the names of fields, and what else
    /// ``Exchange/withholdNames(where:)`` looks at.
    var linesOutsideBodies: [UInt8] {
        var lines: [UInt8] = []
        func add(_ line: some Sequence<UInt8>) {
            lines += line
            lines.append(0x0A)
        }
        for surface in surfaces where !surface.isBody { add(self[surface]) }
        let request = exchange.request
        let interim = exchange.response?.interim ?? []
        let versions = [request.version, exchange.response?.version ?? ""] + interim.map(\.version)
        for text in [exchange.failure ?? "", request.method, request.authority] + versions { add(text.utf8) }
        let fields =
            exchange.request.fields + exchange.request.trailers + (exchange.response?.fields ?? [])
            + (exchange.response?.trailers ?? []) + interim.flatMap(\.fields)
        for field in fields { add(field.name.utf8) }
        for response in interim { add(response.reason) }
        return lines
    }
}

extension [HeaderField] {
    fileprivate mutating func setContentLength(of body: Body) {
        guard body.framing == .length, case .bytes(let bytes) = body.content else { return }
        for index in indices where self[index].isNamed("Content-Length") {
            self[index] = HeaderField(self[index].name, String(bytes.count))
        }
    }
}

extension Surface {
    /// Whether the surface is a content.
    var isBody: Bool {
        self == .requestBody || self == .responseBody
    }

    /// The surface in words, for messages.
    var name: String {
        switch self {
        case .authority: "the authority of the request"
        case .target: "the request target"
        case .requestField: "a request header field"
        case .requestBody: "the request body"
        case .requestTrailer: "a request trailer field"
        case .reason: "the reason phrase"
        case .responseField: "a response header field"
        case .responseBody: "the response body"
        case .responseTrailer: "a response trailer field"
        case .interimField: "a header field of an interim response"
        }
    }
}
