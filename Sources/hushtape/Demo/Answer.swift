import Capture
import TokenSandbox

/// What a client was answered.
struct Answer: Hashable, Sendable {
    let status: Int
    let fields: [HeaderField]
    var body: [UInt8] = []

    var text: String {
        String(decoding: body, as: UTF8.self)
    }

    /// The value of the JSON member or the XML element with this name, wherever it stands.
    func value(_ name: String) throws -> String {
        for (start, end) in [("\"\(name)\":\"", "\""), ("<\(name)>", "<")] {
            if let value = text.between(start, end) { return value }
        }
        throw CommandFailure("an answer with status \(status) has no \(name)")
    }

    /// Where the answer sends its client.
    func location() throws -> String {
        guard let location = fields.first("Location") else {
            throw CommandFailure("an answer with status \(status) has no Location")
        }
        return location
    }

    /// The cookies it sets, as a browser sends them back.
    var cookies: String {
        fields.values(named: "Set-Cookie").map { value in
            String(decoding: value.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
        }.joined(separator: "; ")
    }

    /// What the answer looks like when the values of tokens do not count: of every long word, its length alone.
    ///
    /// The shopper's number that the client sent may come back in it.
    func shape(for shop: SandboxCredentials) -> [String] {
        let lines = fields.filter { !$0.isNamed("Date") }.map { "\($0.name): \($0.text)" }
        return ["\(status)"]
            + (lines + [text]).map { Self.withoutLongWords($0.replacing(shop.externalReference, with: "<own>")) }
    }

    private static let longWord = 20

    private static func withoutLongWords(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let first = rest.first {
            let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            result += word.isEmpty ? String(first) : word.count < longWord ? String(word) : "<\(word.count)>"
            rest = rest.dropFirst(max(1, word.count))
        }
        return result
    }
}

extension String {
    /// What stands between the first occurrence of one text and the next of another.
    func between(_ start: String, _ end: String) -> String? {
        guard let head = firstRange(of: start) else { return nil }
        let rest = self[head.upperBound...]
        guard let tail = rest.firstRange(of: end) else { return nil }
        return String(rest[..<tail.lowerBound])
    }
}
