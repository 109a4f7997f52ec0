extension Charset {
    /// The charset of some content and its text; `nil` when it is in none of these, or not without loss.
    ///
    /// A byte order mark is believed, then what `Content-Type` says, then where the zeros of ASCII text stand. Content
    /// that is text as it is, is in none, whatever it is called: `charset=utf-16` over UTF-8 is a common mistake.
    public static func decode(_ content: [UInt8], contentType: String) -> (text: [UInt8], charset: Charset)? {
        for charset in candidates(for: content, contentType: contentType) {
            if let text = charset.decode(content) { return (text, charset) }
        }
        // Nothing but zeros says so: then it has to be all text.
        guard let charset = Charset(zerosIn: content), let text = charset.decode(content), text.isText else {
            return nil
        }
        return (text, charset)
    }

    /// The charset that some content most likely is in, whole or not.
    public static func likely(of content: [UInt8], contentType: String) -> Charset? {
        candidates(for: content, contentType: contentType).first ?? Charset(zerosIn: content)
    }

    /// The beginnings of the names of charsets in which ASCII is what it is, or which are told by their zeros.
    private static let readable = [
        "utf", "us-ascii", "ascii", "ansi", "iso-8859", "iso8859", "iso_8859", "iso-2022", "iso-10646", "latin",
        "windows-",
        "cp12", "cp43", "cp85", "cp93", "cp94", "ibm43", "ibm85", "koi8", "gb", "big5", "shift", "sjis", "ms932", "euc",
        "ks_c", "mac", "x-mac", "tis-620", "ucs", "unicode", "binary", "hz",
    ]

    /// Whether a `Content-Type` declares a charset in which nothing here can read: EBCDIC (`cp037`), or one not known.
    public static func isUnreadable(_ contentType: String) -> Bool {
        guard let name = parameter(of: contentType), !name.isEmpty else { return false }
        return !readable.contains { name.hasPrefix($0) }
    }

    /// What the content says of itself, then what is said of it.
    private static func candidates(for content: [UInt8], contentType: String) -> [Charset] {
        guard content.count >= 2, !content.isText else { return [] }
        // The longer mark begins with the shorter one.
        let marked = Form.allCases.filter { content.starts(with: $0.mark) }.sorted { $0.width > $1.width }
        return marked.map { Charset($0, hasMark: true) } + [declared(contentType, content)].compactMap { $0 }
    }

    /// The charset of the `charset` parameter; where that leaves the byte order open, zeros tell it.
    private static func declared(_ contentType: String, _ content: [UInt8]) -> Charset? {
        guard let name = parameter(of: contentType) else { return nil }
        if let form = Form(rawValue: name) { return Charset(form) }
        let isBigEndian = zeros(in: content.prefix(4096), at: 0) > zeros(in: content.prefix(4096), at: 1)
        switch name {
        case "utf-16", "utf16", "ucs-2", "iso-10646-ucs-2", "unicode": return Charset(isBigEndian ? .utf16be : .utf16le)
        case "utf-32", "utf32", "ucs-4", "iso-10646-ucs-4": return Charset(content.first == 0 ? .utf32be : .utf32le)
        default: return nil
        }
    }

    /// The value of the `charset` parameter in lower case (RFC 9110 §8.3.1).
    private static func parameter(of contentType: String) -> String? {
        for parameter in contentType.lowercased().split(separator: ";").dropFirst() {
            let parts = parameter.split(separator: "=", maxSplits: 1).map { part in
                part.filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
            }
            if parts.count == 2, parts[0] == "charset" { return parts[1] }
        }
        return nil
    }

    /// The charset in which the zeros at the beginning of the content stand where ASCII text has them. At least one in
    /// four characters has to be ASCII; others may have zeros too (U+0100, the halves of a pair).
    private init?(zerosIn content: [UInt8]) {
        let start = content.prefix(min(256, content.count & ~3))
        guard start.count >= 8 else { return nil }
        let zeros = (0..<4).map { offset in stride(from: offset, to: start.count, by: 4).count { start[$0] == 0 } }
        let count = start.count / 4
        let (even, odd) = (zeros[0] + zeros[2], zeros[1] + zeros[3])
        if zeros[3] == count, zeros[2] * 2 >= count, zeros[0] * 8 <= count {
            self.init(.utf32le)
        } else if zeros[0] == count, zeros[1] * 2 >= count, zeros[3] * 8 <= count {
            self.init(.utf32be)
        } else if odd * 2 >= count, even * 8 <= odd {
            self.init(.utf16le)
        } else if even * 2 >= count, odd * 8 <= even {
            self.init(.utf16be)
        } else {
            return nil
        }
    }

    private static func zeros(in bytes: ArraySlice<UInt8>, at parity: Int) -> Int {
        bytes.indices.count { $0 % 2 == parity && bytes[$0] == 0 }
    }
}
