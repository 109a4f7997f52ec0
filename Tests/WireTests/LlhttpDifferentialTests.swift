import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing
import Wire

/// The decoders against llhttp, which NIOHTTP1 wraps: what llhttp rejects is refused, and what both take is read the
/// same way. Where the two may differ is listed here, and nowhere else they may.
@Suite struct LlhttpDifferentialTests {
    /// What llhttp lets through and ``RequestDecoder`` refuses.
    static let stricterForRequests: [WireError.Code] = [
        .missingHost, .duplicateHost, .hostValue, .hostMismatch,  // llhttp does not look at Host
        .target, .authority,  // nor at the form of the target
        .emptyLine, .bareCR, .bareLF,  // any number of CR and LF before a request
        .startLine,  // several spaces in the request line, HTTP/0.9
        .version,  // 0.9 and 2.0
        .contentLength,  // HTAB before the number
        .transferEncoding,  // `gzip, chunked`, HTAB before `chunked`
        .transferEncodingInHTTP10,
        .unexpectedBody,  // CONNECT with a length
        .chunkLine,  // DEL in an extension
        .trailerField,
    ]

    /// What llhttp lets through and ``ResponseDecoder`` refuses.
    static let stricterForResponses: [WireError.Code] = [
        .startLine, .unsolicitedResponse,  // any number of CR and LF before and behind a response
        .missingResponse,  // the end of the connection instead of one
        .controlByte, .nul, .bareCR,  // in and behind the reason phrase
        .version,  // 0.9 and 2.0
        .contentLength,  // HTAB before the number
        .transferEncoding,  // a body until the end of the connection instead
        .duplicateTransferEncoding,
        .transferEncodingInHTTP10,
        .unexpectedBody,  // a 204 with a length
        .unsolicitedUpgrade,
        .chunkLine,  // DEL in an extension
        .trailerField,
    ]

