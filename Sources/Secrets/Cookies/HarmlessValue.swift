import Capture

/// The values that settings have and credentials have not: words, small numbers, dates, locales, sizes, and small JSON,
/// forms and lists of them.
///
/// Whether a value counts must not hang on a few random bits, or the same conversation would be masked in one recording
/// and not in the next: a random text of some length is hardly ever taken for a word or a number.
enum HarmlessValue {
    private static let longest = 2048
    private static let deepest = 4

    /// Whether a value is harmless, as what its name says it is.
    static func contains(_ value: [UInt8], named hint: NameHint = .none) -> Bool {
        value.count <= longest && holds(value, hint, depth: 0)
    }

    /// Whether all of a value can be read: it has no run of characters that only a generator would write. An identifier in
    /// the form of a UUID is none.
    static func isReadable(_ value: [UInt8]) -> Bool {
        guard value.count <= longest else { return false }
        let text = value.contains(UInt8(ascii: "%")) ? PercentCoding.decode(value) : value
        return text.split { !$0.isTokenCharacter && !"+/=".utf8.contains($0) }.allSatisfy { run in
            run.count < 16 || HarmlessText.isUUID(Array(run)) || HarmlessText.isList(Array(run))
        }
    }

    private static func holds(_ value: [UInt8], _ hint: NameHint, depth: Int) -> Bool {
        if hint == .credential { return value.count <= 1 || HarmlessText.isBoolean(value) }
        if HarmlessText.isAtom(value, hint) || HarmlessText.isList(value) { return true }
        guard depth < deepest else { return false }
        if value.contains(UInt8(ascii: "%")), case let decoded = PercentCoding.decode(value), decoded != value {
            return holds(decoded, hint, depth: depth + 1)
        }
        return isHarmlessJSON(value, depth: depth) || arePairs(value, depth: depth)
            || Encoding.textLayer(of: value, minimum: 16).map { isHarmlessJSON($0.text, depth: depth) } ?? false
    }

    // MARK: - Syntax

    private static func isHarmlessJSON(_ text: [UInt8], depth: Int) -> Bool {
        // `j:{...}`, as Express writes it.
        let text = text.starts(with: "j:".utf8) ? Array(text.dropFirst(2)) : text
        guard let first = text.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
            let value = try? JSONValue(parsing: text)
        else { return false }
        return isHarmless(value, .none, depth: depth)
    }

    private static func isHarmless(_ value: JSONValue, _ hint: NameHint, depth: Int) -> Bool {
        guard depth <= deepest else { return false }
        return switch value {
        case .object(let members):
            members.allSatisfy { member in
                let name = Array(member.name.utf8)
                return isName(name) && isHarmless(member.value, NameHint(name), depth: depth + 1)
            }
        case .array(let elements): elements.allSatisfy { isHarmless($0, hint, depth: depth + 1) }
        case .string(let text): holds(Array(text.utf8), hint, depth: depth + 1)
        case .number(let text): holds(Array(text.utf8), hint, depth: depth + 1)
        case .bool, .null: true
        }
    }

    /// `a=1&b=dark`, `a:1,b:dark`, `a=1|b=dark`.
    private static func arePairs(_ text: [UInt8], depth: Int) -> Bool {
        for (outer, inner) in [("&", "="), ("|", "="), (",", ":"), (";", "="), (",", "=")] {
            let parts = text.split(separator: outer.utf8.first ?? 0)
            let pairs = parts.map {
                $0.split(separator: inner.utf8.first ?? 0, maxSplits: 1, omittingEmptySubsequences: false)
            }
            guard !pairs.isEmpty, pairs.allSatisfy({ $0.count == 2 }) else { continue }
            return pairs.allSatisfy { pair in
                let name = Array(pair[0])
                let value = pair[1].map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }
                return isName(name) && holds(value, NameHint(name), depth: depth + 1)
            }
        }
        return false
    }

    private static func isName(_ name: [UInt8]) -> Bool {
        name.count <= 40 && (HarmlessText.isList(name) || name.count < 16)
    }
}
