/// Reads the entries of a HAR one after the other, from any producer, going over the document once.
///
/// Every member may be missing or of the wrong type. Repaired are: pseudo-header fields (left out), joined field
/// lines (taken apart), headers as pairs, cookies and form parameters that stand only in their lists, base64 with
/// whitespace or without padding, a missing version. An entry without a usable request is left out. Each thing that
/// was passed over is in ``problems``. Of a file that is cut off, all whole entries are read.
///
/// Members that are not read: pages, `_webSocketMessages`, and bodies that stand outside the file.
public struct HARReader: Sendable {
    /// The producer's name; known once the log's `creator` was passed, usually before the first entry.
    public private(set) var creator: String?
    /// The `_hushtape` member of the log, once it was passed.
    public private(set) var hushtape: JSONValue?
    /// What was passed over up to now, in file order.
    public private(set) var problems: [CaptureProblem] = []
    /// Whether the document was whole; settled when ``next()`` has given `nil`.
    public private(set) var isComplete = true

    private var scanner: JSONScanner
    private var stage = Stage.root
    private var hasLog = false
    private var hasEntries = false
    private var number = 0
    private var lines: LineCounter

    private enum Stage {
        case root
        case log
        case entries
        case done
    }

    /// A reader of these bytes; `file` is what errors call them.
    ///
    /// The bytes may be compressed with gzip or zlib, and may be UTF-16 with a byte order mark.
    public init(_ bytes: [UInt8], file: String) throws(CaptureError) {
        let text = try CaptureDocument.text(of: bytes, file: file)
        scanner = JSONScanner(text)
        lines = LineCounter(text)
        switch scanner.next() {
        case .objectStart: break
        case nil: throw CaptureError(file: file, .empty)
        case .string where !text[scanner.tokenRange].starts(with: "\"".utf8): throw CaptureError(file: file, .notJSON)
        case .malformed: throw CaptureError(file: file, .notJSON)
        default: throw CaptureError(file: file, .notHAR)
        }
        walk()
        guard hasLog else { throw CaptureError(file: file, .notHAR) }
    }

    /// The next entry that has a usable request; `nil` at the end.
    public mutating func next() -> CaptureEntry? {
        while stage == .entries {
            guard let token = scanner.next() else {
                finish()
                break
            }
            let line = lines.line(of: scanner.tokenRange.lowerBound)
            switch token {
            case .arrayEnd:
                stage = .log
                walk()
            case .malformed:
                finish()
            case .objectStart:
                number += 1
                if let entry = entry(line) { return entry }
            default:
                number += 1
                problem(line, number, "is no object and is left out")
                scanner.skip(to: 3)
            }
        }
        return nil
    }

    private mutating func entry(_ line: Int) -> CaptureEntry? {
        let raw = HARRawEntry(from: &scanner)
        guard scanner.fault == nil else {
            finish(within: (line, number))
            return nil
        }
        let made = HARExchange(raw, creator: creator)
        for sentence in made.problems { problem(line, number, sentence) }
        guard let exchange = made.exchange else { return nil }
        let rest = raw.hushtape.map(HARExtension.removing)
        return CaptureEntry(
            exchange: exchange,
            number: number,
            position: .line(line),
            isOwn: raw.hushtape != nil,
            hushtape: rest?.members?.isEmpty == true ? nil : rest,
            fragment: made.fragment
        )
    }

    /// Goes on, outside the entries, to the first of them or to the end of the document.
    private mutating func walk() {
        while stage == .root || stage == .log {
            let isInLog = stage == .log
            switch scanner.next() {
            case nil, .malformed:
                finish()
            case .objectEnd, .arrayEnd:
                stage = isInLog ? .root : .done
                if stage == .done { checkEnd() }
            case .name(let range, let hasEscapes):
                guard let value = scanner.next() else { continue }
                let name = scanner.text(range, hasEscapes: hasEscapes)
                isInLog ? logMember(name, value) : rootMember(name, value)
            default:
                scanner.skip(to: isInLog ? 2 : 1)
            }
        }
    }

    private mutating func rootMember(_ name: String, _ value: JSONScanner.Token) {
        if name == "log", value == .objectStart {
            hasLog = true
            stage = .log
        } else {
            leave(value)
        }
    }

    private mutating func logMember(_ name: String, _ value: JSONScanner.Token) {
        switch (name, value) {
        case ("entries", .arrayStart):
            hasEntries = true
            stage = .entries
        case ("creator", .objectStart):
            var creator: String?
            scanner.forEachMember { scanner, name, value in
                if name == "name" { creator = scanner.text(of: value) }
            }
            self.creator = creator
        case (HARExtension.member, .objectStart):
            hushtape = JSONValue(from: &scanner, at: value)
        default:
            leave(value)
        }
    }

    /// Skips a value whose first token this is.
    private mutating func leave(_ value: JSONScanner.Token) {
        switch value {
        case .objectStart, .arrayStart: scanner.skipContainer()
        case .objectEnd, .arrayEnd: stage = stage == .log ? .root : .done
        case .malformed: finish()
        default: break
        }
    }

    private mutating func checkEnd() {
        if !hasEntries { problem(lines.line(of: scanner.offset), nil, "the log has no entries") }
        if scanner.next() != nil {
            let line = lines.line(of: scanner.tokenRange.lowerBound)
            problem(line, nil, "there is more after the end of the HAR; it is not read")
        }
    }

    /// The document ends here, too early.
    private mutating func finish(within entry: (line: Int, number: Int)? = nil) {
        stage = .done
        isComplete = false
        let why = scanner.fault == .depth ? "is nested too deeply" : "is cut off"
        if let entry {
            problem(entry.line, entry.number, "the file \(why) in this entry; it and what follows are not read")
        } else {
            let line = lines.line(of: scanner.tokenRange.lowerBound)
            problem(line, nil, "the file \(why) here; the \(number) entries before were read")
        }
    }

    private mutating func problem(_ line: Int, _ entry: Int?, _ sentence: String) {
        problems.append(CaptureProblem(position: .line(line), entry: entry, sentence: sentence))
    }
}
