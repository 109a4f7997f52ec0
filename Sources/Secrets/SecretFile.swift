import Capture

/// A file of secrets as users keep them: one on each line, `NAME=value` lines, or one that takes all of the file.
public enum SecretFile {
    /// Anything shorter would be found in any text.
    public static let shortest = 4

    /// Whether the bytes of a file are text in UTF-8: of any other encoding, none of the secrets would be found.
    public static func isReadable(_ bytes: [UInt8]) -> Bool {
        !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil
    }

    /// The secrets in the bytes of a file, each once: every line, of a `NAME=value` line the value, and a private key as a
    /// whole. Comments (`#`) and empty lines are left out.
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

    /// The value of `NAME=value` or `export NAME="value"`, with a name such as environment variables have.
    private static func assigned(in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var line = line
        if line.starts(with: "export ".utf8) { line = trimmed(line.dropFirst(7)) }
        guard let equals = line.firstIndex(of: UInt8(ascii: "=")), equals > line.startIndex,
            line[..<equals].allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: "_") || $0 >= 0x41 && $0 <= 0x5A })
        else { return nil }
        var value = trimmed(line[(equals + 1)...])
        if let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), value.count >= 2,
            value.last == quote
        {
            value = value.dropFirst().dropLast()
        }
        return value
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let start = bytes.firstIndex { $0 > 0x20 } ?? bytes.endIndex
        let end = bytes[start...].lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? start
        return bytes[start..<end]
    }
}
