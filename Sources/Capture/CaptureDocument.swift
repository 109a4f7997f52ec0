import FoundationEssentials

/// A whole capture in memory: a HAR of any producer, or flows that mitmproxy saved. The bytes tell which, not the name.
public struct CaptureDocument: Hashable, Sendable {
    /// The entries that have a usable request, in file order.
    public let entries: [CaptureEntry]
    /// The producer's name.
    public let creator: String?
    /// The `_hushtape` member of the log of a HAR.
    public let hushtape: JSONValue?
    /// What was passed over, in file order.
    public let problems: [CaptureProblem]
    /// Whether the document was whole, and not cut off.
    public let isComplete: Bool

    /// Reads all of a capture; `file` is what errors call it.
    ///
    /// The bytes may be compressed with gzip or zlib; a HAR may be UTF-16 with a byte order mark.
    public init(_ bytes: [UInt8], file: String) throws(CaptureError) {
        let text = try Self.text(of: bytes, file: file)
        var entries: [CaptureEntry] = []
        if FlowReader.isBeginning(of: text) {
            var reader = try FlowReader(text, file: file)
            while let entry = reader.next() { entries.append(entry) }
            creator = FlowReader.creator
            hushtape = nil
            problems = reader.problems
            isComplete = reader.isComplete
        } else {
            var reader = try HARReader(text, file: file)
            while let entry = reader.next() { entries.append(entry) }
            creator = reader.creator
            hushtape = reader.hushtape
            problems = reader.problems
            isComplete = reader.isComplete
        }
        self.entries = entries
    }

    /// Reads all of a file.
    public init(path: String) throws(CaptureError) {
        try self.init(Self.bytes(path: path), file: path)
    }

    /// The content of a file, with an error that says what is wrong with the path.
    public static func bytes(path: String) throws(CaptureError) -> [UInt8] {
        var isDirectory = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory {
            throw CaptureError(file: path, .directory)
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CaptureError(file: path, .unreadable)
        }
        return Array(data)
    }

    /// The most bytes a compressed file may become.
    static let decompressedLimit = 1 << 30

    /// The content of a file, decompressed, and as UTF-8 where it is UTF-16.
    public static func text(of bytes: [UInt8], file: String) throws(CaptureError) -> [UInt8] {
        if bytes.isEmpty { throw CaptureError(file: file, .empty) }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { throw CaptureError(file: file, .archive) }
        let isGzip = ContentCoding.gzip.begins(bytes)
        if isGzip || Deflate.hasZlibHeader(bytes) {
            do {
                return try (isGzip ? ContentCoding.gzip : .deflate).decode(bytes, limit: decompressedLimit)
            } catch {
                throw CaptureError(file: file, .compressed(error))
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
