/// One of the captures that are audited together.
public struct CaptureFile: Hashable, Sendable {
    /// Its name in reports, most often a path.
    public let name: String
    /// Whether it is a cassette: whole as recorded, and with placeholders that mean something in this file alone.
    public let isCassette: Bool

    /// A capture by its name.
    public init(_ name: String, isCassette: Bool = false) {
        self.name = name
        self.isCassette = isCassette
    }
}
