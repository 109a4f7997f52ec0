public import Capture
public import Secrets

/// A cassette, or any other capture, in memory.
public struct Cassette: Sendable {
    /// The file as the user named it.
    public let file: String
    /// The version of the cassette format; `nil` for a HAR that Hushtape did not write.
    public let format: Int?
    /// The name of the provider's profile it was recorded with.
    public let profile: String?
    /// The entries in recording order.
    public private(set) var entries: [CassetteEntry]
    /// What was passed over, a sentence each with its place, such as a torn tail.
    public let notes: [String]
    /// Whether the file was whole, and not cut off in an entry that was being written.
    public let isComplete: Bool

    /// Reads a file and leaves it as it is, even if its tail is torn.
    public init(path: String) throws(CassetteFileError) {
        let bytes: [UInt8]
        do {
            bytes = try CaptureDocument.bytes(path: path)
        } catch {
            throw CassetteFileError(file: path, .unreadable(error))
        }
        try self.init(bytes, file: path)
    }

    /// Reads the bytes of a file; `file` is what errors and notes call it. A capture that Hushtape did not write is
    /// redacted on the way: what it holds is nobody's to show or to hand out.
    public init(_ bytes: [UInt8], file: String) throws(CassetteFileError) {
        let document: CaptureDocument
        do {
            document = try CaptureDocument(bytes, file: file)
        } catch {
            throw CassetteFileError(file: file, .unreadable(error))
        }
        try self.init(document, file: file)
        if format == nil { entries = try RedactedCapture(document, file: file).entries.map { CassetteEntry($0) } }
    }

    /// The cassette that a HAR is, with its entries as they are; `file` is what errors and notes call it.
    public init(_ document: CaptureDocument, file: String) throws(CassetteFileError) {
        format = try CassetteFormat.version(of: document, file: file)
        self.file = file
        profile = document.hushtape?["profile"]?.string
        notes = document.problems.map { "\(file): \($0)" }
        isComplete = document.isComplete
        var entries: [CassetteEntry] = []
        entries.reserveCapacity(document.entries.count)
        for entry in document.entries {
            do {
                entries.append(try CassetteEntry(entry))
            } catch {
                let problem = String(describing: error)
                let line = entry.position.number
                throw CassetteFileError(file: file, .entry(number: entry.number, line: line, problem: problem))
            }
        }
        self.entries = entries
    }
}
