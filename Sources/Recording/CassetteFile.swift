import Capture
public import Secrets

/// A cassette that is open for recording: entries are appended, and earlier ones replaced.
///
/// The file is a whole cassette after every call. Only one recorder can have it open; it holds the lock of the file. A
/// program that is killed inside of a call leaves at most a torn tail, which is cut off when the file is opened next.
public struct CassetteFile: ~Copyable, Sendable {
    /// The file as the user named it.
    public let path: String
    /// What had to be repaired when it was opened: a sentence each.
    public let notes: [String]

    /// The profile of a cassette for which none was named.
    public static let standardProfile = "standard"

    private var file: OpenFile
    /// Where each entry stands.
    private var entries: [Range<Int>]
    /// Behind the last entry: where the next one goes.
    private var end: Int
    /// Everything behind the last entry.
    private let closing: [UInt8]
    /// Whether a failed write may have left a part of an entry behind the last one.
    private var isTorn = false

    /// Creates the cassette with mode 0600, or goes on with the one that is there.
    ///
    /// A file that is no cassette of Hushtape, or that another recorder has open, is left as it is. An empty file
    /// becomes a new cassette.
    ///
    /// - Parameters:
    ///   - path: where the cassette lies; its folder must exist.
    ///   - profile: the name of the provider's profile, kept in a new cassette.
    ///   - visit: called with each entry that the cassette has already and the text of it, in order.
    public init(
        path: String,
        profile: String = standardProfile,
        visit: (CassetteEntry, [UInt8]) -> Void = { _, _ in }
    ) throws(CassetteFileError) {
        let file = try Self.open(path)
        let size = try file.status().size
        let found = size == 0 ? EarlierEntries(none: profile) : try EarlierEntries(file.read(0..<size), file: path)
        if size == 0 { try file.setPermissions(0o600) }
        if !found.isWhole {
            do {
                try file.write(found.opening + found.closing, at: found.end - found.opening.count)
                try file.truncate(to: found.end + found.closing.count)
            } catch {
                if size == 0 { try? file.truncate(to: 0) }
                throw error
            }
        }
        for (entry, text) in zip(found.entries, found.texts) { visit(entry, text) }
        self.path = path
        notes = found.notes
        entries = found.ranges
        end = found.end
        closing = found.closing
        self.file = file
    }

    /// The number of entries.
    public var count: Int { entries.count }

    /// Creates or opens the file and takes its lock.
    private static func open(_ path: String) throws(CassetteFileError) -> OpenFile {
        // Between the opening and the lock, another recorder may have put a new file in its place.
        for _ in 0..<8 {
            if let file = try OpenFile.create(path, name: path) {
                if try file.lock(), try file.isAt(path) { return file }
            } else {
                let file = try OpenFile.openExisting(path, name: path)
                guard try file.status().isRegular else { throw CassetteFileError(file: path, .notAFile) }
                guard try file.lock() else { break }
                if try file.isAt(path) { return file }
            }
        }
        throw CassetteFileError(file: path, .inUse)
    }
}

/// Reading back.
extension CassetteFile {
    /// The text of an entry; they are numbered from 1.
    public func text(ofEntry number: Int) throws(CassetteFileError) -> [UInt8] {
        try file.read(entries[number - 1])
    }

    /// An entry; they are numbered from 1.
    public func entry(_ number: Int) throws(CassetteFileError) -> CassetteEntry {
        let document = CassetteFormat.header(profile: "") + (try text(ofEntry: number)) + HARWriter.closing
        guard let entry = try Cassette(document, file: path).entries.first else {
            throw CassetteFileError(file: path, .changed)
        }
        return entry
    }
}

/// Writing.
extension CassetteFile {
    /// Writes an entry behind the last one with one write, and returns its number.
    ///
    /// When it throws, the file holds what it held before.
    @discardableResult
    public mutating func append(_ redacted: RedactedExchange) throws(CassetteFileError) -> Int {
        try checkUnchanged()
        let number = entries.count + 1
        let lead = (entries.isEmpty ? [] : HARWriter.separator) + CassetteFormat.indentation
        let entry = CassetteFormat.entry(redacted, number: number)
        do {
            try file.write(lead + entry + closing, at: end)
        } catch {
            isTorn = true
            try? restoreEnd()
            throw error
        }
        let start = end + lead.count
        end = start + entry.count
        entries.append(start..<end)
        return number
    }

    /// Puts other entries in the place of some, by their numbers from 1: writes a new file and moves it over the old
    /// one, so that there is a whole cassette under the path at any moment.
    ///
    /// When it throws, the file holds what it held before.
    public mutating func replace(_ replacements: [Int: RedactedExchange]) throws(CassetteFileError) {
        try checkUnchanged()
        let target = try OpenFile.resolve(path, name: path)
        let temporary = target + ".rewriting"
        // What a killed recorder left: the lock on the cassette says that no other one is at work.
        OpenFile.remove(temporary)
        guard let copy = try OpenFile.create(temporary, name: path) else {
            throw CassetteFileError(file: path, .system(operation: "rewritten", reason: "\(temporary) exists"))
        }
        do throws(CassetteFileError) {
            let ranges = try write(replacements, to: copy)
            try copy.setPermissions(file.status().permissions)
            try copy.synchronize()
            guard try copy.lock() else { throw CassetteFileError(file: path, .inUse) }
            try copy.move(from: temporary, to: target)
            end += (ranges.last?.upperBound ?? end) - (entries.last?.upperBound ?? end)
            entries = ranges
        } catch {
            OpenFile.remove(temporary)
            throw error
        }
        file = copy
    }

    /// Ends the recording: waits until everything written is on the disk and gives the file free for other recorders.
    public mutating func close() throws(CassetteFileError) {
        if isTorn { try restoreEnd() }
        try file.synchronize()
        file.unlock()
    }

    /// Writes the whole cassette with some of its entries replaced, and returns where its entries stand then.
    private func write(
        _ replacements: [Int: RedactedExchange],
        to copy: borrowing OpenFile
    ) throws(CassetteFileError) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var written = 0
        var taken = 0
        for (index, range) in entries.enumerated() {
            guard let replacement = replacements[index + 1] else {
                ranges.append(range.lowerBound + written - taken..<range.upperBound + written - taken)
                continue
            }
            written += try transfer(taken..<range.lowerBound, to: copy, at: written)
            let entry = CassetteFormat.entry(replacement, number: index + 1)
            try copy.write(entry, at: written)
            ranges.append(written..<written + entry.count)
            written += entry.count
            taken = range.upperBound
        }
        _ = try transfer(taken..<end + closing.count, to: copy, at: written)
        return ranges
    }

    /// Copies a range of the file in pieces, and returns its length.
    private func transfer(
        _ range: Range<Int>,
        to copy: borrowing OpenFile,
        at offset: Int
    ) throws(CassetteFileError) -> Int {
        for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 20) {
            let piece = try file.read(start..<min(start + 1 << 20, range.upperBound))
            try copy.write(piece, at: offset + start - range.lowerBound)
        }
        return range.count
    }

    /// Throws if another program has removed the file or written to it: what is written now would be lost.
    private mutating func checkUnchanged() throws(CassetteFileError) {
        if isTorn { try restoreEnd() }
        let status = try file.status()
        guard status.isLinked, status.size == end + closing.count else {
            throw CassetteFileError(file: path, .changed)
        }
    }

    /// Takes away what a failed write left. The closing text needs no room on the disk that it did not have before.
    private mutating func restoreEnd() throws(CassetteFileError) {
        try file.truncate(to: end + closing.count)
        try file.write(closing, at: end)
        isTorn = false
    }
}
