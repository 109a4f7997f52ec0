/// One occurrence of a secret in an exchange: the one thing that the recorder masks, the auditor judges and the player
/// matches around.
public struct Sighting: Hashable, Sendable {
    /// Which secret.
    public var secret: Ledger.ID
    /// The byte string it stands in.
    public var surface: Surface
    /// The bytes it takes there, encodings included.
    public var range: Range<Int>
    /// The place in the words of the field.
    public var place: Place
    /// The encodings around it that its place does not already imply, outermost first: `[percent, base64]` for a cookie
    /// whose value is percent-encoded base64.
    public var chain: [Encoding]
    /// How it was found.
    public var evidence: Evidence
    /// Whether it stands inside of another secret (a wrapper) whose sighting covers the same range.
    public var isInside: Bool
    /// Whether it is a number of JSON: what takes its place must be in quotes.
    public var isNumber: Bool

    /// How a secret was found.
    public enum Evidence: Hashable, Sendable {
        /// By the name and place of the field that holds it.
        case name
        /// By its value, which was learned elsewhere.
        case value
        /// By its shape: a JWT, a known prefix, a cookie value.
        case shape
        /// By its placeholder: the input is redacted.
        case placeholder
    }

    /// A sighting from its parts.
    public init(
        secret: Ledger.ID,
        surface: Surface,
        range: Range<Int>,
        place: Place,
        chain: [Encoding] = [],
        evidence: Evidence,
        isInside: Bool = false,
        isNumber: Bool = false
    ) {
        self.secret = secret
        self.surface = surface
        self.range = range
        self.place = place
        self.chain = chain
        self.evidence = evidence
        self.isInside = isInside
        self.isNumber = isNumber
    }

    /// The text that takes the place of the secret.
    public func text(of placeholder: Placeholder) -> [UInt8] {
        Array((isNumber ? "\"\(placeholder)\"" : placeholder.description).utf8)
    }
}
