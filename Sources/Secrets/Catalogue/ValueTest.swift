import Capture

/// What the value of a field must be like to count as the secret that its name promises.
///
/// A test looks at what does not change from one random token to the next of the same issuer, so that two recordings of a
/// conversation are masked alike.
public enum ValueTest: String, Hashable, Sendable, CaseIterable {
    /// Whatever it is.
    case any
    /// Not a number, a boolean or a short word: names such as `token` are also those of counters and currencies.
    case credentialLike = "credential-like"
    /// Opaque: at least 16 characters, letters and digits mixed, and no words and numbers with separators between them.
    /// For names that mean nothing by themselves: `key`, `code`.
    case opaque
    /// At least 20 characters of one alphabet without words: a key, where the name also holds plain identifiers.
    case keyLike = "key-like"
    /// Not a list of pairs, which have names of their own: `cookie=JSESSIONID=...`.
    case single
    /// Not what everybody may use: providers let shoppers in as `anonymous`.
    case personal
    /// What a person could have typed as a password, and no label, flag or address: pages, scripts and translations say
    /// `password: 'Your password'`, and settings `reset_password: true`.
    case typed
    /// Four to ten digits or letters, as one-time passwords are.
    case oneTime = "one-time"
    /// At least six characters in one piece, and no label or flag: what programs use as keys.
    case notLabel = "not-label"
    /// One word that may be what somebody is known by, and no label of a button.
    case handle
    /// Key material: at least 22 characters of base64url.
    case keyMaterial = "key-material"
    /// Digits, with spaces or hyphens between them.
    case digits
    /// Four to ten digits.
    case oneTimeNumber = "one-time-number"
    /// Eight digits or more, with spaces or hyphens between them.
    case accountNumber = "account-number"
    /// Opaque, or eight characters and more of letters and digits in no order: nonces that are short.
    case shortToken = "short-token"
    /// A name under `urn:`, as authorization servers give to pushed requests (RFC 9126 §2.2); no address.
    case urn
    /// Twelve words or more, from which keys of a wallet are made (BIP 39).
    case phrase

    /// Whether a value counts.
    func accepts(_ value: [UInt8], in context: FieldRule.Contexts, inRequest: Bool) -> Bool {
        switch self {
        case .any:
            true
        case .credentialLike:
            Self.isCredentialLike(value)
        case .opaque:
            Self.isOpaque(value)
        case .keyLike:
            value.count >= 20 && value.contains { $0.isASCIIDigit }
                && Self.countOfHexDigits(value) * 10 >= value.count * 9
        case .single:
            !PairFields.isLikely(value)
        case .personal:
            value != Self.anonymous
        case .typed:
            value != Self.anonymous && !Self.isFlag(value) && !Self.isAddress(value)
                && (inRequest && context != .text
                    || !Self.isLabel(value, isProse: !inRequest && (context == .text || context == .html)))
                && (inRequest || !Self.isDescription(value) && (context != .text || value.count >= 4))
        case .notLabel:
            value.count >= 6 && !value.contains { $0 <= 0x20 } && !Self.isFlag(value)
                && (inRequest || !Self.isLabel(value, isProse: context == .text || context == .html))
        case .handle:
            value.count >= 3 && !value.contains { $0 <= 0x20 } && value != Self.anonymous && !Self.isFlag(value)
                && !Self.isLabel(value, isProse: false)
        case .keyMaterial:
            value.count >= 22 && value.allSatisfy { $0.isTokenCharacter && $0 < 0x80 } && Self.isOpaque(value)
        case .digits:
            value.contains { $0.isASCIIDigit }
                && value.allSatisfy { $0.isASCIIDigit || $0 == 0x20 || $0 == UInt8(ascii: "-") }
        case .oneTimeNumber:
            (4...10).contains(value.count) && value.allSatisfy(\.isASCIIDigit)
        case .accountNumber:
            value.count(where: \.isASCIIDigit) >= 8
                && value.allSatisfy { $0.isASCIIDigit || $0 == 0x20 || $0 == UInt8(ascii: "-") }
        case .shortToken:
            Self.isOpaque(value)
                || (8...15).contains(value.count) && value.allSatisfy { $0.isASCIIDigit || $0.isASCIILetter }
                    && !HarmlessText.isList(value)
        case .urn:
            value.starts(with: "urn:".utf8) && value.count >= 16
        case .phrase:
            value.split(separator: 0x20).count >= 12
                && value.allSatisfy { $0 == 0x20 || $0.isASCIILetter || $0 >= 0x80 }
        case .oneTime:
            (4...10).contains(value.count) && value.contains { $0.isASCIIDigit }
                && value.allSatisfy { $0.isASCIIDigit || $0.isASCIILetter || $0 == UInt8(ascii: "-") }
        }
    }

