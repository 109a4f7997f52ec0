import Capture

/// Known credentials that are ordinary words, such as a password `wonderland` and a user `alice`: too plain to be looked
/// for everywhere, they count where a credential is expected.
struct CredentialWords: Sendable {
    private static let shortest = 4
    /// What a password may be, and what every protocol says.
    private static let protocolWords: Set<String> = [
        "password", "passwd", "pass", "code", "token", "bearer", "basic", "true", "false", "null", "none", "user",
        "username", "client", "openid", "profile", "email", "json", "form", "anonymous", "public", "guest", "login",
        "refresh_token", "authorization_code", "client_credentials", "secret", "test", "text", "html", "hidden",
    ]
    /// The names of fields whose values are words of a protocol, whatever someone's password is.
    private static let neverNames: Set<String> = [
        "granttype", "responsetype", "responsemode", "tokentype", "scope", "scopes", "type", "kind", "format", "action",
        "method", "event", "prompt", "display", "class", "lang", "locale", "theme", "tokentypehint", "error", "status",
        "category", "tag", "tags", "role", "roles", "title", "description", "message", "country", "currency", "charset",
        "algorithm", "alg", "typ", "hosting", "env", "environment", "version", "state",
    ]
    private static let personNames = [
        "user", "login", "mail", "account", "member", "customer", "shopper", "owner", "principal", "handle", "nick",
        "subject", "identity", "externalreference", "person",
    ]
    private static let secretNames = ["pass", "pwd", "pin", "otp", "code", "secret", "token", "key", "auth", "cred"]

    private struct Word: Sendable {
        var id: Ledger.ID
        /// Whether it names somebody, and is no secret elsewhere.
        var isPerson: Bool
        var isNumber: Bool
    }

    private var words: [[UInt8]: Word] = [:]
    private var lengths: Set<Int> = []

    var isEmpty: Bool { words.isEmpty }

    /// Whether a value is such a credential: of a kind that people choose, and no word that every protocol says.
    static func isWord(_ value: [UInt8], kind: Kind) -> Bool {
        [.password, .otp, .username, .externalReference, .clientSecret, .userSecret].contains(kind)
            && value.count >= shortest && value.count <= 64 && !StandIn.contains(value)
            && !protocolWords.contains(String(decoding: value, as: UTF8.self).lowercased())
    }

    /// Enters a value, if it is such a credential.
    mutating func insert(_ value: [UInt8], id: Ledger.ID, kind: Kind) {
        guard Self.isWord(value, kind: kind) else { return }
        let isPerson = kind == .username || kind == .externalReference
        words[Self.folded(value)] = Word(id: id, isPerson: isPerson, isNumber: value.allSatisfy(\.isASCIIDigit))
        lengths.insert(value.count)
    }

    /// The credential that is the whole value of a field with this name.
    func id(of value: [UInt8], in name: FieldName) -> Ledger.ID? {
        guard lengths.contains(value.count), let word = words[Self.folded(value)] else { return nil }
        let name = name.normalised
        guard !name.isEmpty, !Self.neverNames.contains(name) else { return nil }
        if word.isPerson { return Self.namesPerson(name) ? word.id : nil }
        if word.isNumber { return Self.secretNames.contains { name.contains($0) } ? word.id : nil }
        return word.id
    }

    private static func namesPerson(_ name: String) -> Bool {
        ["name", "sub", "uid", "id"].contains(name) || personNames.contains { name.contains($0) }
    }

    // MARK: - In running text

    private static let introductions: Set<String> = [
        "password", "passwd", "passphrase", "passcode", "pwd", "username", "user", "login", "account", "otp", "pin",
        "code", "secret",
    ]

    /// The credentials that stand directly behind a word for them: `Invalid password: wonderland`.
    func introduced(in text: [UInt8]) -> [(range: Range<Int>, id: Ledger.ID)] {
        guard !words.isEmpty else { return [] }
        var found: [(Range<Int>, Ledger.ID)] = []
        for run in text.runs(where: \.isASCIILetter) where run.count >= 3 && run.count <= 10 {
            let introduction = String(decoding: text[run].map { $0 | 0x20 }, as: UTF8.self)
            guard Self.introductions.contains(introduction) else { continue }
            var start = run.upperBound
            while start < text.count, start - run.upperBound < 4, Self.isBetween(text[start]) { start += 1 }
            guard start > run.upperBound else { continue }
            for length in lengths where start + length <= text.count {
                let range = start..<(start + length)
                guard range.upperBound == text.count || !text[range.upperBound].isTokenCharacter,
                    let word = words[Self.folded(text[range])]
                else { continue }
                found.append((range, word.id))
            }
        }
        return found
    }

    /// Servers write names and words in letters of their own choice.
    private static func folded(_ word: some Collection<UInt8>) -> [UInt8] {
        word.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    }

    private static func isBetween(_ byte: UInt8) -> Bool {
        byte == 0x20 || ":=\"'`(<[".utf8.contains(byte)
    }
}
