/// What of a request must be as recorded.
public struct MatchRules: Hashable, Sendable {
    /// The parts of a request that are compared.
    public var parts: Set<Part>
    /// Parameters of query and form, and members of JSON bodies at any depth, that are not compared.
    public var ignored: Set<String>

    /// The rules from their parts; all parts and nothing ignored unless told otherwise.
    public init(parts: Set<Part> = Set(Part.allCases), ignored: Set<String> = []) {
        self.parts = parts
        self.ignored = ignored
    }

    /// A part of a request that can be left out of the comparison.
    public enum Part: String, Hashable, Sendable, CaseIterable {
        /// The method.
        case method
        /// Scheme, host and port.
        case host
        /// The path.
        case path
        /// The parameters of the query.
        case query
        /// The content.
        case body
        /// `Authorization`, other header fields whose value was a secret, such as `X-Api-Key`, and the cookies.
        case credentials
    }
}