    /// White space around it is no part of it: clients send files with the line end, and people paste.
    private static func isCredentialLike(_ value: [UInt8]) -> Bool {
        let end = value.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? 0
        let token = value[..<end].drop { $0 <= 0x20 }
        return token.count >= 12 && token.allSatisfy { $0 > 0x20 }
            && (token.count >= 18 || !token.allSatisfy(\.isASCIIDigit))
    }

    /// Whether a value in program text is an expression rather than a literal: `e.access_token`, `process.env.SECRET`,
    /// `password`, `null)`.
    static func isExpression(_ value: [UInt8]) -> Bool {
        guard !value.contains(where: \.isASCIIDigit) else { return false }
        let isCode = value.contains { ".()[]{}!?:".utf8.contains($0) }
        return value.allSatisfy { $0.isASCIILetter || "_$.()[]{}!?:".utf8.contains($0) }
            && (isCode || words.contains(value.map { $0 | 0x20 }))
    }

    private static let objects: Set<String> = [
        "this", "self", "e", "event", "form", "args", "req", "request", "res", "response", "process", "os", "config",
        "opts", "options", "params", "props", "state", "user", "data", "env", "settings", "ctx", "context", "token",
    ]

    /// Whether a value is a variable of a shell, a member of an object, or a call: `$PASSWORD`, `e.value`, `hash(password)`.
    static func isReference(_ value: [UInt8]) -> Bool {
        if value.last == UInt8(ascii: ";"), value.count > 1 { return isReference(Array(value.dropLast())) }
        func isName(_ part: ArraySlice<UInt8>) -> Bool {
            part.first.map { $0.isASCIILetter || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "$") } ?? false
                && part.dropFirst().allSatisfy { $0.isASCIILetter || $0 == UInt8(ascii: "_") }
        }
        guard let first = value.first, value.count <= 256 else { return false }
        if first == UInt8(ascii: "$") { return isName(value[...]) && value.count > 1 }
        let end = value.firstIndex(of: UInt8(ascii: "(")) ?? value.count
        let isCall = end < value.count && "(),;:".utf8.contains(value[value.count - 1])
        guard end == value.count || isCall else { return false }
        let parts = value[..<end].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.allSatisfy(isName), let outermost = parts.first else { return false }
        return isCall || parts.count > 1 && objects.contains(String(decoding: outermost, as: UTF8.self))
    }

    private static let words: Set<[UInt8]> = Set(
        [
            "password", "passwd", "pwd", "token", "secret", "value", "null", "undefined", "none", "apikey", "key",
            "accesstoken", "refreshtoken", "clientsecret", "newpassword",
        ].map { Array($0.utf8) }
    )

    private static let anonymous = Array("anonymous".utf8)
    private static let flags: Set<[UInt8]> = Set(
        ["true", "false", "yes", "no", "on", "off", "required", "optional", "enabled", "disabled", "string", "text"]
            .map { Array($0.utf8) }
    )

    private static func countOfHexDigits(_ value: [UInt8]) -> Int {
        value.count { Hex.value(of: $0) != nil }
    }

    /// Letters and digits in one run, or runs that are neither words nor numbers.
    private static func isOpaque(_ value: [UInt8]) -> Bool {
        guard value.count >= 16, !value.contains(where: { $0 <= 0x20 }) else { return false }
        if isPublicAddress(value) { return false }
        let hasMixedRun = value.split { !$0.isASCIILetter && !$0.isASCIIDigit }.contains { run in
            run.count >= 8 && run.contains { $0.isASCIIDigit } && run.contains { $0.isASCIILetter }
        }
        return hasMixedRun || isRandom(value)
    }

    /// `0x` and 40 digits: the address of an account or of a token on a block chain.
    static func isPublicAddress(_ value: [UInt8]) -> Bool {
        value.count == 42 && value.starts(with: "0x".utf8) && countOfHexDigits(value) == 41
    }

    /// Whether a value names a resource and no session: its URL, or two letters and 32 digits as at Twilio.
    static func isResource(_ value: [UInt8]) -> Bool {
        isAddress(value)
            || value.count == 34 && countOfHexDigits(Array(value[2...])) == 32
                && value[..<2].allSatisfy { $0.isASCIILetter && $0 & 0x20 == 0 }
    }

    /// Whether a long value of one token alphabet is no list of words, wherever its separators fell by chance.
    static func isRandom(_ value: [UInt8]) -> Bool {
        value.count >= 20 && value.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "-_+/=~.".utf8.contains($0) }
            && (value.contains(where: \.isASCIIDigit) || countOfCaseChanges(value) * 4 >= value.count)
            && value.contains(where: \.isASCIILetter) && !HarmlessText.isList(value) && lettersOfNoWord(value) >= 8
    }

    private static func countOfCaseChanges(_ value: [UInt8]) -> Int {
        zip(value, value.dropFirst()).count { $0.isASCIILetter && $1.isASCIILetter && ($0 ^ $1) & 0x20 != 0 }
    }

    /// How many bytes stand in runs that are neither words nor numbers.
    private static func lettersOfNoWord(_ value: [UInt8]) -> Int {
        value.split { !$0.isASCIILetter && !$0.isASCIIDigit }.reduce(0) { sum, run in
            run.count < 4 || run.allSatisfy(\.isASCIIDigit) || HarmlessText.isWord(Array(run)) ? sum : sum + run.count
        }
    }

    private static func isFlag(_ value: [UInt8]) -> Bool {
        value.count <= 8 && flags.contains(value.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 })
    }

    private static func isAddress(_ value: [UInt8]) -> Bool {
        value.starts(with: "http://".utf8) || value.starts(with: "https://".utf8)
            || value.first == UInt8(ascii: "/") && value.dropFirst().contains(UInt8(ascii: "/"))
    }

    /// Whether a value is a label: one capitalised word without digits; in prose also whatever has a space in it, or calls
    /// a function.
    private static func isLabel(_ value: [UInt8], isProse: Bool) -> Bool {
        guard let first = value.first, !value.contains(where: \.isASCIIDigit) else {
            return isProse && value.contains(0x20)
        }
        if isProse, value.contains(where: { $0 <= 0x20 || "(){}[];".utf8.contains($0) }) || value.count < 4 {
            return true
        }
        let isCapitalised = first >= 0x80 || first.isASCIILetter && first & 0x20 == 0
        return isCapitalised && value.contains { $0 >= 0x80 || $0.isASCIILetter && $0 & 0x20 != 0 }
            && value.allSatisfy { $0.isASCIILetter || $0 >= 0x80 || $0 == 0x20 || ".,:!?'-".utf8.contains($0) }
            && value.dropFirst().allSatisfy { !$0.isASCIILetter || $0 & 0x20 != 0 || value.contains(0x20) }
    }

    /// Words that tell that a text says something about a value: `is required`, `can't be blank`.
    private static let functionWords: Set<String> = [
        "is", "be", "must", "should", "cannot", "can't", "not", "has", "have", "does", "doesn't", "too", "required",
        "invalid", "your", "least", "match", "field", "please", "enter", "the",
    ]

    /// Whether a value is a sentence about a value, as answers to bad forms have it.
    private static func isSentence(_ value: [UInt8]) -> Bool {
        guard value.count <= 512, value.contains(0x20) else { return false }
        return value.split(separator: 0x20).contains { word in
            word.count <= 9 && functionWords.contains(String(decoding: word, as: UTF8.self).lowercased())
        }
    }

    private static let rules: Set<String> = [
        "required", "nullable", "sometimes", "string", "present", "filled", "optional", "bail", "confirmed", "text",
    ]

    /// Whether a value in an answer names what would stand there: a flag, a label (`Zugriffstoken`), words with spaces
    /// between them.
    static func isCaption(_ value: [UInt8]) -> Bool {
        guard !value.contains(where: \.isASCIIDigit) else { return false }
        return isFlag(value) || isLabel(value, isProse: false)
            || value.contains(0x20) && value.allSatisfy(isLetterOfProse)
    }

    /// Whether a value in an answer says what a secret would be: a sentence, a rule (`required|string|max:255`), a type
    /// (`varchar(255)`).
    static func isDescription(_ value: [UInt8]) -> Bool {
        if isSentence(value) { return true }
        let parts = value.split(separator: UInt8(ascii: "|"))
        if parts.count > 1, let first = parts.first, rules.contains(String(decoding: first, as: UTF8.self)) {
            return true
        }
        guard value.count <= 24, value.last == UInt8(ascii: ")"), let open = value.firstIndex(of: UInt8(ascii: "("))
        else {
            return false
        }
        return open > 2 && value[..<open].allSatisfy { $0.isASCIILetter && $0 & 0x20 != 0 }
            && value[(open + 1)...].dropLast().allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ",") }
    }

    private static func isLetterOfProse(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte >= 0x80 || " .,:!?'-".utf8.contains(byte)
    }
}