    /// Whether llhttp rejects for this reason what is taken on purpose: the proxy passes it on as it is.
    static func isTakenOnPurpose(_ reason: String, _ ours: Conversation) -> Bool {
        switch reason {
        case "invalid HTTP method": ours.messages.contains { !MessageGenerator.methods.contains($0.start[0]) }
        case "invalid URL": ours.messages.contains(where: \.hasUnusualTarget)
        // An extension that is not one: it is dropped, and cannot end the line.
        case "strict mode assertion": ours.hasChunks
        // `close` or HTTP/1.0 in an interim response.
        case "data received after completed connection: close message":
            ours.messages.contains(where: \.isInterim)
        default: false
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func requestsAgree(seed: UInt64) {
        var generator = MessageGenerator(seed: seed)
        for round in 0..<Self.rounds {
            let valid = generator.requests()
            let input = round % 4 == 0 ? valid : generator.damaged(valid)
            let ours = Conversation(ours: .requests([ByteBuffer(bytes: input)], atEnd: true))
            let theirs = Oracle.requests(ByteBuffer(bytes: input))
            let disagreement = ours.disagreement(with: theirs, stricter: Self.stricterForRequests)
            #expect(disagreement == nil, "\(latin1(input).debugDescription)\n\(ours)\n\(theirs)")
            if input == valid { #expect(ours.code == nil, "\(latin1(input).debugDescription)") }
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func responsesAgree(seed: UInt64) {
        var generator = MessageGenerator(seed: seed)
        for round in 0..<Self.rounds {
            let methods = (0...generator.number(below: 2)).map { _ in generator.pick(["GET", "GET", "HEAD"]) }
            let valid = generator.responses(to: methods)
            let input = round % 4 == 0 ? valid : generator.damaged(valid)
            let kinds = methods.map { $0 == "HEAD" ? MethodKind.head : .other }
            let ours = Conversation(ours: .responses([ByteBuffer(bytes: input)], to: kinds, atEnd: true))
            let theirs = Oracle.responses(ByteBuffer(bytes: input), to: methods)
            let disagreement = ours.disagreement(with: theirs, stricter: Self.stricterForResponses)
            #expect(disagreement == nil, "\(methods) \(latin1(input).debugDescription)\n\(ours)\n\(theirs)")
            if input == valid { #expect(ours.code == nil, "\(latin1(input).debugDescription)") }
        }
    }

    private static let rounds = 400
}

/// What a decoder made of a connection, without the details that NIOHTTP1 loses.
struct Conversation: CustomStringConvertible {
    struct Message: Hashable {
        var start: [String]
        var fields: [String]
        var body = ""
        var trailers: [String]?

        /// Bytes that are not ASCII, or a scheme with other bytes than letters.
        var hasUnusualTarget: Bool {
            let scheme = start[1].hasPrefix("/") ? "" : start[1].prefix { $0 != ":" }
            return !start[1].utf8.allSatisfy { $0 < 0x80 } || !scheme.allSatisfy(\.isLetter)
        }

        var isInterim: Bool {
            start[0].hasPrefix("1")
        }
    }

    var messages: [Message] = []
    /// Why it was refused; `nil` when it was not.
    var code: String?
    var hasChunks = false

    var description: String {
        "\(code ?? "accepted"): \(messages)"
    }

    /// In what this and the oracle disagree; `nil` when they do not, or may.
    func disagreement(with oracle: Conversation, stricter: [WireError.Code]) -> String? {
        switch (code, oracle.code) {
        case (nil, nil):
            return messages == oracle.messages ? nil : "read differently"
        case (nil, let theirs?):
            return LlhttpDifferentialTests.isTakenOnPurpose(theirs, self) ? nil : "accepted, but llhttp says \(theirs)"
        case (let ours?, nil):
            return stricter.contains { $0.name == ours } ? nil : "refused with \(ours), but llhttp accepts"
        case (_?, _?):
            // The one that refuses later has read more.
            let agree = zip(messages, oracle.messages).allSatisfy { $0.start == $1.start && $0.fields == $1.fields }
            return agree ? nil : "read differently before the refusal"
        }
    }
}

extension Conversation {
    init(ours transcript: Transcript) {
        for step in transcript.steps {
            switch step {
            case .request(let line, let fields, _):
                messages.append(Message(start: line.map(Self.lossy), fields: fields.map(Self.lossy)))
            case .response(let status, _, let fields, let framing):
                messages.append(Message(start: ["\(status)"], fields: fields.map(Self.lossy)))
                if framing == nil { messages[messages.count - 1].trailers = [] }
            case .chunk: hasChunks = true
            case .body(let bytes): messages[messages.count - 1].body += bytes
            case .end(let trailers): messages[messages.count - 1].trailers = trailers.map(Self.lossy)
            case .refused(let error): code = error.code.name
            }
        }
    }

    /// As NIOHTTP1 makes text of bytes.
    private static func lossy(_ text: String) -> String {
        String(buffer: bytes(text))
    }
}

/// NIOHTTP1's decoders in a channel of their own.
enum Oracle {
    static func requests(_ input: ByteBuffer) -> Conversation {
        let channel = EmbeddedChannel(handler: ByteToMessageHandler(HTTPRequestDecoder()))
        var result = Conversation()
        result.code = failure { try channel.writeInbound(input) } ?? failure { try channel.finish() }
        while let part = try? channel.readInbound(as: HTTPServerRequestPart.self) {
            switch part {
            case .head(let head):
                let line = [head.method.rawValue, head.uri, "HTTP/\(head.version.major).\(head.version.minor)"]
                result.messages.append(.init(start: line, fields: lines(head.headers)))
            case .body(let bytes): result.add(bytes)
            case .end(let trailers): result.end(trailers)
            }
        }
        return result
    }

    static func responses(_ input: ByteBuffer, to methods: [String]) -> Conversation {
        let decoder = HTTPResponseDecoder(informationalResponseStrategy: .forward)
        let channel = EmbeddedChannel(handler: ByteToMessageHandler(decoder))
        for method in methods {
            let head = HTTPRequestHead(version: .http1_1, method: HTTPMethod(rawValue: method), uri: "/")
            _ = try? channel.writeOutbound(HTTPClientRequestPart.head(head))
        }
        var result = Conversation()
        result.code = failure { try channel.writeInbound(input) } ?? failure { try channel.finish() }
        while let part = try? channel.readInbound(as: HTTPClientResponsePart.self) {
            switch part {
            case .head(let head):
                let fields = lines(head.headers)
                result.messages.append(.init(start: ["\(head.status.code)"], fields: fields))
                if head.status.code / 100 == 1 && head.status.code != 101 { result.end(nil) }
            case .body(let bytes): result.add(bytes)
            case .end(let trailers): result.end(trailers)
            }
        }
        return result
    }

    private static func failure<Result>(_ body: () throws -> Result) -> String? {
        do {
            _ = try body()
            return nil
        } catch {
            return "\(error)"
        }
    }
}

/// NIOHTTP1 leaves the whitespace behind a value in place.
private func lines(_ headers: HTTPHeaders) -> [String] {
    headers.map { name, value in
        "\(name): "
            + String(decoding: value.utf8.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed(), as: UTF8.self)
    }
}

extension Conversation {
    fileprivate mutating func add(_ bytes: ByteBuffer) {
        messages[messages.count - 1].body += latin1(bytes)
    }

    fileprivate mutating func end(_ trailers: HTTPHeaders?) {
        messages[messages.count - 1].trailers = trailers.map(lines) ?? []
    }
}
