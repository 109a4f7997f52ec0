import Capture

/// What the attributes of a cookie hold (RFC 6265bis §4.1.2, RFC 2965 §3.2.2), by their names.
enum CookieAttribute {
    /// Nothing: the name says all.
    case flag
    /// A path of the site.
    case path
    /// What the server tells the user.
    case text
    /// A value that `isSetting` accepts.
    case setting((ArraySlice<UInt8>) -> Bool)

    /// The attribute with this name; `nil` for one that is not known.
    init?(named name: String) {
        switch name.lowercased() {
        case "secure", "httponly", "partitioned", "discard": self = .flag
        case "path", "commenturl": self = .path
        case "comment": self = .text
        case "expires": self = .setting(Self.isDate)
        case "domain": self = .setting(Self.isHost)
        case "max-age", "version", "port": self = .setting(Self.isNumbers)
        case "samesite", "priority": self = .setting(Self.isWord)
        default: return nil
        }
    }

    /// `Wed, 21 Oct 2015 07:28:00 GMT`, and what else servers write as a date.
    private static func isDate(_ value: ArraySlice<UInt8>) -> Bool {
        value.count <= 48
            && value.split { !$0.isASCIILetter && !$0.isASCIIDigit }.allSatisfy { word in
                word.count <= 10 && (word.allSatisfy(\.isASCIIDigit) || word.allSatisfy(\.isASCIILetter))
                    || word.contains(UInt8(ascii: "T")) && word.count <= 15
            }
    }

    private static func isHost(_ value: ArraySlice<UInt8>) -> Bool {
        value.count <= 20 || value.count <= 253 && value.contains(UInt8(ascii: "."))
    }

    private static func isNumbers(_ value: ArraySlice<UInt8>) -> Bool {
        value.count <= 32 && value.allSatisfy { $0.isASCIIDigit || "-,. ".utf8.contains($0) }
    }

    private static func isWord(_ value: ArraySlice<UInt8>) -> Bool {
        value.count <= 8 && value.allSatisfy(\.isASCIILetter)
    }
}
