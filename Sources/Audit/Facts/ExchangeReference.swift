/// Which exchange a report speaks of.
public struct ExchangeReference: Hashable, Sendable {
    /// The capture it is in, as the caller named it.
    public let file: String
    /// Its index in the capture, from 0: `.log.entries[N]` of a HAR.
    public let entry: Int
    /// Its number for people, from 1, as `hushtape show` and the cassette itself count.
    public var number: Int { entry + 1 }
    /// The method of the request.
    public let method: String
    /// The host without port.
    public let host: String
    /// The path with identifiers and secrets taken out.
    public let path: String

    /// A reference from its parts.
    public init(file: String, entry: Int, method: String, host: String, path: String) {
        self.file = file
        self.entry = entry
        self.method = method
        self.host = host
        self.path = path
    }
}
