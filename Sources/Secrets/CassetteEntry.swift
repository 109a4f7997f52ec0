public import Capture

/// One entry of a cassette as it was read; of any other HAR, an entry without descriptors.
public struct CassetteEntry: Hashable, Sendable {
    /// The exchange; bodies are decoded.
    public let exchange: Exchange
    /// The descriptors of the secrets that appear here for the first time.
    public let descriptors: [Descriptor]
    /// The notes of the recorder.
    public let notes: [String]

    /// An entry from its exchange and its `_hushtape` member.
    public init(exchange: Exchange, extension member: JSONValue?) throws(DescriptorError) {
        self.exchange = exchange
        notes = member?["notes"]?.elements?.compactMap(\.string) ?? []
        var descriptors: [Descriptor] = []
        for json in member?["secrets"]?.elements ?? [] { descriptors.append(try Descriptor(json: json)) }
        self.descriptors = descriptors
    }

    /// An entry of a HAR file of any producer; content codings that are still on are taken off.
    public init(_ entry: CaptureEntry) throws(DescriptorError) {
        try self.init(exchange: ReadableExchange(entry).exchange, extension: entry.hushtape)
    }

    /// An entry as it would be read back after writing.
    public init(_ redacted: RedactedExchange) {
        exchange = redacted.exchange
        descriptors = redacted.descriptors
        notes = redacted.notes
    }
}

/// Why a descriptor in a cassette cannot be used. Holds nothing of the cassette but the name of a member.
public struct DescriptorError: Error, Hashable, CustomStringConvertible {
    /// The member of the descriptor that is missing or has no meaning.
    public let member: String

    /// A clause for a reader.
    public var description: String {
        "the member \"\(member)\" of a secret in _hushtape.secrets is missing or not understood"
    }
}

extension Descriptor {
    /// Reads a descriptor of a cassette.
    public init(json: JSONValue) throws(DescriptorError) {
        guard let placeholder = json["placeholder"]?.string.flatMap({ Placeholder($0) }) else {
            throw DescriptorError(member: "placeholder")
        }
        // Whoever wrote something else there, no rule would look at it.
        guard (json["kind"] ?? .string(placeholder.kind.rawValue)).string == placeholder.kind.rawValue else {
            throw DescriptorError(member: "kind")
        }
        guard let matchClass = json["class"]?.string.flatMap(MatchClass.init) else {
            throw DescriptorError(member: "class")
        }
        self.init(placeholder: placeholder, matchClass: matchClass)
        if let shape = json["shape"] {
            guard let length = shape["length"]?.int, length >= 0, length <= 1 << 24,
                let alphabet = shape["alphabet"]?.string.flatMap(Shape.Alphabet.init)
            else { throw DescriptorError(member: "shape") }
            self.shape = Shape(length: length, alphabet: alphabet)
        }
        if let template = json["template"]?.string {
            var encoding: [Encoding] = []
            for name in json["encoding"]?.elements ?? [] {
                guard let layer = name.string.flatMap(Encoding.init) else { throw DescriptorError(member: "encoding") }
                encoding.append(layer)
            }
            wrapper = Wrapper(encoding: encoding, template: Template(Array(template.utf8)))
        }
    }

    /// The descriptor as it stands in a cassette.
    public var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("placeholder", .string(placeholder.description)),
            .init("kind", .string(placeholder.kind.rawValue)),
            .init("class", .string(matchClass.rawValue)),
        ]
        if let shape {
            members.append(
                .init(
                    "shape",
                    .object([
                        .init("length", .number(shape.length)), .init("alphabet", .string(shape.alphabet.rawValue)),
                    ])
                )
            )
        }
        if let wrapper {
            members.append(.init("encoding", .array(wrapper.encoding.map { .string($0.rawValue) })))
            members.append(.init("template", .string(String(decoding: wrapper.template.text, as: UTF8.self))))
        }
        return .object(members)
    }
}
