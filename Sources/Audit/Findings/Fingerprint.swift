import Capture
import Secrets

extension Finding.Identity {
    /// The encodings in one word, outermost first: `percent>base64>json`.
    public var chainText: String {
        chain.map(\.rawValue).joined(separator: ">")
    }

    /// A stable name for the finding, for baselines and code scanning: 16 hexadecimal digits, the 64-bit FNV-1a hash of
    /// rule, kind, host, place, detail, name and chain, each followed by a line feed.
    ///
    /// It does not depend on values, on the order of entries, or on how often the leak happens.
    public var fingerprint: String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for part in [rule, kind.rawValue, host, place, detail ?? "", name, chainText] {
            for byte in Array(part.utf8) + [0x0A] {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
            }
        }
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: hash >> (56 - 8 * $0)) }
        return String(decoding: Hex.encode(bytes), as: UTF8.self)
    }

    /// A name without the number that a chunked cookie's parts carry: `auth` of `auth.0`, `auth.1`.
    static func unchunked(_ name: String) -> String {
        let digits = name.reversed().prefix { $0.isNumber }.count
        let stem = name.dropLast(digits)
        guard (1...2).contains(digits), let last = stem.last, last == "." || last == "_" || last == "C", stem.count > 1
        else { return name }
        return String(stem.dropLast())
    }
}
