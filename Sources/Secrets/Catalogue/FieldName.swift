import Capture

/// The name of a field in the form in which names compare.
///
/// `access_token`, `accessToken`, `Access-Token`, `X-Access-Token`, `HTTP_ACCESS_TOKEN`, `auth[access_token]`,
/// `data.access_token` and `access_token_2` are one name.
struct FieldName: Hashable {
    /// Lower case, without separators.
    let normalised: String

    /// The normal form of a name as it stands in a message, percent-decoded already.
    init(_ name: some Sequence<UInt8>) {
        var bytes = Array(name)
        guard !Placeholder.isIn(bytes) else {
            // A secret that stands where a name would: in raw traffic it means nothing either.
            normalised = Placeholder.prefix
            return
        }
        if let innermost = Self.innermostBracket(bytes) { bytes = innermost }
        if let dot = bytes.lastIndex(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }),
            dot + 1 < bytes.count, bytes[dot + 1].isASCIILetter
        {
            bytes.removeFirst(dot + 1)
        }
        for prefix in ["http_", "x-", "x_"] where Self.begins(bytes, with: prefix) {
            bytes.removeFirst(prefix.utf8.count)
        }
        while let last = bytes.last, last.isASCIIDigit, bytes.dropLast().contains(where: Self.isSeparator) {
            bytes.removeLast()
        }
        normalised = String(
            decoding: bytes.filter { !Self.isSeparator($0) }.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 },
            as: UTF8.self
        )
    }

    /// The normal form of a name.
    init(_ name: String) {
        self.init(name.utf8)
    }

    private static func begins(_ bytes: [UInt8], with prefix: String) -> Bool {
        bytes.count > prefix.utf8.count
            && zip(prefix.utf8, bytes).allSatisfy { $0 == $1 || $0.isASCIILetter && $0 == $1 | 0x20 }
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: " ")
    }

    /// What stands in the last brackets that hold a word: `password` of `user[password][]`.
    private static func innermostBracket(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.last == UInt8(ascii: "]") else { return nil }
        var end = bytes.count
        while end > 0, bytes[end - 1] == UInt8(ascii: "]"),
            let open = bytes[..<(end - 1)].lastIndex(of: UInt8(ascii: "["))
        {
            let inside = bytes[(open + 1)..<(end - 1)]
            if inside.contains(where: { $0.isASCIILetter }) { return Array(inside) }
            end = open
        }
        return end > 0 ? Array(bytes[..<end]) : nil
    }
}
