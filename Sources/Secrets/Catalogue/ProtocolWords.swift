import Capture

/// The words that protocols are written in: names of fields, grant types, response types, client authentication methods.
///
/// Programs, documents and metadata write them where a value would stand (`REFRESH_TOKEN: "refresh_token"`,
/// `"response_types": ["id_token", "code token"]`, `client_secret=client_secret`), and there they are nobody's secret.
struct ProtocolWords: Sendable {
    /// Names of several words: nobody chooses `refresh_token` for a secret.
    private var compounds: Set<String> = [
        "authorizationcode", "clientcredentials", "formpost", "webmessage", "clientsecretbasic", "clientsecretpost",
        "clientsecretjwt", "privatekeyjwt", "tlsclientauth", "selfsignedtlsclientauth", "jwtbearer", "tokenexchange",
        "saml2bearer", "notapplicable", "yourtoken", "accesstokenvalue",
    ]
    /// Names of one word, which somebody may have chosen for a secret: `secret`.
    private var words: Set<String> = ["implicit", "bearer", "basic", "dpop", "mac", "pop", "query", "fragment", "none"]

    private static let longest = 128
    private static let longestName = 64
    private static let scheme = Array("urn:ietf:params:oauth:".utf8)
    private static let requestURI = Array("urn:ietf:params:oauth:request_uri".utf8)

    /// Adds the name of a field as it is usually written.
    mutating func insert(_ name: Substring, normalised: String) {
        let spelling = Array(name.utf8)
        let isCompound = spelling.indices.dropFirst().contains { index in
            "_-.".utf8.contains(spelling[index])
                || spelling[index].isASCIICapital && !spelling[index - 1].isASCIICapital
        }
        if isCompound { compounds.insert(normalised) } else { words.insert(normalised) }
    }

    /// Whether a value is such a word or a list of them. One that was chosen may be a single word all the same.
    func contain(_ value: [UInt8], chosen: Bool = false) -> Bool {
        guard (3...Self.longest).contains(value.count) else { return false }
        if value.starts(with: Self.scheme) { return !value.starts(with: Self.requestURI) }
        let isVariable = value[0] == UInt8(ascii: "$") && value.count > 3
        let text = isVariable ? value.dropFirst() : value[...]
        guard Self.isText(text) else { return false }
        if isWord(text, chosen: chosen && !isVariable) { return true }
        let parts = text.split { $0 == 0x20 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "|") }
        return parts.count > 1 && parts.allSatisfy { isWord($0, chosen: false) }
    }

    private func isWord(_ text: ArraySlice<UInt8>, chosen: Bool) -> Bool {
        guard text.count <= Self.longestName else { return false }
        let name = FieldName(text).normalised
        return compounds.contains(name) || !chosen && words.contains(name)
    }

    /// Letters and what joins them, with a number behind them at most.
    private static func isText(_ value: ArraySlice<UInt8>) -> Bool {
        let end = value.lastIndex { !$0.isASCIIDigit } ?? value.startIndex
        return value[...end].allSatisfy { $0.isASCIILetter || "_-. ,:|".utf8.contains($0) }
    }
}

extension UInt8 {
    fileprivate var isASCIICapital: Bool { self >= 0x41 && self <= 0x5A }
}
