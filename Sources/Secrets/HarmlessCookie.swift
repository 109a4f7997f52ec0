import Capture

/// The cookies whose values are kept: settings and analytics by name, and values that cannot be credentials.
enum HarmlessCookie {
    private static let names: Set<String> = [
        "theme", "lang", "language", "locale", "currency", "country", "region", "timezone", "tz", "consent",
        "cookieconsent", "cookieconsentstatus", "euconsent", "ga", "gid", "gat", "gcl", "fbp", "utma", "utmb", "utmc",
        "utmz", "darkmode", "colorscheme", "fontsize", "viewmode",
    ]

    /// Whether a cookie is harmless by its name, or by its value whatever its name.
    static func contains(name: [UInt8], value: [UInt8]) -> Bool {
        names.contains(FieldName(name.drop { $0 == UInt8(ascii: "_") }).normalised) && value.count <= 64
            && !isOpaque(value) || isHarmless(value)
    }

    /// Whether a value has a run of letters of both cases and digits that no setting would have.
    private static func isOpaque(_ value: [UInt8]) -> Bool {
        value.split { !$0.isTokenCharacter }.contains { run in
            run.count >= 16 && run.contains { $0.isASCIIDigit } && run.contains { $0.isASCIILetter }
        }
    }

    private static let dateMarks = Array("-:.+TZ ".utf8)

    /// Whether a value begins as a date of ISO 8601 does.
    private static func isDate(_ value: [UInt8]) -> Bool {
        value.count >= 10 && value[4] == UInt8(ascii: "-") && value[7] == UInt8(ascii: "-")
            && (value.starts(with: "19".utf8) || value.starts(with: "20".utf8))
    }

    /// Whether a value cannot be a credential: empty, a word, a small number, a locale, a boolean.
    static func isHarmless(_ value: [UInt8]) -> Bool {
        if value.count <= 2 { return true }
        if value.count <= 10, value.allSatisfy({ $0.isASCIIDigit }) { return true }
        if value.count <= 16, value.allSatisfy({ $0.isASCIILetter }) {
            // A word is in one case but for its first letter; `kJhGfD` is none.
            return value.dropFirst().allSatisfy { $0 & 0x20 != 0 } || value.allSatisfy { $0 & 0x20 == 0 }
        }
        if value.count <= 29, value.allSatisfy({ $0.isASCIIDigit || dateMarks.contains($0) }) { return isDate(value) }
        return value.count == 5 && (value[2] == UInt8(ascii: "_") || value[2] == UInt8(ascii: "-"))
            && value.prefix(2).allSatisfy { $0.isASCIILetter }
            && value.suffix(2).allSatisfy { $0.isASCIILetter }
    }
}
