/// What an entry says, member by member, before sense is made of it.
struct HARRawEntry {
    var started: String?
    var request: HARRawMessage?
    var response: HARRawMessage?
    var timings = Timings()
    var hushtape: JSONValue?
    /// The number of messages that Chrome or mitmproxy noted of a WebSocket.
    var webSocketMessages = 0

    /// Reads the object just begun.
    init(from scanner: inout JSONScanner) {
        var entry = HARRawEntry()
        scanner.forEachMember { scanner, name, value in
            switch (name, value) {
            case ("startedDateTime", _): entry.started = scanner.text(of: value)
            case ("request", .objectStart): entry.request = HARRawMessage(from: &scanner)
            case ("response", .objectStart): entry.response = HARRawMessage(from: &scanner)
            case ("timings", .objectStart): entry.timings = Self.timings(&scanner)
            case (HARExtension.member, .objectStart): entry.hushtape = JSONValue(from: &scanner, at: value)
            case ("_webSocketMessages", .arrayStart): scanner.forEachElement { _, _ in entry.webSocketMessages += 1 }
            default: break
            }
        }
        self = entry
    }

    private init() {}

    private static func timings(_ scanner: inout JSONScanner) -> Timings {
        var timings = Timings()
        scanner.forEachMember { scanner, name, value in
            guard let number = scanner.number(of: value), number.isFinite else { return }
            switch name {
            case "send": timings.send = number
            case "wait": timings.wait = number
            case "receive": timings.receive = number
            default: break
            }
        }
        return timings
    }
}

/// What a `request` or `response` object says.
struct HARRawMessage {
    var method: String?
    var url: [UInt8]?
    var version: String?
    var status: Int?
    var reason: [UInt8] = []
    /// What encoding the URL is in, if not UTF-8.
    var encoding: String?
    var fields: [HARRawField] = []
    var cookies: [HARRawCookie] = []
    /// `postData` or `content`.
    var body: HARRawBody?
    var bodySize: Int?
    /// The members that have a form in which they cannot be read.
    var unread: [String] = []

    /// Reads the object just begun.
    init(from scanner: inout JSONScanner) {
        var message = HARRawMessage()
        scanner.forEachMember { scanner, name, value in
            switch (name, value) {
            case ("method", _): message.method = scanner.text(of: value)
            case ("url", _): message.url = scanner.content(of: value)
            case ("_encoding", _): message.encoding = scanner.text(of: value)
            case ("httpVersion", _): message.version = scanner.text(of: value)
            case ("status", _): message.status = scanner.number(of: value).flatMap { Int(exactly: $0) }
            case ("statusText", _): message.reason = scanner.content(of: value) ?? []
            case ("headers", _):
                let fields = HARRawField.list(from: &scanner, at: value)
                message.fields = fields ?? []
                // A line without a name is none.
                let isUnread = fields?.contains { $0.isUnread || $0.name.isEmpty && !$0.value.isEmpty } ?? true
                if isUnread { message.unread.append(name) }
            case ("cookies", .arrayStart): message.cookies = HARRawCookie.list(from: &scanner)
            case ("postData", .objectStart), ("content", .objectStart):
                let body = HARRawBody(from: &scanner)
                message.body = body
                message.unread += body.unread.map { "\(name).\($0)" }
            case ("postData", .string), ("content", .string):
                message.body = HARRawBody(text: scanner.content(of: value))
            case ("postData", .null), ("content", .null), ("cookies", .null): break
            case ("postData", _), ("content", _), ("cookies", _): message.unread.append(name)
            case ("bodySize", _): message.bodySize = scanner.number(of: value).flatMap { Int(exactly: $0) }
            default: break
            }
        }
        self = message
    }

    private init() {}
}

/// A `postData` or `content` object.
struct HARRawBody {
    var text: [UInt8]?
    var encoding: String?
    var size: Int?
    var comment: String?
    var params: [HARRawField] = []
    /// What `Content-Type` says of it.
    var mediaType: String?
    /// Whether it stands in a file of its own (`_file` of Playwright).
    var isElsewhere = false
    /// The members that have a form in which they cannot be read.
    var unread: [String] = []

    /// Reads the object just begun.
    init(from scanner: inout JSONScanner) {
        var body = HARRawBody()
        scanner.forEachMember { scanner, name, value in
            switch (name, value) {
            case ("text", .objectStart), ("text", .arrayStart):
                // JSON that was written as it is.
                body.text = JSONValue(from: &scanner, at: value).map { Array($0.line.utf8) }
                if body.text == nil { body.unread.append(name) }
            case ("text", .null): break
            case ("text", _):
                body.text = scanner.content(of: value)
                if body.text == nil { body.unread.append(name) }
            case ("encoding", _), ("_encoding", _): body.encoding = scanner.text(of: value)
            case ("size", _): body.size = scanner.number(of: value).flatMap { Int(exactly: $0) }
            case ("comment", _): body.comment = scanner.text(of: value)
            case ("mimeType", _): body.mediaType = scanner.text(of: value)
            case ("_file", .string): body.isElsewhere = true
            case ("params", _):
                let params = HARRawField.list(from: &scanner, at: value)
                body.params = params ?? []
                if params?.contains(where: \.isUnread) ?? true { body.unread.append(name) }
            default: break
            }
        }
        self = body
    }

    /// A body that is given as its text alone.
    init(text: [UInt8]?) {
        self.text = text
    }

    private init() {}
}
