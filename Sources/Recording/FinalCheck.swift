import Capture
import Secrets

/// The check at the end of a recording: reads the text of every entry and looks for every secret that is known by then,
/// in every encoding. It shares no code with the finder.
struct FinalCheck {
    /// Shorter values, and those of few different bytes, may stand in ordinary text.
    private static let shortest = 12

    private let check: LeakCheck

    /// A check for the secrets of a ledger.
    init(_ ledger: Ledger) {
        check = LeakCheck(ledger)
    }

    /// Whether any of the secrets stands in a text.
    func finds(in text: [UInt8]) -> Bool {
        check.finds(in: text)
    }

    /// What is told of an entry in which a secret is left after all that could be done.
    static func fault(entry number: Int, of path: String) -> String {
        "\(path): entry \(number) still holds a secret in an encoding that was not undone; mask it before you share the file"
    }

    private static func isTelling(_ value: [UInt8]) -> Bool {
        value.count >= shortest && (Set(value).count > 3 || value.count >= 32)
    }

    /// What every form of a value ends with: whole groups of base64 are left off before its last 24 bytes.
    static func ends(of value: [UInt8]) -> [[UInt8]] {
        isTelling(value) ? forms(of: Array(value.dropFirst(max(0, value.count - 24) / 3 * 3))) : []
    }

    /// What a value looks like in a text: itself, percent-encoded once and twice, in JSON, base64 at each alignment in
    /// both alphabets, hexadecimal in both cases.
    private static func forms(of value: [UInt8]) -> [[UInt8]] {
        let percent = PercentCoding.encode(value)
        let json = JSONValue.string(String(decoding: value, as: UTF8.self)).line.utf8.dropFirst().dropLast()
        var forms = [value, percent, PercentCoding.encode(percent), Array(json)]
        forms += [Hex.encode(value), Hex.encode(value, uppercase: true)]
        for offset in 0..<3 {
            // The digits that also depend on what stands before or behind the value are left out.
            let digits = Base64.encode([UInt8](repeating: 0, count: offset) + value).prefix { $0 != UInt8(ascii: "=") }
            let core = digits.dropFirst([0, 2, 3][offset]).dropLast((offset + value.count) % 3 == 0 ? 0 : 1)
            forms.append(Array(core))
            forms.append(
                core.map {
                    $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
                }
            )
        }
        return forms
    }
}

extension Ledger {
    /// How many values of each kind occurred that must not stand in a cassette: a secret that the user declared may never
    /// occur.
    var masked: [Kind: Int] {
        secrets.reduce(into: [:]) { counts, secret in
            guard secret.isLookedFor, secret.kind != .userSecret || secret.hasPlaceholder else { return }
            counts[secret.kind, default: 0] += 1
        }
    }
}

extension Ledger.Secret {
    /// Whether the value must not stand in a cassette: not so a callback's name, a text that looks like a placeholder, or
    /// a placeholder itself, which is all that is known of the secrets of an earlier recording.
    var isLookedFor: Bool {
        !kind.isHarmless && kind != .placeholderText && Placeholder(String(decoding: value, as: UTF8.self)) == nil
    }
}
