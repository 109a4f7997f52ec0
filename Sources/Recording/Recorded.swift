import Capture
public import Secrets

/// What became of one exchange: all that is to be said of it on a terminal.
public struct Recorded: Sendable {
    /// The number of its entry, from 1; `nil` if the scope leaves the exchange out of the cassette.
    public let number: Int?
    /// The exchange as it was written, with the notes on it.
    public let redacted: RedactedExchange
    /// What was found in it.
    public let sightings: [Sighting]
    /// The kinds of what was found, each once, in order of appearance.
    public let kinds: [Kind]
    /// The numbers of earlier entries that were written anew since they held what became known here.
    public let rewritten: [Int]
    /// What went wrong in redaction, a sentence each; never a byte of traffic.
    public let faults: [String]

    /// `POST api.example.com/oauth20/token`: method, authority and path with placeholders for secrets, and without
    /// anything that a terminal would act on. Segments that may turn out to be secrets are left out (`/reset/*`): what a
    /// log has shown cannot be masked later, as entries are.
    public var title: String {
        let request = redacted.exchange.request
        let path = request.target.prefix { $0 != UInt8(ascii: "?") }
        // Userinfo is no part of what names an origin.
        let authority = request.authority.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        return printable(request.method.utf8) + " " + printable(authority.last ?? ""[...].utf8)
            + printable(shown(path))
    }

    private func shown(_ path: [UInt8].SubSequence) -> [UInt8] {
        let slash = UInt8(ascii: "/")
        let segments = path.split(separator: slash, omittingEmptySubsequences: false).map { segment in
            isTelling(segment) ? [UInt8(ascii: "*")] : Array(segment)
        }
        return Array(segments.joined(separator: [slash]))
    }

    private func isTelling(_ segment: [UInt8].SubSequence) -> Bool {
        segment.count >= 16 && segment.contains { $0 >= 0x30 && $0 <= 0x39 }
            && segment.contains { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
            && Placeholder.all(in: Array(segment)).isEmpty
    }

    private func printable(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.map { $0 > 0x20 && $0 < 0x7F ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}
