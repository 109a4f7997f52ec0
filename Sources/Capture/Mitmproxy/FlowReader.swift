/// Reads the flows that mitmproxy saved (`mitmdump -w`), one after the other, going over the file once.
///
/// Formats 10 to 21 are those of mitmproxy 7 to 12; older ones are read as far as they say the same. Only HTTP is read:
/// flows of TCP, UDP and DNS and the messages of WebSockets are left out. Each thing that was passed over is in
/// ``problems``. Of a file that is cut off, all whole flows are read.
struct FlowReader {
    /// The name of the producer.
    static let creator = "mitmproxy"

    /// What was passed over up to now, in file order.
    private(set) var problems: [CaptureProblem] = []
    /// Whether the file was whole; settled when ``next()`` has given `nil`.
    private(set) var isComplete = true

    private let bytes: [UInt8]
    private var offset = 0
    private var number = 0
    private var unknownFormats: Set<Int> = []
    /// How many flows of other protocols there are, by protocol, and where the first of them stands.
    private var others: [(name: String, count: Int)] = []
    private var firstOther = 0

    /// The formats that are read in full.
    private static let knownFormats = 10...21

    /// Whether a file begins as flows do, with the length of the first one.
    static func isBeginning(of bytes: [UInt8]) -> Bool {
        let digits = bytes.prefix(13).prefix { $0.isASCIIDigit }
        return !digits.isEmpty && digits.endIndex < bytes.count && bytes[digits.endIndex] == UInt8(ascii: ":")
    }

    /// A reader of these bytes; `file` is what errors call them.
    init(_ bytes: [UInt8], file: String) throws(CaptureError) {
        self.bytes = bytes
        let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? 0
        // Of a flow that is cut off there is at least the name of a member.
        var isFlow = Self.isBeginning(of: Array(bytes[(colon + 1)...].prefix(16)))
        do {
            isFlow = try TNetstring(bytes, at: 0, before: bytes.count).member("version") != nil
        } catch .cut {
        } catch {
            isFlow = false
        }
        guard isFlow else { throw CaptureError(file: file, .notFlows) }
    }

    /// The next flow that has a usable request; `nil` at the end.
    mutating func next() -> CaptureEntry? {
        while offset < bytes.count {
            let start = offset
            do {
                let flow = try TNetstring(bytes, at: start, before: bytes.count)
                offset = flow.end
                number += 1
                if let entry = entry(flow, at: start) { return entry }
            } catch {
                stop(error)
            }
        }
        noteOthers()
        return nil
    }

    private mutating func entry(_ flow: TNetstring, at start: Int) -> CaptureEntry? {
        do throws(TNetstring.Fault) {
            let type = try flow.member("type")?.text ?? "http"
            guard type == "http" else {
                passOver(type, at: start)
                return nil
            }
            try checkFormat(of: flow, at: start)
            let made = try FlowExchange(flow)
            for sentence in made.problems { problem(start, number, sentence) }
            return made.exchange.map { exchange in
                CaptureEntry(
                    exchange: exchange,
                    number: number,
                    position: .byte(start),
                    isOwn: false,
                    keepsCodings: true
                )
            }
        } catch {
            isComplete = false
            problem(start, number, "is damaged and is left out")
            return nil
        }
    }

    /// Old mitmproxy wrote its own version, as a list.
    private mutating func checkFormat(of flow: TNetstring, at start: Int) throws(TNetstring.Fault) {
        let version = try flow.member("version")
        let format = version?.kind == .list ? 0 : version?.integer ?? 0
        guard !Self.knownFormats.contains(format), unknownFormats.insert(format).inserted else { return }
        let isOld = format < Self.knownFormats.lowerBound
        let name = format > 0 ? "flow format \(format)" : "the flow format of a very old mitmproxy"
        let limit = isOld ? "older than \(Self.knownFormats.lowerBound)" : "newer than \(Self.knownFormats.upperBound)"
        problem(start, nil, "\(name) is \(limit); it is read as far as it is understood")
    }

    private mutating func passOver(_ type: String, at start: Int) {
        let name = ["tcp", "udp", "dns", "websocket"].contains(type) ? type.uppercased() : "unknown"
        if others.isEmpty { firstOther = start }
        if let index = others.firstIndex(where: { $0.name == name }) {
            others[index].count += 1
        } else {
            others.append((name, 1))
        }
    }

    private mutating func noteOthers() {
        guard !others.isEmpty else { return }
        let counts = others.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
        problem(firstOther, nil, "flows that are no HTTP are left out: \(counts)")
        others = []
    }

    /// The file ends here, too early.
    private mutating func stop(_ fault: TNetstring.Fault) {
        let rest = bytes[offset...]
        let start = offset
        offset = bytes.count
        if rest.allSatisfy({ $0 == 0x0A || $0 == 0x0D || $0 == 0x20 }) { return }
        isComplete = false
        let why = fault == .cut ? "is cut off" : "is damaged"
        problem(start, nil, "the file \(why) here; the \(number) flows before were read")
    }

    private mutating func problem(_ offset: Int, _ entry: Int?, _ sentence: String) {
        problems.append(CaptureProblem(position: .byte(offset), entry: entry, sentence: sentence))
    }
}
