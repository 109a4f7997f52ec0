import Capture

/// Challenges, and what a server says of the credentials it got.
extension TextSearch {
    /// Reads the value of `WWW-Authenticate` and the like: one or more challenges, each a scheme with auth-params or
    /// with one word of base64 (RFC 9110 §11.6.1).
    mutating func readChallenges(_ view: View, at place: Place) {
        var word = 0..<0
        for part in AuthPart.all(in: view.bytes) {
            switch part {
            case .word(let range):
                // `Negotiate YII...`: a word right behind a scheme is a message of a handshake.
                let isBehindScheme =
                    !word.isEmpty && view.bytes[word.upperBound..<range.lowerBound].allSatisfy { $0 == 0x20 }
                if isBehindScheme, range.count >= 8 {
                    addFromChallenge(view.slice(range), kind: .credentials, matchClass: .issued)
                }
                word = isBehindScheme ? 0..<0 : range
            case .parameter(let name, let range, _):
                word = 0..<0
                let value = view.slice(range)
                if let secret = AuthParameter.ofChallenge(name) {
                    addFromChallenge(value, kind: secret.kind, matchClass: secret.matchClass)
                } else {
                    lookInside(value, at: place, chain: [])
                }
            }
        }
    }

    private mutating func addFromChallenge(_ view: View, kind: Kind, matchClass: MatchClass) {
        if !isRedacted(view.bytes) { add(view, kind: kind, matchClass: matchClass) }
    }
}
