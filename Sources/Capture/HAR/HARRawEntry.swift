/// What an entry says, member by member, before sense is made of it.
struct HARRawEntry {
    var started: String?
    var request: HARRawMessage?
    var response: HARRawMessage?
    var timings = Timings()
    var hushtape: JSONValue?

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
            case ("headers", _): message.fields = HARRawField.list(from: &scanner, at: value)
            case ("cookies", .arrayStart): message.cookies = HARRawCookie.list(from: &scanner)
            case ("postData", .objectStart), ("content", .objectStart): message.body = HARRawBody(from: &scanner)
            case ("bodySize", _): message.bodySize = scanner.number(of: value).flatMap { Int(exactly: $0) }
            default: break
            }
        }
        self = message
    }

    private init() {}
}

/// A header or parameter: an object with name and value, a pair of strings, or a member of one object.
struct HARRawField {
    var name = ""
    var value: [UInt8] = []
    var encoding: String?

    /// Reads the list that `token` begins, whichever form it has.
    static func list(from scanner: inout JSONScanner, at token: JSONScanner.Token) -> [HARRawField] {
        var fields: [HARRawField] = []
        switch token {
        case .arrayStart:
            scanner.forEachElement { scanner, token in
                switch token {
                case .objectStart: fields.append(HARRawField(from: &scanner))
                case .arrayStart: if let pair = HARRawField(pair: &scanner) { fields.append(pair) }
                default: break
                }
            }
        case .objectStart:
            scanner.forEachMember { scanner, name, value in
                guard let value = scanner.content(of: value) else { return }
                fields.append(HARRawField(name: name, value: value))
            }
        default:
            break
        }
        return fields
    }

    private init(name: String, value: [UInt8]) {
        self.name = name
        self.value = value
    }

    private init(from scanner: inout JSONScanner) {
        var field = HARRawField(name: "", value: [])
        scanner.forEachMember { scanner, name, value in
            switch name {
            case "name": field.name = scanner.text(of: value) ?? ""
            case "value": field.value = scanner.content(of: value) ?? []
            case "_encoding": field.encoding = scanner.text(of: value)
            default: break
            }
        }
        self = field
    }

    private init?(pair scanner: inout JSONScanner) {
        var parts: [[UInt8]] = []
        scanner.forEachElement { scanner, token in
            if let part = scanner.content(of: token) { parts.append(part) }
        }
        guard parts.count == 2 else { return nil }
        self.init(name: String(decoding: parts[0], as: UTF8.self), value: parts[1])
    }
}

/// A member of `cookies`.
struct HARRawCookie {
    var name: [UInt8] = []
    var value: [UInt8] = []
    /// The attributes that are texts, by the names of `Set-Cookie`.
    var attributes: [(name: String, value: [UInt8])] = []
    /// `Secure` and `HttpOnly`, where they are true.
    var flags: [String] = []

    /// Reads the array just begun.
    static func list(from scanner: inout JSONScanner) -> [HARRawCookie] {
        var cookies: [HARRawCookie] = []
        scanner.forEachElement { scanner, token in
            guard token == .objectStart else { return }
            var cookie = HARRawCookie()
            scanner.forEachMember { scanner, name, value in
                switch (name, value) {
                case ("name", _): cookie.name = scanner.content(of: value) ?? []
                case ("value", _): cookie.value = scanner.content(of: value) ?? []
                case ("secure", .true): cookie.flags.append("Secure")
                case ("httpOnly", .true): cookie.flags.append("HttpOnly")
                case ("path", .string): cookie.add("Path", scanner.content(of: value))
                case ("domain", .string): cookie.add("Domain", scanner.content(of: value))
                case ("sameSite", .string): cookie.add("SameSite", scanner.content(of: value))
                case ("expires", .string):
                    let date = scanner.text(of: value).flatMap { Instant(rfc3339: $0) }
                    cookie.add("Expires", date.map { Array($0.httpDate.utf8) })
                default: break
                }
            }
            cookies.append(cookie)
        }
        return cookies
    }

    private mutating func add(_ name: String, _ value: [UInt8]?) {
        if let value, !value.isEmpty { attributes.append((name, value)) }
    }
}

/// A `postData` or `content` object.
struct HARRawBody {
    var text: [UInt8]?
    var encoding: String?
    var size: Int?
    var comment: String?
    var params: [HARRawField] = []

    /// Reads the object just begun.
    init(from scanner: inout JSONScanner) {
        var body = HARRawBody()
        scanner.forEachMember { scanner, name, value in
            switch (name, value) {
            case ("text", .string): body.text = scanner.content(of: value)
            case ("encoding", _), ("_encoding", _): body.encoding = scanner.text(of: value)
            case ("size", _): body.size = scanner.number(of: value).flatMap { Int(exactly: $0) }
            case ("comment", _): body.comment = scanner.text(of: value)
            case ("params", _): body.params = HARRawField.list(from: &scanner, at: value)
            default: break
            }
        }
        self = body
    }

    private init() {}
}
