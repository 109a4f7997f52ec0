import Capture
import Secrets

/// What a file holds when it is opened to record into it.
struct EarlierEntries {
    /// The entries in order.
    let entries: [CassetteEntry]
    /// The text of each.
    let texts: [[UInt8]]
    /// Where each of them stands.
    let ranges: [Range<Int>]
    /// What has to be written before the place of the first entry; empty where it is there.
    let opening: [UInt8]
    /// Behind the last entry.
    let end: Int
    /// What has to stand behind the last entry.
    let closing: [UInt8]
    /// Whether the file is a whole cassette as it is.
    let isWhole: Bool
    /// What is lost, a sentence each.
    let notes: [String]

    /// Finds the entries in the bytes of a file; throws if it is no cassette that can be gone on with.
    init(_ bytes: [UInt8], file: String) throws(CassetteFileError) {
        guard let layout = CassetteLayout(bytes) else { throw CassetteFileError(file: file, .foreign) }
        if layout.tail == .damaged { throw CassetteFileError(file: file, .damaged(Self.jsonError(in: bytes))) }
        isWhole = layout.tail == .closed
        opening = []
        end = layout.end
        closing = isWhole ? Array(bytes[end...]) : HARWriter.closing
        let cassette = try Cassette(isWhole ? bytes : bytes[..<end] + closing, file: file)
        guard cassette.format != nil else { throw CassetteFileError(file: file, .foreign) }
        guard cassette.entries.count == layout.entries.count else {
            throw CassetteFileError(file: file, .unusable(cassette.notes.first ?? "\(file): an entry cannot be read"))
        }
        entries = cassette.entries
        ranges = layout.entries
        texts = ranges.map { Array(bytes[$0]) }
        notes =
            isWhole
            ? []
            : [
                "\(file): the last entry was not written to its end; its \(bytes.count - end) bytes were cut off, "
                    + "entries left: \(entries.count)"
            ]
    }

    private static func jsonError(in bytes: [UInt8]) -> JSONError? {
        do {
            _ = try JSONValue(parsing: bytes)
            return nil
        } catch {
            return error
        }
    }

    /// Nothing: the file is to become a cassette recorded with this profile.
    init(none profile: String) {
        entries = []
        texts = []
        ranges = []
        opening = CassetteFormat.header(profile: profile)
        end = opening.count
        closing = HARWriter.closing
        isWhole = false
        notes = []
    }
}
