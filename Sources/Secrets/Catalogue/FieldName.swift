import Capture

/// The name of a field in the form in which names compare.
///
/// `access_token`, `accessToken`, `Access-Token`, `X-Access-Token`, `HTTP_ACCESS_TOKEN`, `auth[access_token]`,
/// `data.access_token` and `access_token_2` are one name.
struct FieldName: Hashable {
    /// Lower case, without separators.
    private(set) var normalised: String

    /// The normal form of a name as it stands in a message, percent-decoded already.
    init(_ name: some Sequence<UInt8>) {
        let bytes = Array(name)
        guard !Placeholder.isIn(bytes) else {
            // A secret that stands where a name would: in raw traffic it means nothing either.
            normalised = Placeholder.prefix
            return
        }
        let name = bytes.withUnsafeBufferPointer { bytes in
            let part = Self.isType(bytes[...]) ? bytes[..<0] : Self.telling(bytes[...])
            return String(unsafeUninitializedCapacity: part.count) { text in
                var count = 0
                for byte in part where !Self.isSeparator(byte) {
                    text[count] = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
                    count += 1
                }
                return count
            }
        }
        normalised = Self.name(ofPart: name, in: bytes) ?? name
    }

    /// The name without a digit or two behind it, as those of further values of a form have: `newPassword1`, `token2`.
    var withoutDigits: FieldName? {
        let digits = normalised.utf8.suffix(3).reversed().prefix(while: \.isASCIIDigit).count
        guard (1...2).contains(digits), normalised.utf8.count > digits else { return nil }
        var name = self
        name.normalised.removeLast(digits)
        return name
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

    /// `AWS::IAM::AccessKey`, which names a resource of a template.
    private static func isType(_ name: Bytes) -> Bool {
        guard let colon = name.lastIndex(of: UInt8(ascii: ":")), colon > name.startIndex, name[colon - 1] == name[colon]
        else { return false }
        return begins(name[(name.lastIndex(of: UInt8(ascii: ".")).map { $0 + 1 } ?? name.startIndex)...], with: "aws::")
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

    /// What a part is a part of, where that stands around it: `card[number]`, `bank_account[account_number]`, and the
    /// second time that a password is typed: `plainPassword[second]`.
    private static func name(ofPart part: String, in name: [UInt8]) -> String? {
        guard let owners = owners[part] else { return nil }
        let owner = name.split { $0 == UInt8(ascii: ".") || !$0.isTokenCharacter }.dropLast().last
        guard let owner, owner.count <= 64 else { return nil }
        let text = String(decoding: owner.filter(\.isASCIILetter).map { $0 | 0x20 }, as: UTF8.self)
        return text.hasSuffix(owners.ending) ? owners.name : nil
    }

    /// How the owner of a part ends, and what both are together.
    private static let owners: [String: (ending: String, name: String)] = [
        "number": ("card", "cardnumber"), "accountnumber": ("bankaccount", "bankaccountnumber"),
        "first": ("password", "password"), "second": ("password", "password"),
    ]

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
