import Capture

/// The cookies whose values are kept: settings and analytics by name, and values that cannot be credentials.
enum HarmlessCookie {
    /// Settings, and the identifiers of analytics and consent services, which let nobody in. Lower case, without
    /// separators and without underscores before them.
    private static let names: Set<String> = [
        "theme", "lang", "language", "locale", "currency", "country", "region", "timezone", "tz", "darkmode",
        "colorscheme", "colormode", "fontsize", "viewmode", "layout", "sidebar", "consent", "cookieconsent",
        "cookieconsentstatus", "cookielawinfoconsent", "euconsent", "usprivacy", "gdpr", "complianz", "ga", "gid",
        "gat",
        "gcl", "gclau", "fbp", "utma", "utmb", "utmc", "utmt", "utmv", "utmz", "ajsanonymousid", "viewport",
        "screensize", "i18next", "nextlocale", "djangolanguage", "plllanguage",
    ]
    private static let beginnings = [
        "_ga_", "_gat_", "_gac_", "wp-settings-", "optanon", "_pk_", "__utm", "cookieyes", "cookielaw", "cmplz_",
        "_hjincluded", "_dc_gtm_", "tarteaucitron",
    ].map { Array($0.utf8) }

    /// Whether a cookie is harmless by its name, or by its value whatever its name.
    static func contains(name: [UInt8], value: [UInt8]) -> Bool {
        let hint = NameHint(name)
        return HarmlessValue.contains(value, named: hint)
            || isKnown(name) && HarmlessValue.isReadable(value)
    }

    private static func isKnown(_ name: [UInt8]) -> Bool {
        let lower = name.map { $0.isASCIILetter ? $0 | 0x20 : $0 }
        return beginnings.contains { lower.starts(with: $0) }
            || names.contains(FieldName(lower.drop { $0 == UInt8(ascii: "_") }).normalised)
    }
}

/// What the name of a cookie, or of a value in one, says of its value.
enum NameHint {
    /// Nothing.
    case none
    /// That it lets somebody in: then neither a word nor a number is harmless.
    case credential
    /// That it is a time.
    case time

    private static let credentialParts = [
        "sess", "auth", "token", "csrf", "xsrf", "jwt", "secret", "passw", "saml", "bearer", "credential", "ticket",
        "apikey",
    ].map { Array($0.utf8) }
    private static let credentialWords: Set<String> = [
        "sso", "otp", "pin", "key", "code", "nonce", "state", "sig", "signature", "hmac", "mac", "pass", "pwd", "pw",
        "cfid", "tgc", "castgc", "gaps", "aspxauth", "remember", "rememberme",
    ]
    /// Of `token_type`, `session_count`, `authMethod` the last word counts.
    private static let plainEnds = [
        "type", "count", "method", "expires", "expiry", "expiresin", "expiresat", "timeout", "status", "enabled",
        "provider",
    ]
    private static let timeWords: Set<String> = [
        "time", "date", "timestamp", "ts", "at", "last", "first", "visit", "seen", "expires", "expiry", "exp",
        "updated", "utc",
    ]

    init(_ name: [UInt8]) {
        let lower = name.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        let letters = lower.filter(\.isASCIILetter)
        let words = lower.split { !$0.isASCIILetter }.map { String(decoding: $0, as: UTF8.self) }
        let isPlain = Self.plainEnds.contains { String(decoding: letters, as: UTF8.self).hasSuffix($0) }
        // `PHPSESSID`, `connect.sid`, `SAPISID`; a prefix of RFC 6265bis §4.1.3 is nothing that a setting needs.
        let isSession =
            words.contains { $0.hasSuffix("sid") } || lower.starts(with: "__host-".utf8)
            || lower.starts(with: "__secure-".utf8)
        if !isPlain,
            isSession || words.contains(where: Self.credentialWords.contains)
                || Self.credentialParts.contains(where: { letters.firstIndex(of: $0) != nil })
        {
            self = .credential
        } else if words.contains(where: {
            Self.timeWords.contains($0) || $0.hasSuffix("time") || $0.hasSuffix("date") || $0.hasPrefix("last")
        }) {
            self = .time
        } else {
            self = .none
        }
    }

    init(_ name: FieldName) {
        self.init(Array(name.normalised.utf8))
    }
}
