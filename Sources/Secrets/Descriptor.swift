/// What a cassette says of a secret at its first appearance: all that replay needs to match, bind and mint it.
public struct Descriptor: Hashable, Sendable {
    /// What stands for the secret in the text.
    public var placeholder: Placeholder
    /// How replay treats it.
    public var matchClass: MatchClass
    /// What a minted value must look like; `nil` where the shape itself would say too much, and for wrappers.
    public var shape: Shape?
    /// For a wrapper: what is inside.
    public var wrapper: Wrapper?

    /// A descriptor from its parts.
    public init(placeholder: Placeholder, matchClass: MatchClass, shape: Shape? = nil, wrapper: Wrapper? = nil) {
        self.placeholder = placeholder
        self.matchClass = matchClass
        self.shape = shape
        self.wrapper = wrapper
    }
}

/// The inside of a secret that holds others: a Basic pair, a base64 JSON cookie, a JWT.
public struct Wrapper: Hashable, Sendable {
    /// The encodings to apply to the filled template, innermost first.
    public var encoding: [Encoding]
    /// The decoded text with its own holes.
    public var template: Template

    /// A wrapper from its parts.
    public init(encoding: [Encoding], template: Template) {
        self.encoding = encoding
        self.template = template
    }
}
