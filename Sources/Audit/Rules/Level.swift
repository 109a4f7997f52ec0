/// How much a finding matters.
public enum Level: String, Hashable, Comparable, Sendable, CaseIterable {
    /// Worth knowing; hidden in the text report unless asked for.
    case note
    /// Shown, and fails a run only when asked to.
    case warning
    /// Fails a run.
    case error

    private var rank: Int {
        switch self {
        case .note: 0
        case .warning: 1
        case .error: 2
        }
    }

    /// Whether the left level matters less.
    public static func < (left: Level, right: Level) -> Bool {
        left.rank < right.rank
    }
}

/// How sure it is that the value is what the finding says it is.
public enum Confidence: String, Hashable, Comparable, Sendable, CaseIterable {
    /// It only looks like one (a JWT, a known prefix). Never more than a warning, and never fails a run.
    case shape
    /// The name of a field says so.
    case likely
    /// A token response issued it, or it was accepted as a credential.
    case proven

    private var rank: Int {
        switch self {
        case .shape: 0
        case .likely: 1
        case .proven: 2
        }
    }

    /// Whether the left is less sure.
    public static func < (left: Confidence, right: Confidence) -> Bool {
        left.rank < right.rank
    }
}
