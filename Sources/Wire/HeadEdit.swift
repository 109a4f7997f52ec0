/// What to change in a head when it is forwarded. All else is copied byte for byte: case, order, duplicates.
public struct HeadEdit: Sendable {
    /// A field line to write.
    public struct Field: Sendable {
        /// The name, in the case to write.
        public let name: StaticString
        /// The bytes of the value.
        public let value: [UInt8]

        /// A field line from a name and a text value.
        public init(_ name: StaticString, _ value: String) {
            self.init(name, Array(value.utf8))
        }

        /// A field line from a name and the bytes of its value.
        public init(_ name: StaticString, _ value: [UInt8]) {
            self.name = name
            self.value = value
        }
    }

    /// The target to write.
    public enum Target: Sendable {
        /// The target as received.
        case asReceived
        /// The target as an origin server takes it (RFC 9112 §3.2.1): an absolute one loses scheme and authority; no
        /// path becomes `/`, or `*` with OPTIONS (RFC 9112 §3.2.4). Where there is no Host field, one is written.
        case originForm
        /// These bytes.
        case bytes([UInt8])
    }

    /// The target to write in a request.
    public var target = Target.asReceived
    /// Whether hop-by-hop fields are left out (``FieldSection/isHopByHop(_:)``).
    public var dropsHopByHop = true
    /// Whether Upgrade is forwarded all the same, with a Connection field that says so.
    public var keepsUpgrade = false
    /// Whether `TE: trailers` is forwarded all the same, with a Connection field that says so.
    public var keepsTrailers = false
    /// Fields to leave out besides, by name.
    public var remove: [StaticString] = []
    /// Fields to write: in place of the first one of that name, or at the end; others of that name are left out.
    public var set: [Field] = []
    /// Options for the Connection field, such as `close`.
    public var connection: [StaticString] = []

    /// An edit that leaves out the hop-by-hop fields and changes nothing else.
    public init() {}
}
