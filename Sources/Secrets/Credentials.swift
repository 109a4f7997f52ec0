import Capture

/// The credentials of an `Authorization` field (RFC 9110 §11.4).
struct Credentials {
    /// The scheme in lower case.
    var scheme: String
    /// How what follows the scheme is read.
    var form: CredentialForm
    /// What follows the scheme.
    var rest: Range<Int>

    /// The credentials in a field's value, joined by commas where they are several; none unless the value begins with a
    /// scheme that is known. Of a scheme alone, the rest is empty.
    static func all(in bytes: [UInt8]) -> [Credentials] {
        guard let first = credentials(at: 0, in: bytes) else { return [] }
        var all = [first]
        var isQuoted = false
        var position = first.rest.lowerBound
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "\\") where isQuoted: position += 1
            case UInt8(ascii: ",") where !isQuoted:
                let start = bytes[(position + 1)...].firstIndex { $0 > 0x20 } ?? bytes.count
                if let next = credentials(at: start, in: bytes), !next.rest.isEmpty {
                    all[all.count - 1].rest = all[all.count - 1].rest.lowerBound..<position
                    all.append(next)
                    position = next.rest.lowerBound - 1
                }
            default: break
            }
            position += 1
        }
        return all
    }

    private static func credentials(at start: Int, in bytes: [UInt8]) -> Credentials? {
        let end = bytes[start...].prefix(33).firstIndex { !$0.isTokenCharacter } ?? min(bytes.count, start + 33)
        guard end > start, end == bytes.count || bytes[end] == UInt8(ascii: " ") || bytes[end] == UInt8(ascii: "=")
        else { return nil }
        let scheme = String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
        guard let form = AuthenticationScheme.form(of: scheme) else { return nil }
        if start == 0, end + 1 < bytes.count, bytes[end] == UInt8(ascii: "="),
            AuthenticationScheme.joinedByEquals.contains(scheme)
        {
            return Credentials(scheme: scheme, form: form, rest: (end + 1)..<bytes.count)
        }
        guard end == bytes.count || bytes[end] == UInt8(ascii: " ") else { return nil }
        let rest = bytes[end...].firstIndex { $0 != UInt8(ascii: " ") } ?? bytes.count
        return Credentials(scheme: scheme, form: form, rest: rest..<bytes.count)
    }

    /// Where the token stands in a text such as `bearer 96c4...`, as some providers write it into JSON.
    static func token(afterScheme bytes: [UInt8]) -> Range<Int>? {
        guard let first = bytes.first, first.isASCIILetter, let credentials = credentials(at: 0, in: bytes),
            case .token = credentials.form, credentials.rest.count >= 8,
            !bytes[credentials.rest].contains(where: { $0 <= 0x20 })
        else { return nil }
        // The names of the others are words too: `key: value`, `bot detected`.
        let isTold = ["bearer", "token", "dpop"].contains(credentials.scheme)
        let rest = Array(bytes[credentials.rest])
        return isTold || ValueTest.opaque.accepts(rest, in: .text, inRequest: true) ? credentials.rest : nil
    }

    /// Where the pair stands in `Basic dXNlcjpwYXNz`, quoted as a value.
    static func pair(afterScheme bytes: [UInt8]) -> Range<Int>? {
        guard bytes.first.map({ $0 | 0x20 }) == UInt8(ascii: "b"), let credentials = credentials(at: 0, in: bytes),
            case .pair = credentials.form, !credentials.rest.isEmpty
        else { return nil }
        return credentials.rest
    }
}
