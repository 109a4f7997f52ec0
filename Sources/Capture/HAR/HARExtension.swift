/// The `_hushtape` member of an entry, as far as it holds what HAR has no place for; both directions.
enum HARExtension {
    /// The name of the member, in an entry and in the log.
    static let member = "_hushtape"

    /// The members that are derived from the exchange, and so are not the caller's.
    private static let bodyMembers = ["framing", "codings", "charset", "byteOrderMark", "trailers"]
    private static let requestMembers = bodyMembers + ["scheme", "authority", "target", "targetEncoding"]
    private static let responseMembers = bodyMembers + ["interim", "reasonEncoding"]

    /// The caller's members, then those of the exchange.
    static func adding(_ exchange: Exchange, to caller: JSONValue?) -> JSONValue {
        var value = caller.map(removing) ?? [:]
        value["failure"] = exchange.failure.map(JSONValue.string)
        value["request"] = merge(value["request"], request(exchange.request))
        if let response = exchange.response {
            value["response"] = merge(value["response"], self.response(response))
        }
        return value
    }

    /// What is left of `value` without the members of the exchange.
    static func removing(from value: JSONValue) -> JSONValue {
        var value = value
        value["failure"] = nil
        for (name, derived) in [("request", requestMembers), ("response", responseMembers)] {
            guard let members = value[name]?.members else { continue }
            let rest = members.filter { !derived.contains($0.name) }
            value[name] = rest.isEmpty ? nil : .object(rest)
        }
        return value
    }

    private static func merge(_ caller: JSONValue?, _ derived: [JSONValue.Member]) -> JSONValue {
        .object((caller?.members ?? []) + derived)
    }

    private static func request(_ request: Request) -> [JSONValue.Member] {
        var members = message(request.body, request.trailers)
        let parts = HARURL.Parts(HARURL.bytes(of: request))
        if parts?.scheme != request.scheme { members.append(.init("scheme", .string(request.scheme))) }
        if parts?.authority != request.authority { members.append(.init("authority", .string(request.authority))) }
        if parts?.target != request.target {
            let target = ReadableText(request.target)
            members.append(.init("target", .string(target.text)))
            if target.isLatin1 { members.append(.init("targetEncoding", .string(Latin1.name))) }
        }
        return members
    }

    private static func response(_ response: Response) -> [JSONValue.Member] {
        var members = message(response.body, response.trailers)
        if !response.interim.isEmpty {
            members.append(.init("interim", .array(response.interim.map(interim))))
        }
        if ReadableText(response.reason).isLatin1 {
            members.append(.init("reasonEncoding", .string(Latin1.name)))
        }
        return members
    }

    private static func interim(_ response: Response) -> JSONValue {
        let reason = ReadableText(response.reason)
        var value: JSONValue = [
            "status": .number(response.status), "statusText": .string(reason.text),
            "httpVersion": .string(response.version), "headers": HARWriter.headers(response.fields),
        ]
        if reason.isLatin1 { value["reasonEncoding"] = .string(Latin1.name) }
        return value
    }

    private static func message(_ body: Body, _ trailers: [HeaderField]) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = [.init("framing", .string(name(of: body.framing)))]
        if let codings = body.codings {
            members.append(.init("codings", .array(codings.map { .string($0.name) })))
        }
        if let charset = body.charset {
            members.append(.init("charset", .string(charset.form.rawValue)))
            if charset.hasMark { members.append(.init("byteOrderMark", .bool(true))) }
        }
        if !trailers.isEmpty { members.append(.init("trailers", HARWriter.headers(trailers))) }
        return members
    }

    private static func name(of framing: Body.Framing) -> String {
        switch framing {
        case .none: "none"
        case .length: "length"
        case .chunked: "chunked"
        case .untilClose: "until-close"
        }
    }
}

/// Reading back what ``HARExtension`` wrote.
extension HARExtension {
    /// Sets what the `_hushtape` member of an entry says of its exchange.
    static func apply(_ value: JSONValue, to exchange: inout Exchange) {
        exchange.failure = value["failure"]?.string
        if let request = value["request"] {
            apply(request, body: &exchange.request.body, trailers: &exchange.request.trailers)
            if let scheme = request["scheme"]?.string { exchange.request.scheme = scheme }
            if let authority = request["authority"]?.string { exchange.request.authority = authority }
            if let target = request["target"]?.string {
                exchange.request.target = ReadableText.bytes(
                    of: Array(target.utf8),
                    encoding: request["targetEncoding"]?.string
                )
            }
        }
        if let value = value["response"], var response = exchange.response {
            apply(value, body: &response.body, trailers: &response.trailers)
            response.reason = ReadableText.bytes(of: response.reason, encoding: value["reasonEncoding"]?.string)
            response.interim = value["interim"]?.elements?.compactMap(interim) ?? []
            exchange.response = response
        }
    }

    private static func apply(_ value: JSONValue, body: inout Body, trailers: inout [HeaderField]) {
        switch value["framing"]?.string {
        case "none": body.framing = .none
        case "length": body.framing = .length
        case "chunked": body.framing = .chunked([])
        case "until-close": body.framing = .untilClose
        default: break
        }
        body.codings = value["codings"]?.elements.map { names in
            names.prefix(ContentCoding.maximumStack).compactMap { $0.string.map { ContentCoding(name: $0) } }
        }
        body.charset = value["charset"]?.string.flatMap(Charset.Form.init).map { form in
            Charset(form, hasMark: value["byteOrderMark"]?.bool == true)
        }
        trailers = value["trailers"].map(fields) ?? []
    }

    private static func interim(_ value: JSONValue) -> Response? {
        guard let status = value["status"]?.int else { return nil }
        let reason = value["statusText"]?.string ?? ""
        let version = value["httpVersion"]?.string ?? ""
        return Response(
            status: status,
            reason: ReadableText.bytes(of: Array(reason.utf8), encoding: value["reasonEncoding"]?.string),
            version: ProtocolVersion.isNamed(by: version) ? version : "",
            fields: value["headers"].map(fields) ?? []
        )
    }

    private static func fields(_ value: JSONValue) -> [HeaderField] {
        value.elements?.compactMap { header in
            guard let name = header["name"]?.string, let text = header["value"]?.string else { return nil }
            return HeaderField(name, ReadableText.bytes(of: Array(text.utf8), encoding: header["_encoding"]?.string))
        } ?? []
    }
}
