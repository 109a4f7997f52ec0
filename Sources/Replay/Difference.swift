/// A field in which a request differs from a recorded one. No live secret is in it.
public struct Difference: Hashable, Sendable {
    /// Which field: `method`, `host`, `path`, `Accept`, `Authorization`, a parameter, or a JSON Pointer (RFC 6901).
    public let field: String
    /// What was sent, secrets by name only; `nil` when the request has no such field.
    public let sent: String?
    /// What was recorded; `nil` when the recorded request has no such field.
    public let recorded: String?
    /// What leaves this field out of the comparison.
    let option: Option
    /// How far apart it sets the requests.
    let weight: Int

    /// What makes replay accept a difference.
    enum Option: Hashable, Sendable {
        /// A part that is not compared.
        case part(MatchRules.Part)
        /// A name that is ignored.
        case name(String)
        /// Nothing.
        case none
    }
}
