import FoundationEssentials

/// A whole HAR in memory.
public struct HARDocument: Hashable, Sendable {
    /// The entries that have a usable request, in file order.
    public let entries: [HAREntry]
    /// The producer's name.
    public let creator: String?
    /// The `_hushtape` member of the log.
    public let hushtape: JSONValue?
    /// What was passed over, in file order.
    public let problems: [HARProblem]
    /// Whether the document was whole, and not cut off.
    public let isComplete: Bool

    /// Reads all of a HAR; `file` is what errors call it.
    public init(_ bytes: [UInt8], file: String) throws(HARError) {
        var reader = try HARReader(bytes, file: file)
        var entries: [HAREntry] = []
        while let entry = reader.next() { entries.append(entry) }
        self.entries = entries
        creator = reader.creator
        hushtape = reader.hushtape
        problems = reader.problems
        isComplete = reader.isComplete
    }

    /// Reads all of a HAR file.
    public init(path: String) throws(HARError) {
        try self.init(Self.bytes(path: path), file: path)
    }

    /// The content of a file, with an error that says what is wrong with the path.
    public static func bytes(path: String) throws(HARError) -> [UInt8] {
        var isDirectory = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory {
            throw HARError(file: path, .directory)
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw HARError(file: path, .unreadable)
        }
        return Array(data)
    }

    /// The most bytes a compressed file may become.
    static let decompressedLimit = 1 << 30

    /// The UTF-8 text of a file: decompressed, and out of UTF-16.
    static func text(of bytes: [UInt8], file: String) throws(HARError) -> [UInt8] {
        if bytes.isEmpty { throw HARError(file: file, .empty) }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { throw HARError(file: file, .archive) }
        let isGzip = ContentCoding.gzip.begins(bytes)
        if isGzip || Deflate.hasZlibHeader(bytes) {
            do {
                return try (isGzip ? ContentCoding.gzip : .deflate).decode(bytes, limit: decompressedLimit)
            } catch {
                throw HARError(file: file, .compressed(error))
            }
        }
        let isBigEndian = bytes.starts(with: [0xFE, 0xFF])
        guard isBigEndian || bytes.starts(with: [0xFF, 0xFE]) else { return bytes }
        let units = stride(from: 2, to: bytes.count - 1, by: 2).map { offset in
            let (first, second) = (UInt16(bytes[offset]), UInt16(bytes[offset + 1]))
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }
}
