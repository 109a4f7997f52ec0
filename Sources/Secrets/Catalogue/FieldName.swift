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
        let bytes = Array(name)
        guard !Placeholder.isIn(bytes) else {
            // A secret that stands where a name would: in raw traffic it means nothing either.
            normalised = Placeholder.prefix
            return
        }
        normalised = bytes.withUnsafeBufferPointer { bytes in
            let part = Self.telling(bytes[...])
            return String(unsafeUninitializedCapacity: part.count) { text in
                var count = 0
                for byte in part where !Self.isSeparator(byte) {
                    text[count] = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
                    count += 1
                }
                return count
            }
        }
    }

    private typealias Bytes = UnsafeBufferPointer<UInt8>.SubSequence

    /// The part of a name that says what the value is: the innermost member, without prefixes and numbers.
    private static func telling(_ name: Bytes) -> Bytes {
        var name = innermostBracket(name) ?? name
        if let dot = name.lastIndex(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }),
            dot + 1 < name.endIndex, name[dot + 1].isASCIILetter
        {
            name = name[(dot + 1)...]
        }
        for prefix in ["http_", "x-", "x_"] as [StaticString] where begins(name, with: prefix) {
            name.removeFirst(prefix.utf8CodeUnitCount)
        }
        while let last = name.last, last.isASCIIDigit, name.dropLast().contains(where: isSeparator) {
            name.removeLast()
        }
        return name
    }

    /// The normal form of a name.
    init(_ name: String) {
        self.init(name.utf8)
    }

    private static func begins(_ name: Bytes, with prefix: StaticString) -> Bool {
        guard name.count > prefix.utf8CodeUnitCount else { return false }
        for index in 0..<prefix.utf8CodeUnitCount {
            let byte = name[name.startIndex + index]
            let wanted = prefix.utf8Start[index]
            guard byte == wanted || wanted.isASCIILetter && byte | 0x20 == wanted else { return false }
        }
        return true
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: " ")
    }

    /// What stands in the last brackets that hold a word: `password` of `user[password][]`.
    private static func innermostBracket(_ name: Bytes) -> Bytes? {
        guard name.last == UInt8(ascii: "]") else { return nil }
        var end = name.endIndex
        while end > name.startIndex, name[end - 1] == UInt8(ascii: "]"),
            let open = name[..<(end - 1)].lastIndex(of: UInt8(ascii: "["))
        {
            let inside = name[(open + 1)..<(end - 1)]
            if inside.contains(where: { $0.isASCIILetter }) { return inside }
            end = open
        }
        return end > name.startIndex ? name[..<end] : nil
    }
}
