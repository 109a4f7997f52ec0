import Capture
import FoundationEssentials
import Recording
import Secrets
import Testing

@Suite("Torn tails")
struct TornTailTests {
    private let folder: TemporaryFolder
    private let whole: [UInt8]
    /// Where each entry ends in ``whole``.
    private let ends: [Int]
    private let new = Conversation.redacted(Conversation.page("/new"))

    init() throws {
        folder = try TemporaryFolder()
        let path = folder.file()
        var file = try CassetteFile(path: path)
        var ends: [Int] = []
        for number in 1...2 {
            try file.append(
                Conversation.redacted(Conversation.page("/\(number)", body: "\"{ä\u{1F642}\\ \(number)}\""))
            )
            ends.append(try bytes(of: path).count - HARWriter.closing.count)
        }
        whole = try bytes(of: path)
        self.ends = ends
    }

    /// Checks that a file left like this is read, repaired and gone on with.
    private func check(_ torn: [UInt8], count: Int, isTorn: Bool, _ comment: Comment) throws {
        let path = try folder.write(torn, to: "torn.har", permissions: 0o600)
        let read = try Cassette(path: path)
        #expect(read.entries.count == count, comment)
        #expect(try bytes(of: path) == torn, comment)
        var file = try CassetteFile(path: path)
        #expect(file.count == count, comment)
        #expect(file.notes.count == (isTorn ? 1 : 0), comment)
        #expect(try file.append(new) == count + 1, comment)
        let repaired = try bytes(of: path)
        let document = try JSONValue(parsing: repaired)
        let targets = document["log"]?["entries"]?.elements?.map {
            $0["request"]?["url"]?.string?.split(separator: "/").last
        }
        #expect(targets == (1...2).prefix(count).map { "\($0)" } + ["new"], comment)
        #expect(repaired.starts(with: whole[..<(count == 0 ? 0 : ends[count - 1])]), comment)
    }

    @Test("Cut at every byte of the last two entries", arguments: 0..<4)
    func cut(part: Int) throws {
        for end in stride(from: headerEnd + part, through: whole.count, by: 4) {
            let count = ends.count { $0 <= end }
            try check(Array(whole[..<end]), count: count, isTorn: end < whole.count - 1, "cut at \(end)")
        }
    }

    @Test("Killed after any number of bytes of an append", arguments: 0..<4)
    func killedInAppend(part: Int) throws {
        for count in [0, 1] {
            let old = whole[..<(count == 0 ? headerEnd : ends[count - 1])] + HARWriter.closing
            let start = old.count - HARWriter.closing.count
            for written in stride(from: part, through: ends[count] - start, by: 4) {
                let new = whole[start..<(start + written)]
                let torn = old[..<start] + new + old.dropFirst(start + written)
                // Where only spaces were written over spaces, it is as whole as before.
                let isTorn = (try? JSONValue(parsing: Array(torn))) == nil
                let isWritten = start + written == ends[count]
                try check(Array(torn), count: count + (isWritten ? 1 : 0), isTorn: isTorn, "\(written) bytes")
            }
        }
    }

    private var headerEnd: Int {
        let lead = Array("\"entries\": [\n".utf8)
        return whole.indices.first { whole[$0...].starts(with: lead) }.map { $0 + lead.count } ?? 0
    }

    @Test("The note says how much was cut, and says nothing of the traffic")
    func note() throws {
        let path = try folder.write(Array(whole[..<(ends[0] + 40)]), to: "torn.har")
        let file = try CassetteFile(path: path)
        let note = "\(path): the last entry was not written to its end; its 40 bytes were cut off, entries left: 1"
        #expect(file.notes == [note])
        #expect(try bytes(of: path) == whole[..<ends[0]] + HARWriter.closing)
    }

    @Test("The reader says that a file is torn, and in which line")
    func readerNote() throws {
        let cassette = try Cassette(Array(whole[..<(ends[0] + 40)]), file: "torn.har")
        #expect(!cassette.isComplete)
        #expect(cassette.notes.count == 1)
        #expect(cassette.notes.first?.hasPrefix("torn.har: line ") == true)
    }
}
