/// What mitmproxy noted when an exchange failed, in a sentence.
enum FlowFailure {
    private static let longestWord = 20
    private static let mostWords = 12

    /// The words with which the message begins. Behind a colon, a bracket or a quote mitmproxy may quote the traffic,
    /// such as the header line that it did not understand.
    static func sentence(_ message: [UInt8]) -> String {
        let words = message.split(separator: 0x20).prefix(mostWords + 1).prefix { isWord($0) }
        var text = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        while text.last == "." || text.last == "," || text.last == ";" { text.removeLast() }
        guard !text.isEmpty, words.count <= mostWords else { return "mitmproxy noted an error." }
        return "mitmproxy noted: \(text)."
    }

    /// A word of letters, or the name of a protocol.
    private static func isWord(_ word: ArraySlice<UInt8>) -> Bool {
        let name = word.last.map { ".,;".utf8.contains($0) } == true ? word.dropLast() : word
        return name.count <= longestWord && !name.isEmpty && name.allSatisfy { $0.isASCIILetter || $0 == 0x27 }
            || ["HTTP/1", "HTTP/1.1", "HTTP/2", "HTTP/3"].contains(String(decoding: name, as: UTF8.self))
    }
}
