import Capture

/// The secrets known so far in a session, in memory only, never written.
///
/// A secret is its value: learned twice, it is one secret. What is known of it may grow: a cookie value turns out to be
/// an access token, and then its placeholder changes with its kind.
public struct Ledger: Sendable {
    /// Names a secret in one ledger.
    public typealias ID = Int

    /// What is known of one secret.
    public struct Secret: Sendable {
        /// What it is.
        public fileprivate(set) var kind: Kind
        /// How replay treats it.
        public fileprivate(set) var matchClass: MatchClass
        /// The bytes themselves; in redacted input the placeholder's.
        public let value: [UInt8]
        /// What is inside, when it holds other secrets.
        public fileprivate(set) var inside: Inside?
        /// What a minted value must look like.
        var shape: Shape?
        /// Its placeholder, once it has one.
        fileprivate(set) var placeholder: Placeholder?

        /// Whether it was put into a cassette masked.
        public var hasPlaceholder: Bool { placeholder != nil }
    }

    /// The inside of a wrapper.
    public struct Inside: Hashable, Sendable {
        /// The encodings to apply, innermost first.
        public var encoding: [Encoding]
        /// The decoded text in pieces.
        public var pieces: [Piece]

        /// Literal text or a secret.
        public enum Piece: Hashable, Sendable {
            /// These bytes.
            case literal([UInt8])
            /// The value of this secret.
            case secret(ID)
        }
    }

    /// All secrets; the index of each is its ID.
    public private(set) var secrets: [Secret] = []
    /// Finds the values in a text.
    private(set) var known = KnownValues()
    private var ids: [[UInt8]: ID] = [:]
    /// The lengths of the values that begin with these eight bytes.
    private var lengths: [UInt64: Set<Int>] = [:]
    private var highest: [Kind: Int] = [:]
    private var placed: [Placeholder: ID] = [:]
    private(set) var renamed: [Placeholder: Placeholder] = [:]

    /// Whether the input is redacted: placeholders in it stand for secrets, and are no text of the traffic.
    let readsPlaceholders: Bool

    /// A ledger that knows nothing yet, for raw traffic or for redacted input.
    public init(readsPlaceholders: Bool = false) {
        self.readsPlaceholders = readsPlaceholders
    }

    /// What is left in place of a ledger that was handed on.
    static let empty = Ledger()

    /// A secret by its ID.
    public subscript(id: ID) -> Secret {
        secrets[id]
    }

    /// The secret with this value.
    public func id(of value: [UInt8]) -> ID? {
        ids[value]
    }

    /// Whether a value of at least `shortest` bytes, which are eight or more, stands anywhere in a text. The time does not
    /// grow with the number of values.
    public func holdsValue(in text: [UInt8], ofAtLeast shortest: Int) -> Bool {
        guard shortest >= Self.startLength, text.count >= shortest else { return false }
        return (0...text.count - shortest).contains { offset in
            lengths[Self.start(of: text, at: offset), default: []].contains { length in
                length >= shortest && offset + length <= text.count
                    && ids[Array(text[offset..<offset + length])] != nil
            }
        }
    }

    /// Adds a value, or what is newly known of one.
    @discardableResult
    public mutating func learn(_ value: [UInt8], kind: Kind, matchClass: MatchClass, inside: Inside? = nil) -> ID {
        if let id = ids[value] {
            raise(id, to: kind)
            if let inside { secrets[id].inside = inside }
            return id
        }
        let inside = inside ?? known(insideOf: value, kind: kind)
        // What the client brings, replay never makes up.
        let shape = kind.hidesLength || matchClass != .issued ? nil : Shape(of: value)
        let id = add(Secret(kind: kind, matchClass: matchClass, value: value, inside: inside, shape: shape))
        if kind == .password { tellEncoded(id) }
        return id
    }

    /// Digital River and others take passwords in base64: then the password in it is the secret.
    private func known(insideOf value: [UInt8], kind: Kind) -> Inside? {
        guard kind == .password, let (encoding, text) = Encoding.textLayer(of: value, minimum: 4),
            let id = ids[text]
        else { return nil }
        return Inside(encoding: [encoding], pieces: [.secret(id)])
    }

    /// As above, for a password that was seen in base64 before.
    private mutating func tellEncoded(_ id: ID) {
        for encoding in Encoding.base64Family {
            guard let outer = ids[encoding.encode(secrets[id].value)], outer != id, secrets[outer].kind == .password,
                secrets[outer].inside == nil
            else { continue }
            secrets[outer].inside = Inside(encoding: [encoding], pieces: [.secret(id)])
            // Entries that have it must say so.
            if let placeholder = secrets[outer].placeholder { renamed[placeholder] = placeholder }
        }
    }

