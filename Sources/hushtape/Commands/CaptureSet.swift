import Audit
import Capture
import FoundationEssentials
import Recording
import Secrets

/// Captures that are audited together: what one of them teaches counts in all others.
struct CaptureSet {
    /// Those that could be read, in the order in which they were named.
    private(set) var read: [AuditedCapture] = []
    /// Why others could not be: a line each.
    private var refusals: [String] = []

    /// Reads cassettes, other captures, and folders of them. One that cannot be read keeps no other from it.
    init(_ paths: [String]) {
        for file in Self.files(paths, refusals: &refusals) { add(file) }
    }

    /// The files that paths name: files themselves, and the captures in folders.
    static func files(_ paths: [String], refusals: inout [String]) -> [String] {
        paths.flatMap { path -> [String] in
            do {
                return try files(path)
            } catch {
                refusals.append(CommandFailure(error).message)
                return []
            }
        }
    }

    /// What there is to find in all of them.
    func audit(with auditor: Auditor = Auditor()) -> AuditResult {
        var auditor = auditor
        for capture in read { capture.teach(&auditor) }
        for capture in read { capture.judge(with: &auditor) }
        return auditor.result
    }

    /// Whether all of the input was read.
    var isComplete: Bool {
        refusals.isEmpty && read.allSatisfy(\.document.isComplete)
    }

    /// What was passed over, and what could not be read: a line each.
    var problems: [String] {
        read.flatMap { capture in capture.document.problems.map { "\(capture.file.name): \($0)" } } + refusals
    }

    private mutating func add(_ path: String) {
        do {
            read.append(try AuditedCapture(path: path))
        } catch {
            refusals.append(CommandFailure(error).message)
        }
    }

    /// How the names of captures end.
    private static let endings = [".har", ".har.gz", ".zhar", ".mitm", ".flow", ".flows"]

    /// A file itself; of a folder, the captures anywhere in it, in the order of their names.
    private static func files(_ path: String) throws -> [String] {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder else { return [path] }
        let files = try FileManager.default.subpathsOfDirectory(atPath: path)
            .filter { file in endings.contains { file.hasSuffix($0) } }.sorted()
        guard !files.isEmpty else {
            throw CommandFailure("\(path): no file in this folder ends in \(endings.joined(separator: ", "))")
        }
        return files.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
    }
}

/// A cassette or another capture that is audited.
struct AuditedCapture {
    /// The file as the findings name it.
    let file: CaptureFile
    /// Its entries, and what was passed over.
    let document: CaptureDocument
    /// What a cassette says of its secrets, an element for each entry.
    private let descriptors: [[Descriptor]]

    /// Reads a file; `name` is what findings call it, where that is not its path.
    init(path: String, name: String? = nil) throws {
        document = try CaptureDocument(path: path)
        descriptors = try Cassette(document, file: path).entries.map(\.descriptors)
        file = CaptureFile(name ?? path, isCassette: document.hushtape != nil)
    }

    /// Teaches the auditor what there is in its entries: the first pass.
    func teach(_ auditor: inout Auditor) {
        for (entry, known) in zip(document.entries, descriptors) { auditor.learn(entry, descriptors: known, in: file) }
    }

    /// Has the auditor judge its entries: the second pass.
    func judge(with auditor: inout Auditor) {
        for (entry, known) in zip(document.entries, descriptors) { auditor.sight(entry, descriptors: known, in: file) }
    }
}
