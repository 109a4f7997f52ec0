/// How replay treats a hole.
public enum MatchClass: String, Hashable, Sendable, CaseIterable {
    /// Replay minted it: it must come back exactly.
    case issued
    /// The client's own: binds on first sight and must stay the same from then on.
    case held
    /// Made anew for each request: ignored.
    case volatile
    /// Made anew for each request, and the answer carries it back.
    case echo
}
