public import Capture
public import Secrets

/// A cassette, or any other HAR, in memory.
public struct Cassette: Sendable {
    /// The file as the user named it.
    public let file: String
    /// The version of the cassette format; `nil` for a HAR that Hushtape did not write.
    public let format: Int?
    /// The name of the provider's profile it was recorded with.
    public let profile: String?
    /// The entries in recording order.
    public let entries: [CassetteEntry]
    /// What was passed over, a sentence each with its place, such as a torn tail.
    public let notes: [String]
    /// Whether the file was whole, and not cut off in an entry that was being written.
    public let isComplete: Bool

    /// Reads a file and leaves it as it is, even if its tail is torn.
    public init(path: String) throws(CassetteFileError) {
        let bytes: [UInt8]
        do {
            bytes = try HARDocument.bytes(path: path)
        } catch {
            throw CassetteFileError(file: path, .unreadable(error))
        }
        try self.init(bytes, file: path)
    }

    /// Reads the bytes of a file; `file` is what errors and notes call it.
    public init(_ bytes: [UInt8], file: String) throws(CassetteFileError) {
        let document: HARDocument
        do {
            document = try HARDocument(bytes, file: file)
        } catch {
            throw CassetteFileError(file: file, .unreadable(error))
        }
        try self.init(document, file: file)
    }

    /// The cassette that a HAR is; `file` is what errors and notes call it.
    public init(_ document: HARDocument, file: String) throws(CassetteFileError) {
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
                throw CassetteFileError(file: file, .entry(number: entry.number, line: entry.line, problem: problem))
            }
        }
        self.entries = entries
    }
}
