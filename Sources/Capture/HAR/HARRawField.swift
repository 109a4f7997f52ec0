/// A header or parameter: an object with name and value, a pair of strings, a line of both, or a member of one object.
struct HARRawField {
    var name = ""
    var value: [UInt8] = []
    var encoding: String?
    /// The name of the file that a parameter is, and its media type.
    var fileName: String?
    var contentType: String?
    /// Whether there is more to it than could be read.
    var isUnread = false

    /// Reads the list that `token` begins, whichever form it has; `nil` when it has none that can be read.
    static func list(from scanner: inout JSONScanner, at token: JSONScanner.Token) -> [HARRawField]? {
        var fields: [HARRawField] = []
        switch token {
        case .arrayStart:
            scanner.forEachElement { scanner, token in
                switch token {
                case .objectStart: fields.append(HARRawField(from: &scanner))
                case .arrayStart: fields.append(HARRawField(pair: &scanner) ?? unread)
                case .string: fields.append(scanner.content(of: token).flatMap(HARRawField.init(line:)) ?? unread)
                default: fields.append(unread)
                }
            }
        case .objectStart:
            scanner.forEachMember { scanner, name, value in
                guard let value = scanner.content(of: value) else { return fields.append(unread) }
                fields.append(HARRawField(name: name, value: value))
            }
        case .null:
            break
        default:
            return nil
        }
        return fields
    }

    /// An element that is no field.
    private static var unread: HARRawField {
        var field = HARRawField(name: "", value: [])
        field.isUnread = true
        return field
    }

    private init(name: String, value: [UInt8]) {
        self.name = name
        self.value = value
    }

    private init(from scanner: inout JSONScanner) {
        var field = HARRawField(name: "", value: [])
        scanner.forEachMember { scanner, name, value in
            switch name {
            case "name":
                field.name = scanner.text(of: value) ?? ""
            case "value":
                field.value = scanner.content(of: value) ?? []
                field.isUnread = field.isUnread || value == .arrayStart || value == .objectStart
            case "_encoding": field.encoding = scanner.text(of: value)
            case "fileName": field.fileName = scanner.text(of: value)
            case "contentType": field.contentType = scanner.text(of: value)
            default: break
            }
        }
        self = field
    }

    /// `Name: value`
    private init?(line: [UInt8]) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            line[..<colon].allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        let value = line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
        self.init(name: String(decoding: line[..<colon], as: UTF8.self), value: Array(value))
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
