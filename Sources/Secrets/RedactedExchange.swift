public import Capture

/// An exchange in which every known secret is a placeholder: the only thing a cassette can be made of.
///
/// Only this part can make one, so the compiler keeps unredacted traffic out of files.
public struct RedactedExchange: Hashable, Sendable {
    /// The exchange with its bodies decoded and redacted. `Content-Encoding` stays in the fields for replay, and
    /// `Content-Length` is that of the redacted body.
    public let exchange: Exchange
    /// The descriptors of the secrets that appear here for the first time in the cassette.
    public let descriptors: [Descriptor]
    /// What a reader should know: which bodies were masked whole, and why.
    public let notes: [String]

    init(exchange: Exchange, descriptors: [Descriptor], notes: [String]) {
        self.exchange = exchange
        self.descriptors = descriptors
        self.notes = notes
    }

    /// The members of the entry's `_hushtape` object that are not derived from the exchange: notes and secrets.
    public var hushtapeMembers: [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        if !notes.isEmpty { members.append(.init("notes", .array(notes.map { .string($0) }))) }
        if !descriptors.isEmpty { members.append(.init("secrets", .array(descriptors.map(\.json)))) }
        return members
    }
}