    /// Adds a secret of a cassette; its value is then the placeholder's text.
    @discardableResult
    public mutating func learn(_ descriptor: Descriptor) -> ID {
        let value = Array(descriptor.placeholder.description.utf8)
        let inside = descriptor.wrapper.map { wrapper in
            Inside(encoding: wrapper.encoding, pieces: pieces(of: wrapper.template))
        }
        if let id = placed[descriptor.placeholder] {
            secrets[id].matchClass = descriptor.matchClass
            if let inside { secrets[id].inside = inside }
            if let shape = descriptor.shape { secrets[id].shape = shape }
            return id
        }
        let placeholder = descriptor.placeholder
        reserve(placeholder)
        return add(
            Secret(
                kind: placeholder.kind,
                matchClass: descriptor.matchClass,
                value: value,
                inside: inside,
                shape: descriptor.shape,
                placeholder: placeholder
            )
        )
    }

    /// The secret that a placeholder of ours stands for.
    mutating func secret(standingFor placeholder: Placeholder) -> ID {
        placed[placeholder] ?? learn(Descriptor(placeholder: placeholder, matchClass: .held))
    }

    /// Takes it that what is inside of a wrapper is now known better.
    mutating func update(_ id: ID, inside: Inside) {
        secrets[id].inside = inside
    }

    /// The placeholder of a secret, numbered when first asked for.
    public mutating func placeholder(of id: ID) -> Placeholder {
        if let placeholder = secrets[id].placeholder { return placeholder }
        let kind = secrets[id].kind
        let placeholder = Placeholder(kind: kind, number: (highest[kind] ?? 0) + 1)
        highest[kind] = placeholder.number
        secrets[id].placeholder = placeholder
        placed[placeholder] = id
        return placeholder
    }

    /// What a cassette says of a secret at its first appearance.
    public mutating func descriptor(of id: ID) -> Descriptor {
        let wrapper = secrets[id].inside.map { inside in
            Wrapper(encoding: inside.encoding, template: template(of: inside.pieces))
        }
        return Descriptor(
            placeholder: placeholder(of: id),
            matchClass: secrets[id].matchClass,
            shape: wrapper == nil ? secrets[id].shape : nil,
            wrapper: wrapper
        )
    }

    /// The secret that has this placeholder.
    func id(of placeholder: Placeholder) -> ID? {
        placed[placeholder]
    }

    /// Keeps a placeholder, which a cassette has already, from being given to another secret.
    mutating func reserve(_ placeholder: Placeholder) {
        highest[placeholder.kind] = max(highest[placeholder.kind] ?? 0, placeholder.number)
    }

    /// Takes the placeholders that changed since this was last asked: old to new.
    mutating func takeRenamed() -> [Placeholder: Placeholder] {
        defer { renamed = [:] }
        return renamed
    }

    private mutating func add(_ secret: Secret) -> ID {
        let id = secrets.count
        secrets.append(secret)
        if let placeholder = secret.placeholder {
            // Not its value: in raw traffic the text of a placeholder is foreign.
            placed[placeholder] = id
        } else {
            ids[secret.value] = id
            if secret.value.count >= Self.startLength {
                lengths[Self.start(of: secret.value, at: 0), default: []].insert(secret.value.count)
            }
            known.insert(secret.value, id: id, kind: secret.kind)
        }
        return id
    }

    private static let startLength = 8

    private static func start(of bytes: [UInt8], at offset: Int) -> UInt64 {
        bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
    }

    private mutating func raise(_ id: ID, to kind: Kind) {
        guard kind.rank > secrets[id].kind.rank else { return }
        secrets[id].kind = kind
        if kind.hidesLength { secrets[id].shape = nil }
        known.insert(secrets[id].value, id: id, kind: kind)
        guard let old = secrets[id].placeholder else { return }
        secrets[id].placeholder = nil
        renamed[old] = placeholder(of: id)
    }

    mutating func template(of pieces: [Inside.Piece]) -> Template {
        Template(
            segments: pieces.map { piece in
                switch piece {
                case .literal(let bytes): .literal(bytes)
                case .secret(let id): .hole(placeholder(of: id))
                }
            }
        )
    }

    mutating func pieces(of template: Template) -> [Inside.Piece] {
        template.segments.map { segment in
            switch segment {
            case .literal(let bytes): .literal(bytes)
            case .hole(let placeholder): .secret(secret(standingFor: placeholder))
            }
        }
    }
}
