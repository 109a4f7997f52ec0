/// Why a file could not be read as a capture at all: one line for the person who named it, without a byte of its content.
public struct CaptureError: Error, Hashable, CustomStringConvertible {
    /// What was found instead of a capture.
    public enum Reason: Hashable, Sendable {
        /// There is no such file, or it may not be read.
        case unreadable
        /// A directory.
        case directory
        /// Nothing at all.
        case empty
        /// A compressed archive of files.
        case archive
        /// Compressed, but broken or longer than is accepted.
        case compressed(ContentCodingError)
        /// Something that is not JSON.
        case notJSON
        /// JSON without a `log` object.
        case notHAR
        /// Something that begins like flows of mitmproxy and is none.
        case notFlows
    }

    /// The file as the user named it.
    public let file: String
    /// What was found.
    public let reason: Reason

    /// An error about this file.
    public init(file: String, _ reason: Reason) {
        self.file = file
        self.reason = reason
    }

    /// One line for a reader.
    public var description: String {
        switch reason {
        case .unreadable: "\(file): cannot be read; check that it exists and that you may read it"
        case .directory: "\(file): is a directory; name a HAR file in it"
        case .empty: "\(file): is empty; export or record it again"
        case .archive: "\(file): is a zip archive; unpack it and name the .har file inside"
        case .compressed(let error): "\(file): cannot be decompressed; \(error)"
        case .notJSON: "\(file):1: is not JSON, so it is no HAR; export the capture as HAR 1.2"
        case .notHAR: "\(file): is JSON but no HAR: it has no \"log\" object; export the capture as HAR 1.2"
        case .notFlows:
            "\(file): begins like flows of mitmproxy and is none; save them again, or export them as HAR 1.2"
        }
    }
}

/// Something in a capture that was passed over: where, and one sentence without a byte of traffic.
public struct CaptureProblem: Hashable, Sendable, CustomStringConvertible {
    /// Where in the file.
    public let position: CapturePosition
    /// The number of the entry, from 1; `nil` outside the entries.
    public let entry: Int?
    /// What was found and what was done about it.
    public let sentence: String

    /// `line 12, entry 3: ...`
    public var description: String {
        "\(position)\(entry.map { ", entry \($0)" } ?? ""): \(sentence)"
    }
}
