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

    /// Whether a value counts.
    func accepts(_ value: [UInt8], in context: FieldRule.Contexts, inRequest: Bool) -> Bool {
        switch self {
        case .any:
            true
        case .credentialLike:
            value.count >= 12 && !value.allSatisfy { $0.isASCIIDigit } && value.allSatisfy { $0 > 0x20 }
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
                    || !Self.isLabel(value, isProse: context == .text || context == .html))
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
        case .oneTime:
            (4...10).contains(value.count) && value.contains { $0.isASCIIDigit }
                && value.allSatisfy { $0.isASCIIDigit || $0.isASCIILetter || $0 == UInt8(ascii: "-") }
        }
    }

    /// Whether a value in program text is an expression rather than a literal: `e.access_token`, `process.env.SECRET`,
    /// `password`, `null)`.
    static func isExpression(_ value: [UInt8]) -> Bool {
        guard !value.contains(where: \.isASCIIDigit) else { return false }
        let isCode = value.contains { ".()[]{}!?:".utf8.contains($0) }
        return value.allSatisfy { $0.isASCIILetter || "_$.()[]{}!?:".utf8.contains($0) }
            && (isCode || words.contains(value.map { $0 | 0x20 }))
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
        return value.split { !$0.isASCIILetter && !$0.isASCIIDigit }.contains { run in
            run.count >= 8 && run.contains { $0.isASCIIDigit } && run.contains { $0.isASCIILetter }
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
}
