public import Capture

/// An exchange whose contents can be searched: content codings are taken off, and text is in a charset like ASCII.
public struct ReadableExchange: Hashable, Sendable {
    /// The exchange; its bodies are decoded, or withheld where they could not be.
    public let exchange: Exchange

    /// Takes codings and charsets off; what cannot be decoded, or is longer than `limit` bytes when decoded, is withheld.
    public init(_ exchange: Exchange, limit: Int = 16 << 20) {
        var exchange = exchange
        exchange.request.body.decode(fields: exchange.request.fields, limit: limit)
        if var response = exchange.response {
            response.body.decode(fields: response.fields, limit: limit)
            exchange.response = response
        }
        self.exchange = exchange
    }

    /// An entry of a capture: most producers of HAR have taken the content codings off already, and Hushtape all else.
    /// The fragment that some of them keep of the URL is a part of the target here, since tokens stand there too.
    public init(_ entry: CaptureEntry, limit: Int = 16 << 20) {
        var exchange = entry.exchange
        if let fragment = entry.fragment { exchange.request.target += [UInt8(ascii: "#")] + fragment }
        guard !entry.isOwn else {
            self.exchange = exchange
            return
        }
        func decode(_ body: inout Body, _ fields: [HeaderField], isDecoded: Bool) {
            if isDecoded { body.decodeCharset(fields: fields) } else { body.decode(fields: fields, limit: limit) }
        }
        decode(&exchange.request.body, exchange.request.fields, isDecoded: entry.isRequestDecoded)
        if var response = exchange.response {
            decode(&response.body, response.fields, isDecoded: entry.isResponseDecoded)
            exchange.response = response
        }
        self.exchange = exchange
    }

    /// An exchange whose bodies are decoded already, as in a cassette.
    public init(decoded exchange: Exchange) {
        self.exchange = exchange
    }

    /// The byte strings of the exchange in the order in which their secrets are numbered.
    public var surfaces: [Surface] {
        var surfaces: [Surface] = exchange.request.authority.contains("@") ? [.authority, .target] : [.target]
        surfaces += exchange.request.fields.indices.map { .requestField($0) }
        surfaces.append(.requestBody)
        surfaces += exchange.request.trailers.indices.map { .requestTrailer($0) }
        guard let response = exchange.response else { return surfaces }
        for (index, interim) in response.interim.enumerated() {
            surfaces += interim.fields.indices.map { .interimField(response: index, field: $0) }
        }
        surfaces.append(.reason)
        surfaces += response.fields.indices.map { .responseField($0) }
        surfaces.append(.responseBody)
        surfaces += response.trailers.indices.map { .responseTrailer($0) }
        return surfaces
    }

    /// The bytes of a surface; empty where the exchange has none.
    public subscript(surface: Surface) -> [UInt8] {
        switch surface {
        case .authority: Array(exchange.request.authority.utf8)
        case .target: exchange.request.target
        case .requestField(let index): exchange.request.fields[index].value
        case .requestBody: exchange.request.body.bytes
        case .requestTrailer(let index): exchange.request.trailers[index].value
        case .reason: exchange.response?.reason ?? []
        case .responseField(let index): exchange.response?.fields[index].value ?? []
        case .responseBody: exchange.response?.body.bytes ?? []
        case .responseTrailer(let index): exchange.response?.trailers[index].value ?? []
        case .interimField(let response, let field): exchange.response?.interim[response].fields[field].value ?? []
        }
    }
}
