/// Why content could not be taken out of its coding. Holds no byte of the content.
public enum ContentCodingError: Error, Hashable, CustomStringConvertible {
    /// Decoded it would be longer than this many bytes.
    case tooLarge(limit: Int)
    /// It ends before its coding says it may.
    case truncated
    /// It is not in the coding it claims to be in.
    case malformed
    /// The coding of this name is not one that is known here.
    case unknown(String)
    /// More codings are stacked than anyone does in earnest.
    case tooMany(Int)

    /// One sentence for a reader.
    public var description: String {
        switch self {
        case .tooLarge(let limit): "The decoded content is longer than the limit of \(limit) bytes."
        case .truncated: "The coded content ends too early."
        case .malformed: "The content is not in the coding that Content-Encoding names."
        case .unknown(let name): "The content coding \"\(name)\" is not known."
        case .tooMany(let count): "Content-Encoding names \(count) codings, more than are accepted."
        }
    }
}
