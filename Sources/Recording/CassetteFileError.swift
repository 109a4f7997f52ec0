public import Capture

/// Why a cassette cannot be read or written: one line for the person who named it, without a byte of traffic.
public struct CassetteFileError: Error, Hashable, CustomStringConvertible {
    /// What stands in the way.
    public enum Reason: Hashable, Sendable {
        /// The folder that the cassette is to lie in does not exist.
        case folderMissing
        /// It is a folder, a device or the like.
        case notAFile
        /// It exists, and nobody said that it may be replaced.
        case exists
        /// It exists and is no cassette of Hushtape, so it is not written to.
        case foreign
        /// It is no HAR that can be read.
        case unreadable(CaptureError)
        /// Its format is newer than this Hushtape knows.
        case laterFormat(Int)
        /// What it has for its format is no number that a format can have.
        case unknownFormat
        /// It is no JSON at some place before its last entry, so that nothing can be added to it safely.
        case damaged(JSONError?)
        /// It has something among its entries that is none, as this sentence says.
        case unusable(String)
        /// What an entry says of its secrets cannot be understood.
        case entry(number: Int, line: Int, problem: String)
        /// Another recorder has it open.
        case inUse
        /// It was removed or written to by another program during the recording.
        case changed
        /// The recording into it has ended.
        case finished
        /// The system refused an operation, for the reason it gave.
        case system(operation: String, reason: String)
    }

    /// The file as the user named it.
    public let file: String
    /// What stands in the way.
    public let reason: Reason

    /// An error about this file.
    public init(file: String, _ reason: Reason) {
        self.file = file
        self.reason = reason
    }

    /// One line for a reader: what happened, where, and what to do next.
    public var description: String {
        switch reason {
        case .folderMissing: "\(file): its folder does not exist; create the folder first"
        case .notAFile: "\(file): is no ordinary file; name a file that ends in .har"
        case .exists: "\(file): exists; name another file, or replace it with --force"
        case .foreign:
            "\(file): exists and is no cassette of Hushtape; it was left as it is, name another file to record into"
        case .unreadable(let error): error.description
        case .laterFormat(let format):
            "\(file): has cassette format \(format), this Hushtape knows up to \(CassetteFormat.version); "
                + "update Hushtape"
        case .unknownFormat:
            "\(file): the member \"format\" of _hushtape in its log is no whole number from 1; "
                + "correct it or record again"
        case .entry(let number, let line, let problem):
            "\(file):\(line): entry \(number): \(problem); correct the entry or record it again"
        case .damaged(let error):
            "\(file): is \(error?.description ?? "not valid JSON"); correct it before recording into it"
        case .unusable(let note): "\(note); take it out of the file before recording into it"
        case .inUse: "\(file): another recorder is writing to it; stop that one or name another file"
        case .changed:
            "\(file): was removed or changed by another program during the recording; stop and record again"
        case .finished: "\(file): the recording has ended; start another one"
        case .system(let operation, let reason): "\(file): cannot be \(operation): \(reason)"
        }
    }
}
