import Capture

/// A file of secrets as users keep them: one on each line, `NAME=value` and `NAME: value` lines, or one that takes all of
/// the file.
public enum SecretFile {
    /// Anything shorter would be found in any text.
    public static let shortest = 4

    /// Whether the bytes of a file are text in UTF-8: of any other encoding, none of the secrets would be found.
    public static func isReadable(_ bytes: [UInt8]) -> Bool {
        !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil
    }

    /// The secrets in the bytes of a file, each once: every line, of a `NAME=value` line the value, and a private key as a
    /// whole; of JSON all values. Comments (`#`) and empty lines are left out.
    public static func secrets(in bytes: [UInt8]) -> [[UInt8]] {
        var secrets: [[UInt8]] = []
        var seen: Set<[UInt8]> = []
        func add(_ value: ArraySlice<UInt8>) {
            let value = Array(value)
            if !value.isEmpty, seen.insert(value).inserted { secrets.append(value) }
        }
        let whole = trimmed(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...])
        if whole.starts(with: "-----BEGIN ".utf8) {
            // The lines between the markers are what is secret.
            add(whole)
            for line in whole.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) where line.first != UInt8(ascii: "-")
            {
                if line.count >= 16 { add(line) }
            }
            return secrets
        }
        if JSONFields.areStrict(Array(whole)), let first = whole.first, "{[".utf8.contains(first) {
            for field in JSONFields.scan(View(Array(whole))) { add(field.value.bytes[...]) }
            return secrets
        }
        for line in whole.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let line = trimmed(line)
            guard let first = line.first, first != UInt8(ascii: "#") else { continue }
            guard let value = assigned(in: line) else {
                add(line)
                continue
            }
            add(value)
        }
        return secrets
    }

    /// The value of `NAME=value`, `export NAME="value" # comment` or `NAME: value`, with a name such as environment
    /// variables have.
    private static func assigned(in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var line = line
        if line.starts(with: "export ".utf8) { line = trimmed(line.dropFirst(7)) }
        let name = line.prefix { $0.isASCIIDigit || $0 == UInt8(ascii: "_") || $0 >= 0x41 && $0 <= 0x5A }
        let mark = line[name.endIndex...].drop { $0 == 0x20 }
        guard !name.isEmpty, let first = mark.first else { return nil }
        let isColon = first == UInt8(ascii: ":") && mark.dropFirst().first ?? 0x20 <= 0x20
        guard first == UInt8(ascii: "=") || isColon else { return nil }
        return unquoted(trimmed(mark.dropFirst()))
    }

    /// Without the quotes around it, and what stands behind them; without quotes, up to a comment.
    private static func unquoted(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
            let end = value.dropFirst().lastIndex(of: quote)
        else {
            let comment = value.indices.first {
                value[$0] == UInt8(ascii: "#") && $0 > value.startIndex && value[$0 - 1] <= 0x20
            }
            return trimmed(value[..<(comment ?? value.endIndex)])
        }
        let rest = trimmed(value[(end + 1)...])
        return rest.isEmpty || rest.first == UInt8(ascii: "#") ? value[(value.startIndex + 1)..<end] : value
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let start = bytes.firstIndex { $0 > 0x20 } ?? bytes.endIndex
        let end = bytes[start...].lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? start
        return bytes[start..<end]
    }
}
