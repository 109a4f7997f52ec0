public import Secrets

/// What a recording came to.
public struct RecordingSummary: Sendable {
    /// The file as the user named it.
    public let path: String
    /// The number of entries in the cassette, those of earlier recordings included.
    public let entries: Int
    /// The number of entries written in this recording.
    public let recorded: Int
    /// The number of exchanges that the scope left out.
    public let leftOut: Int
    /// How many secrets of each kind were found.
    public let secrets: [Kind: Int]
    /// The number of times that an earlier entry was written anew.
    public let rewritten: Int
    /// What went wrong in redaction, a sentence each; never a byte of traffic.
    public let faults: [String]
}
