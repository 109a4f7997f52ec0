/// The credentials that are ordinary words, for the second check: they count directly behind a word for a credential.
struct LeakCheckWords: Sendable {
    private static let introductions: Set<String> = [
        "password", "passwd", "passphrase", "passcode", "pwd", "username", "user", "login", "account", "otp", "pin",
        "code", "secret",
    ]

    private var words: Set<[UInt8]> = []
    private var lengths: Set<Int> = []

    /// Looks for this word from now on.
    mutating func add(_ word: [UInt8]) {
        words.insert(folded(word))
        lengths.insert(word.count)
    }

    /// Whether one of the words stands behind a word that introduces it: `user: alice`.
    func isIntroduced(in text: [UInt8]) -> Bool {
        guard let longest = lengths.max() else { return false }
        var start = 0
        for index in 0...text.count where index == text.count || !isLetter(text[index]) {
            defer { start = index + 1 }
            guard index - start >= 3, index - start <= 10,
                Self.introductions.contains(String(decoding: text[start..<index], as: UTF8.self).lowercased())
            else { continue }
            let gap = text[index...].prefix(4).prefix { " :=\"'`(<[".utf8.contains($0) }
            guard !gap.isEmpty else { continue }
            let rest = text[gap.endIndex...].prefix(longest + 1)
            for length in lengths where rest.count >= length && words.contains(folded(rest.prefix(length))) {
                guard let next = rest.dropFirst(length).first else { return true }
                if !isLetter(next), next < 0x30 || next > 0x39, next != 0x2D, next != 0x5F, next < 0x80 { return true }
            }
        }
        return false
    }

    private func folded(_ word: some Collection<UInt8>) -> [UInt8] {
        word.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 }
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0x41 && byte <= 0x5A || byte >= 0x61 && byte <= 0x7A
    }
}
