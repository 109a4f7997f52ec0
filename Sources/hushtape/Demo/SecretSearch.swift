import Capture
import TokenSandbox

/// Looks for secrets in bytes, in every form that one could hide in: raw, percent-encoded, in base64 and in hex.
///
/// It knows the values from the sandbox that made them, and shares no code with what finds and masks them.
struct SecretSearch {
    /// The forms by their first bytes.
    private var needles: [UInt64: [(kind: SandboxSecret.Kind, bytes: [UInt8])]] = [:]
    private static let window = 8

    init(_ secrets: [SandboxSecret]) {
        for secret in secrets {
            for form in Self.forms(of: Array(secret.value.utf8)) where form.count >= Self.window {
                let start = form.prefix(Self.window).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                needles[start, default: []].append((secret.kind, form))
            }
        }
    }

    /// What a secret in these bytes is; `nil` if there is none.
    func firstKind(in bytes: [UInt8]) -> SandboxSecret.Kind? {
        var last = UInt64(0)
        for (index, byte) in bytes.enumerated() {
            last = last << 8 | UInt64(byte)
            guard index + 1 >= Self.window, let candidates = needles[last] else { continue }
            let rest = bytes[(index + 1 - Self.window)...]
            if let found = candidates.first(where: { rest.starts(with: $0.bytes) }) { return found.kind }
        }
        return nil
    }

    private static func forms(of value: [UInt8]) -> Set<[UInt8]> {
        let percentEncoded = PercentCoding.encode(value)
        // A form has `+` for a space, whatever else it encodes.
        let form = value.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            .map { PercentCoding.encode($0) }.joined(separator: [UInt8(ascii: "+")])
        var forms: Set<[UInt8]> = [
            value, percentEncoded, PercentCoding.encode(percentEncoded), Array(form),
            Hex.encode(value), Hex.encode(value, uppercase: true),
        ]
        for alphabet in [Base64.Alphabet.standard, .urlSafe] {
            for offset in 0..<3 { forms.insert(base64(value, offset: offset, alphabet)) }
        }
        return forms
    }

    /// The digits that are the same whatever stands before and after the value; `offset` bytes stand before it.
    private static func base64(_ value: [UInt8], offset: Int, _ alphabet: Base64.Alphabet) -> [UInt8] {
        let padded = [UInt8](repeating: 0, count: offset) + value
        let digits = Base64.encode(padded, alphabet: alphabet, padding: false)
        let start = (offset * 8 + 5) / 6
        return Array(digits[start..<max(start, padded.count * 8 / 6)])
    }
}
